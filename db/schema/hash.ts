import { customType } from "drizzle-orm/pg-core";

/** A hash stored as 16 bytes and read as 32 hex digits. */
export const hash16 = customType<{ data: string; driverData: Buffer }>({
  dataType: () => "bytea",
  toDriver: (hex) => Buffer.from(hex, "hex"),
  fromDriver: (bytes) => bytes.toString("hex"),
});
