import type { Mutation } from "./mutant.ts";

const ways = "lib/devices/return-links.ts";
const file = "lib/billing/orders/place-to-return.db.test.ts";

/** The mutations of return links. */
export const returnMutations: readonly Mutation[] = [
  {
    name: "an app is led back to wherever it says",
    ci: false,
    edits: [{ file: ways, find: "listed.find((address) => address === named)", put: "named" }],
    file,
    test: "an app gets the return link that it names from its platform's list, and the first of the list when it names none",
  },
  {
    name: "an order leads wherever it was told to",
    ci: false,
    edits: [
      {
        file: "lib/billing/orders/place-to-return.ts",
        find: "link.address === address) ?? null",
        put: 'link.address === address) ?? { platform: "desktop", address }',
      },
    ],
    file,
    test: "an order leads to a tool or to a return link that is on a list now, and nowhere else",
  },
  {
    name: "an address that begins like one on the list is taken for it",
    ci: false,
    edits: [
      {
        file: "lib/billing/orders/place-to-return.ts",
        find: "(link) => link.address === address)",
        put: "(link) => address.startsWith(link.address))",
      },
    ],
    file,
    test: "an order leads to a tool or to a return link that is on a list now, and nowhere else",
  },
  {
    name: "whatever stands in the table is an address of an app",
    ci: false,
    edits: [{ file: ways, find: "returnAddresses.filter(isReturnAddress)", put: "[...returnAddresses]" }],
    file,
    test: "an invalid address never becomes a return link, however it got into the table",
  },
  {
    name: "an order that is taken up again leads to where it was begun",
    ci: false,
    edits: [
      {
        file: "lib/billing/orders/place-order.ts",
        find: "resumed !== undefined && checkout.returnTo !== null",
        put: "resumed !== undefined && checkout.returnTo === resumed.id",
      },
    ],
    file,
    test: "a resumed order leads to where its buyer came from this time",
  },
];
