/** The page that signs somebody in once more, who is signed in, and leads back here. */
export const signInAgain = "/sign-in?notice=again&next=%2Fdevice";
