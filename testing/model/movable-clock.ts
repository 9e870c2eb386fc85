import type postgres from "postgres";

/** When the movable clock begins. */
const start = new Date("2026-03-01T00:00:00.000Z").getTime();

/** The clock of one test database, which stands still until it is moved. */
export interface MovableClock {
  /** Moves it on, or back, for every connection at once, in the middle of whatever they do. */
  move: (ms: number) => Promise<void>;
  read: () => Date;
}

/**
 * Gives a database a clock of its own: for connections that are opened afterwards, `clock_timestamp()` answers what the
 * test has set, with the product's statements as they are. It stands still between moves, so that ends are met to the
 * millisecond, and days pass at once. A transaction that has read it finds the reading in the setting `moved.ms`.
 */
export async function installMovableClock(owner: postgres.Sql, role: string): Promise<MovableClock> {
  await owner.unsafe(`
    create schema moved;
    create sequence moved.ms minvalue -1000000000 start 0;
    create function moved.clock_timestamp() returns timestamptz language plpgsql volatile as $$
      declare at bigint := ${start} + (select last_value from moved.ms);
      begin
        perform set_config('moved.ms', at::text, true);
        return to_timestamp(at / 1000) + (at % 1000) * interval '1 ms';
      end $$;
    grant usage on schema moved to ${role};
    grant select on sequence moved.ms to ${role};`);
  const [row] = await owner`select current_database() as name`;
  await owner.unsafe(`alter database "${row?.name}" set search_path = moved, pg_catalog, public`);
  let ms = 0;
  return {
    move: async (by) => {
      if (by === 0) return;
      ms += by;
      await owner`select setval('moved.ms', ${ms})`;
    },
    read: () => new Date(start + ms),
  };
}
