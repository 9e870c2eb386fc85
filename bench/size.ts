/** The size of a measurement. */
export interface Size {
  accounts: number;
  callers: number;
  rounds: number;
  roundMs: number;
  /** The numbers of connections that are tried to find the best one for one transaction per spend. */
  connections: readonly number[];
  /** The account with a long history. */
  oldAccount: { batches: number; lines: number };
  /** Lines in the tables: few and many. */
  tables: { few: number; many: number };
  /** Through the interface: users, and how many of them have a stream open in one of the rows. */
  http: { people: number; beside: number };
  /** Of the row with this name: streams open, spends a second, and how many of them a round. */
  events: { streams: number; aSecond: number; spends: number };
  /** Streams open in one process, also of this few accounts, and how long memory can settle. */
  streams: { open: number; shared: number; settleMs: number };
  /** The paths of a call and a stream that do nothing, which only the bench's own build has; null: the product's build. */
  empty: { call: string; stream: string } | null;
}

/** The full size counts; the short one only shows that the bench works, and its figures mean nothing. */
export const sizes: { whole: Size; short: Size } = {
  whole: {
    accounts: 100_000,
    callers: 256,
    rounds: 5,
    roundMs: 3_000,
    connections: [1, 2, 4, 8, 16, 32, 64],
    oldAccount: { batches: 1_000, lines: 1_000_000 },
    tables: { few: 100_000, many: 10_000_000 },
    http: { people: 20_000, beside: 1_000 },
    events: { streams: 500, aSecond: 50, spends: 500 },
    streams: { open: 5_000, shared: 50, settleMs: 500 },
    empty: { call: "/api/v1/bench-empty", stream: "/api/bench/stream" },
  },
  short: {
    accounts: 500,
    callers: 32,
    rounds: 1,
    roundMs: 100,
    connections: [8],
    oldAccount: { batches: 50, lines: 2_000 },
    tables: { few: 1_000, many: 5_000 },
    http: { people: 50, beside: 20 },
    events: { streams: 20, aSecond: 50, spends: 20 },
    streams: { open: 100, shared: 10, settleMs: 100 },
    empty: null,
  },
};
