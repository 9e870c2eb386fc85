/** The platforms that the lab has a device of. */
export type LabPlatform = "desktop" | "mobile";

/** The versions that each device can be; the last one to begin with. */
export const labVersions = {
  desktop: ["5.9", "6.0", "6.2"],
  mobile: ["11.6.9", "11.7.0", "12"],
} as const;

/** What a device is called in the log and in headings: "Desktop 6.2". */
export function newestOf(platform: LabPlatform): string {
  return labVersions[platform].at(-1) ?? "";
}
