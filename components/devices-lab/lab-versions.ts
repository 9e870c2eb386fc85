/** The platforms that have a device in the lab. */
export type LabPlatform = "desktop" | "mobile";

/** The versions that each device can have; it starts with the last one. */
export const labVersions = {
  desktop: ["5.9", "6.0", "6.2"],
  mobile: ["11.6.9", "11.7.0", "12"],
} as const;

/** The name of a device in the log and in headings: "Desktop 6.2". */
export function newestOf(platform: LabPlatform): string {
  return labVersions[platform].at(-1) ?? "";
}
