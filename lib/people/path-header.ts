/** The header that carries a page's address to its components, so that a user who must sign in first returns to it. */
export const pathHeader = "x-purse-path";
