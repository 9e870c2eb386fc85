import { expect, test } from "vitest";
import type { Policy } from "./policy.ts";
import { whatItMay } from "./what-it-may.ts";

const mobile: Policy = {
  platform: "mobile",
  access: "full",
  minimumVersion: "11.7.0",
  visibility: "total",
  spends: true,
  buys: false,
  returnAddresses: [],
};

test("a device can do what its platform's row says, unless it is too old or its platform is off", () => {
  const may = { status: "yes", visibility: "total", spends: true, buys: false };
  expect(whatItMay(mobile, "11.7.0")).toEqual(may);
  expect(whatItMay(mobile, "")).toEqual(may);
  expect(whatItMay(mobile, "11.6.9")).toEqual({ status: "too-old", minimumVersion: "11.7.0" });
  expect(whatItMay({ ...mobile, access: "off" }, "12")).toEqual({ status: "off" });
  expect(whatItMay({ ...mobile, access: "off" }, "11.6")).toEqual({ status: "too-old", minimumVersion: "11.7.0" });
});
