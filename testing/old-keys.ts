import type postgres from "postgres";

/**
 * Rewrites an app's lines, runs and orders as they were when each device had its own scope. Histories are append-only; the
 * test's owner role lifts that for a moment.
 */
export async function makeOld(owner: postgres.Sql, account: string, device: string): Promise<void> {
  const scope = `device:${device}`;
  await owner.begin(async (tx) => {
    await tx`alter table credit_transactions disable trigger user`;
    await tx`update credit_transactions set key_scope = ${scope}
      where account_id = ${account} and platform in ('desktop', 'mobile') and key_scope not like 'device:%'`;
    await tx`alter table credit_transactions enable trigger user`;
    await tx`update runs set key_scope = ${scope}
      where account_id = ${account} and platform in ('desktop', 'mobile') and key_scope not like 'device:%'`;
    for (const table of ["orders", "order_keys"]) {
      await tx`update ${tx(table)} set key_scope = ${scope}
        where user_id = ${account} and key_scope in ('desktop', 'mobile')`;
    }
  });
}
