import "server-only";
import type { Call } from "./call.ts";
import { createAccount } from "./calls/accounts.ts";
import { getBalance } from "./calls/balance.ts";
import { followBalance } from "./calls/balance-events.ts";
import { listBatches } from "./calls/batches.ts";
import { claimCampaign, getCampaigns, redeem } from "./calls/campaigns.ts";
import { buy } from "./calls/checkouts.ts";
import { listFeatures } from "./calls/features.ts";
import { returnGrant } from "./calls/grant-returns.ts";
import { findGrants, grant } from "./calls/grants.ts";
import { capture, extend, getHold, holdCredits, listHolds, release } from "./calls/holds.ts";
import { getOrder } from "./calls/orders.ts";
import { makeQuote } from "./calls/quotes.ts";
import { cancelRun, getRun, getRunFile, startRun } from "./calls/runs.ts";
import { signOutSession } from "./calls/session.ts";
import { spendBatch } from "./calls/spend-batch.ts";
import { refund, spend } from "./calls/spends.ts";
import { getSubscription } from "./calls/subscription.ts";
import { getTransaction, listEntries, listTransactions } from "./calls/transactions.ts";
import { getUsage } from "./calls/usage.ts";
import { listWebPages } from "./calls/web-pages.ts";

/** The interface: its routes, its OpenAPI document and the tests of its callers are made from this table. */
export const allCalls: readonly Call[] = [
  getBalance,
  followBalance,
  listFeatures,
  listWebPages,
  makeQuote,
  spend,
  spendBatch,
  refund,
  listHolds,
  holdCredits,
  getHold,
  capture,
  release,
  extend,
  startRun,
  getRun,
  cancelRun,
  getRunFile,
  listTransactions,
  getTransaction,
  listEntries,
  getUsage,
  listBatches,
  getSubscription,
  getCampaigns,
  claimCampaign,
  redeem,
  createAccount,
  grant,
  findGrants,
  returnGrant,
  buy,
  getOrder,
  signOutSession,
];
