import { expect, test } from "vitest";
import { takeSlot } from "./take-slot.ts";

test("one download of an account and two of a process run at once", () => {
  const first = taken("a");
  expect(takeSlot("a").status).toBe("busy");
  const second = taken("b");
  expect(takeSlot("c").status).toBe("busy");
  first.release();
  taken("c").release();
  second.release();
  taken("a").release();
});

function taken(account: string) {
  const slot = takeSlot(account);
  if (slot.status !== "taken") throw new Error(`no slot for ${account}`);
  return slot;
}
