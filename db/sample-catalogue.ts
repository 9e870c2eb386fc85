/** The sample catalogue: the features that this project has tools for, four packs and a plan. A catalogue file has this shape. */
export const sampleCatalogue = {
  features: [
    {
      slug: "ai-script",
      name: "AI script generation",
      description: "A script for your video, written from a few words.",
      unit: "script",
      costPerUnit: 2,
    },
    {
      slug: "ai-image",
      name: "AI image",
      description: "A picture made from a description.",
      unit: "image",
      costPerUnit: 4,
    },
    {
      slug: "smart-cutout",
      name: "Smart cutout",
      description: "The subject of a photo, cut out of its background.",
      unit: "photo",
      costPerUnit: 5,
    },
    {
      slug: "background-removal",
      name: "Background removal",
      description: "A video without its background, by the minute.",
      unit: "minute",
      costPerUnit: 2,
      platforms: { mobile: "on-device" },
    },
    {
      slug: "template-export",
      name: "Premium template export",
      description: "A design exported without the watermark.",
      unit: "export",
      costPerUnit: 10,
      platforms: { mobile: "web" },
    },
    {
      slug: "ai-portrait-animation",
      name: "AI portrait animation",
      description: "A portrait photo turned into a moving clip.",
      unit: "clip",
      costPerUnit: 25,
    },
  ],
  plans: [
    {
      slug: "pro",
      name: "Pro",
      description: "New credits every month, for every tool.",
      prices: [
        { interval: "month", amountCents: 999, creditsPerMonth: 1_200, trialDays: 7, trialCredits: 20 },
        { interval: "year", amountCents: 9_588, creditsPerMonth: 1_200, trialDays: 7, trialCredits: 20 },
      ],
    },
  ],
  packs: [
    { slug: "pack-100", credits: 100, amountCents: 499 },
    { slug: "pack-500", credits: 500, amountCents: 1_999 },
    { slug: "pack-1200", credits: 1_200, amountCents: 3_999 },
    { slug: "pack-3000", credits: 3_000, amountCents: 8_999 },
  ],
} as const;
