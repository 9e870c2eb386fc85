import { expect, test } from "vitest";
import { clientPermissions } from "./client-permissions.ts";
import type { Policy } from "./policy.ts";

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
  expect(clientPermissions(mobile, "11.7.0")).toEqual(may);
  expect(clientPermissions(mobile, "")).toEqual(may);
  expect(clientPermissions(mobile, "11.6.9")).toEqual({ status: "too-old", minimumVersion: "11.7.0" });
  expect(clientPermissions({ ...mobile, access: "off" }, "12")).toEqual({ status: "off" });
  expect(clientPermissions({ ...mobile, access: "off" }, "11.6")).toEqual({
    status: "too-old",
    minimumVersion: "11.7.0",
  });
});
