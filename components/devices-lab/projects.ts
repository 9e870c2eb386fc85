/** The projects that the lab's apps have open, each with its drawing: on the web a tool takes that as input. */
export const projects = [
  { slug: "beach", picture: "/samples/tool-animation.jpg", sample: "tomo" },
  { slug: "portrait", picture: "/samples/tool-cutout.jpg", sample: "edda" },
  { slug: "poster", picture: "/samples/tool-template.jpg", sample: "ines" },
] as const;

export type Project = (typeof projects)[number];

/** The project that a page's address names, if there is one. */
export function findProject(slug: unknown): Project | undefined {
  return projects.find((project) => project.slug === slug);
}

/** A URL from the interface with an addition to its query: the open project, or what credits are missing for. */
export function withQuery(address: string, query: Record<string, string>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}
