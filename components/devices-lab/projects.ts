/** The projects that the lab's apps have open; the pictures are the product's own. */
export const projects = [
  { slug: "beach", picture: "/samples/tool-animation.jpg" },
  { slug: "portrait", picture: "/samples/tool-cutout.jpg" },
  { slug: "poster", picture: "/samples/tool-template.jpg" },
] as const;

export type Project = (typeof projects)[number];

/** An address that the interface gave, with more in its query: the project that is open, or what credits are lacking for. */
export function withQuery(address: string, query: Record<string, string>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}
