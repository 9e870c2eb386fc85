/** Written into every file that a tool makes: what it is stays with it when it leaves the page. */
export const demonstrationMark = { IFD0: { ImageDescription: "A demonstration made with Purse" } };
