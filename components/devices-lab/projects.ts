/** The projects that the lab's apps have open; the pictures are the product's own. */
export const projects = [
  { slug: "beach", picture: "/samples/tool-animation.jpg" },
  { slug: "portrait", picture: "/samples/tool-cutout.jpg" },
  { slug: "poster", picture: "/samples/tool-template.jpg" },
] as const;

export type Project = (typeof projects)[number];

/** The page on the web where a feature runs, with the project that it is for. */
export function webPageOf(feature: string, project: Project): string {
  return `/tools/${encodeURIComponent(feature)}?project=${project.slug}`;
}
