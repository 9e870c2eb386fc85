/** The page where a signed-in user signs in again; it leads back here. */
export const signInAgain = "/sign-in?notice=again&next=%2Fdevice";
