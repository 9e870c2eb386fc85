import { z } from "zod";
import type { NoticeName } from "#components/sign-in/sign-in-notice.tsx";

const query = z.object({
  next: z.string().max(2000).catch(""),
  notice: z.string().catch(""),
  error: z.string().catch(""),
  wait: z.coerce.number().int().min(1).max(86_400).catch(60),
});

const notices = new Map<string, NoticeName>(
  (
    [
      "invalid-address",
      "limited",
      "not-sent",
      "link-used",
      "belongs-to-another",
      "unverified",
      "failed",
      "sign-in-again",
    ] as const
  ).map((name) => [name, name]),
);

/** next-auth's error codes as our notices; any other code means that signing in failed. */
const errors = new Map<string, NoticeName>([
  ["Verification", "link-used"],
  ["OAuthAccountNotLinked", "belongs-to-another"],
]);

/** Reads the sign-in page's query: where to go afterwards, and the outcome of an earlier attempt. */
export function readNotice(searchParams: unknown): { next: string; notice: NoticeName | null; minutes: number } {
  const { next, notice, error, wait } = query.parse(searchParams);
  const named = notices.get(notice) ?? (error === "" ? null : (errors.get(error) ?? "failed"));
  return { next, notice: named, minutes: Math.ceil(wait / 60) };
}
