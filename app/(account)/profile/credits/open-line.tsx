"use server";

import type { ReactNode } from "react";
import { z } from "zod";
import { LineContents } from "#components/history/line-contents.tsx";
import { readFeatureNames } from "#lib/catalogue/features.ts";
import { settings } from "#lib/config/settings.ts";
import { database } from "#lib/database.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { readHistory } from "#lib/ledger/read/history.ts";
import { requirePerson } from "#lib/people/current-person.ts";
import { nameHistory } from "./name-history.ts";

const asked = z.tuple([z.int().min(1).max(2_147_483_646), z.enum(["jobs", "all"])]);

/** Renders the details of a line of the person's history; nothing when there is no such line. */
export async function openLine(version: number, lines: "jobs" | "all"): Promise<ReactNode> {
  const { accountId } = await requirePerson();
  const parsed = asked.safeParse([version, lines]);
  if (!parsed.success) return null;
  const [wanted, shown] = parsed.data;
  const [{ transactions }, features, balance] = await Promise.all([
    readHistory(database(), accountId, { before: wanted + 1 }, 1),
    readFeatureNames(database()),
    readBalance(database(), accountId),
  ]);
  if (balance === null || transactions[0]?.version !== wanted) return null;
  const now = new Date(balance.at);
  const named = await nameHistory(accountId, transactions, { features, byJobAt: shown === "jobs" ? now : null });
  return named.map((line) => (
    <LineContents key={line.transaction.version} line={line} support={settings().supportEmail ?? null} now={now} />
  ));
}
