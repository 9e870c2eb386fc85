/** Carries a page's own address to whoever renders it, so that somebody who must sign in first comes back to it. */
export const pathHeader = "x-purse-path";
