"use client";

import { startTransition, useEffect } from "react";
import { z } from "zod";
import { type RereadPage, useReread } from "../balance/use-reread.ts";

const everyMs = 2000;
const answer = z.object({ order: z.object({ status: z.string() }) });

/** Polls an order every 2 s while it waits for the payment, and rerenders the page when it has changed. */
export function WatchOrder({ id, status, rereadPage }: { id: string; status: string; rereadPage: RereadPage }) {
  const reread = useReread(rereadPage);
  useEffect(() => {
    const asking = setInterval(async () => {
      const now = await readStatus(id);
      if (now !== null && now !== status) startTransition(async () => void (await reread()));
    }, everyMs);
    return () => clearInterval(asking);
  }, [id, status, reread]);
  return null;
}

/** Null when the order could not be read: the next poll will tell. */
async function readStatus(id: string): Promise<string | null> {
  try {
    const response = await fetch(`/api/v1/orders/${id}`, { cache: "no-store", signal: AbortSignal.timeout(10_000) });
    const parsed = answer.safeParse(await response.json());
    return parsed.success ? parsed.data.order.status : null;
  } catch {
    return null;
  }
}
