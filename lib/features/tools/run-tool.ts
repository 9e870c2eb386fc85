import type { Db } from "#db/client.ts";
import { requestKey } from "#lib/ledger/request-key.ts";
import { type PaidResult, spendOnResult } from "../spend-on-result.ts";
import { makeResult, type NotMade, type ToolResult } from "./make-result.ts";
import type { ToolForm } from "./read-tool-form.ts";

/** What a run brought: a paid result, a free one, or none and nothing was taken. */
export type ToolRun = PaidResult<ToolResult, NotMade> | { status: "free"; result: ToolResult };

/**
 * Runs a tool for an account from its own page. An export with the watermark is free and leaves no transaction.
 * The quote is not part of the request's fingerprint: it is what the person was shown, not what they asked for, so that
 * somebody who does not know whether the first try went through can try again with a fresh one.
 */
export async function runTool(
  db: Db,
  account: string,
  { input, key, quote, asked }: Extract<ToolForm, { status: "read" }>,
): Promise<ToolRun> {
  if (input.tool === "template-export" && input.watermark) {
    const making = await makeResult(input);
    return making.status === "made" ? { status: "free", result: making.result } : making;
  }
  const request = requestKey("web", key, { method: "POST", path: `/tools/${input.tool}/result`, body: asked });
  const wish = {
    account,
    feature: input.tool,
    units: 1,
    quote,
    reference: null,
    platform: "web",
    actor: "web",
    request,
  };
  return spendOnResult(db, wish, () => makeResult(input));
}
