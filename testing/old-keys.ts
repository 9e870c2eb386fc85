import type postgres from "postgres";

/**
 * Makes what an app did look as it did when each device was a scope of its own: its lines, runs and orders. Histories are
 * only ever inserted; a test's owner lifts that for a moment.
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
