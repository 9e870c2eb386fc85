/** The page where a signed-in user signs in again; it leads back here. */
export const signInAgain = "/sign-in?notice=sign-in-again&next=%2Fdevice";
