/** The projects that the lab's apps have open, and the drawing that each is made of: on the web a tool takes that. */
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

/** An address that the interface gave, with more in its query: the project that is open, or what credits are lacking for. */
export function withQuery(address: string, query: Record<string, string>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}
