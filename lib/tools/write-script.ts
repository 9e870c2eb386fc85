import { pick, randomOf, shuffle } from "./random-of.ts";

/**
 * A short script for a video about the user's text: a title, a hook, three scenes with picture, voice and
 * length, and an ending. A demonstration: sentences of a small grammar, chosen by the text, so that the same text
 * gives the same script.
 */
export function writeScript(prompt: string): string {
  const random = randomOf(`script ${prompt.toLowerCase()}`);
  const about = prompt.trim().replace(/[.!?…]+$/u, "");
  const spoken = shuffle(random, lines);
  const scenes = ["Where it begins", "What changes", "What stays"].map((heading, index) => {
    const seconds = 8 + Math.floor(random() * 9);
    return [
      `SCENE ${index + 1} · ${heading.toUpperCase()} · ${seconds} s`,
      `Picture: ${pick(random, shots)} ${pick(random, places)}, ${pick(random, lights)}.`,
      `Voice: ${spoken[index] ?? pick(random, lines)}`,
      `Sound: ${pick(random, sounds)}.`,
    ].join("\n");
  });
  return [
    pick(random, titles).toUpperCase(),
    `A script about: ${about}`,
    `HOOK\n${fill(pick(random, hooks), about)}`,
    ...scenes,
    `ENDING\n${fill(pick(random, endings), about)}`,
    "Written by a small grammar on this server, as a demonstration.",
    "",
  ].join("\n\n");
}

/** Puts the topic into a sentence, in quotation marks: whatever the user wrote, the sentence stays correct English. */
function fill(sentence: string, topic: string): string {
  return sentence.replaceAll("*", () => `“${topic}”`);
}

const titles: [string, ...string[]] = [
  "The second look",
  "Up close",
  "What nobody says about it",
  "Three minutes, one idea",
  "Before anybody is watching",
  "One day, from the start",
];
const hooks: [string, ...string[]] = [
  "*. Most people walk past it. Today we stop.",
  "*. What if this were the easy part?",
  "Give us thirty seconds, and you will see it with other eyes: *.",
  "It began with one idea, *, and nobody noticed.",
  "There are two ways to think about *. This is the second.",
];
const lines: [string, ...string[]] = [
  "At first it looks like any other day. Look again.",
  "Everybody here has a word for this. No two are the same.",
  "You learn it with your hands, long before you can explain it.",
  "Nothing about it is loud. That is why it lasts.",
  "Somebody always asks how long this takes. Nobody here counts.",
  "The trick is to begin before you are ready.",
  "By noon it has become something else, and so have we.",
];
const endings: [string, ...string[]] = [
  "Hold on the last picture for three seconds. Then a title: *.",
  "Back to the first place, a little later. It is still there. Fade out.",
  "One question on black: what would you do next?",
  "A last look, then the name of the film, in silence.",
];
const shots: [string, ...string[]] = [
  "A slow move towards a table",
  "Hands at work, very close,",
  "A wide view, nobody in it,",
  "Somebody from behind, walking,",
  "A window, and what happens behind it,",
  "Details in quick succession",
];
const places: [string, ...string[]] = [
  "in a small kitchen",
  "on an empty street",
  "by the water",
  "in a workshop full of tools",
  "at the edge of a field",
  "in a room with one chair",
];
const lights: [string, ...string[]] = [
  "early light from the left",
  "rain on the glass",
  "the last sun of the day",
  "lamps and long shadows",
  "a white, even sky",
];
const sounds: [string, ...string[]] = [
  "steps, then nothing",
  "a single piano note, repeated",
  "the room as it is",
  "wind, far away traffic",
  "a low, steady hum that ends with the scene",
];
