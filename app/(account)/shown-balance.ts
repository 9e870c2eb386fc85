import { cache } from "react";
import { database } from "#lib/database.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";

/** The balance that all parts of one rendered page show: it is read once for the request, on first use. */
export const readShownBalance = cache((account: string) => readBalance(database(), account));
