import type postgres from "postgres";

/** The start of the movable clock. */
const start = new Date("2026-03-01T00:00:00.000Z").getTime();

/** The clock of one test database; it stands still until it is moved. */
export interface MovableClock {
  /** Moves it forwards or backwards for every connection at once, also during their statements. */
  move: (ms: number) => Promise<void>;
  read: () => Date;
}

/**
 * Gives a database its own clock: for connections opened afterwards, `clock_timestamp()` returns the instant that the test
 * has set, without changes to the product's statements. It stands still between moves, so that tests can hit an end to the
 * millisecond and skip days. A transaction that has read it finds the reading in the setting `moved.ms`.
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
