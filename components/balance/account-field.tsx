"use client";

import { accountField } from "#lib/client/account-field.ts";
import { useLiveBalance } from "./live-balance.tsx";

/** Names in a form the account that the page was made for: if another user has signed in since, nothing is done in their name. */
export function AccountField() {
  return <input type="hidden" name={accountField} value={useLiveBalance().account} />;
}
