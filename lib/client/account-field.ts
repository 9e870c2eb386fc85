/** The name of the field in which a form of a signed-in page sends the account that the page was made for. */
export const accountField = "account";

/** The query by which a page says that another user has pressed something on it. */
export const otherUserQuery = "other-user";
