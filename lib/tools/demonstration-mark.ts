/** Written into every file that a tool makes, so that the file is marked outside the page too. */
export const demonstrationMark = { IFD0: { ImageDescription: "A demonstration made with Purse" } };
