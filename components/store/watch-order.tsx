"use client";

import { startTransition, useEffect } from "react";
import { readOrder } from "#lib/client/page-client.ts";
import { type RereadPage, useReread } from "../balance/use-reread.ts";

const everyMs = 2000;

/** Polls an order every 2 s while it waits for the payment, and rerenders the page when it has changed. */
export function WatchOrder({ id, status, rereadPage }: { id: string; status: string; rereadPage: RereadPage }) {
  const reread = useReread(rereadPage);
  useEffect(() => {
    const asking = setInterval(async () => {
      const now = await readOrder(id);
      if (now !== null && now.status !== status) startTransition(async () => void (await reread()));
    }, everyMs);
    return () => clearInterval(asking);
  }, [id, status, reread]);
  return null;
}
