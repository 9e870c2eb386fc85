import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** The bundled portraits, drawn for the project; they show no real person. Served at `/samples/<name>.jpg`. */
export const sampleNames = ["ines", "tomo", "edda"] as const;

/** The name of a bundled portrait. */
export type SampleName = (typeof sampleNames)[number];

/** The bytes of a bundled portrait. */
export async function readSample(name: SampleName): Promise<Buffer> {
  return readFile(join(folder, `${name}.jpg`));
}

/** The bytes of the bundled clip: one of the portraits, moving. Served at `/samples/clip.webp`. */
export async function readSampleClip(): Promise<Buffer> {
  return readFile(join(folder, "clip.webp"));
}

const folder = join(process.cwd(), "public", "samples");
