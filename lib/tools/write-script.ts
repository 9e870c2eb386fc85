import { pick, randomOf, shuffle } from "./random-of.ts";

/**
 * A short script for a video about the user's text: a title, a hook, three scenes with picture, voice and
 * length, and an ending. A demonstration: sentences of a small grammar, chosen by the text, so that the same text
 * gives the same script.
 */
export function writeScript(prompt: string): string {
  const random = randomOf(`script ${prompt.toLowerCase()}`);
  const about = prompt.trim().replace(/[.!?…]+$/u, "");
  const names = keywordsOf(about);
  const subject = () => pick(random, names);
  const spoken = shuffle(random, lines);
  const scenes = ["Where it begins", "What changes", "What stays"].map((heading, index) => {
    const seconds = 8 + Math.floor(random() * 9);
    return [
      `SCENE ${index + 1} · ${heading.toUpperCase()} · ${seconds} s`,
      `Picture: ${pick(random, shots)} ${pick(random, places)}, ${pick(random, lights)}.`,
      `Voice: ${fill(spoken[index] ?? pick(random, lines), subject)}`,
      `Sound: ${pick(random, sounds)}.`,
    ].join("\n");
  });
  return [
    fill(pick(random, titles), subject).toUpperCase(),
    `A script about: ${about}`,
    `HOOK\n${fill(pick(random, hooks), subject)}`,
    ...scenes,
    `ENDING\n${fill(pick(random, endings), subject)}`,
    "Written by a small grammar on this server, as a demonstration.",
    "",
  ].join("\n\n");
}

/** The keywords: the longer words, as they were written. */
function keywordsOf(about: string): [string, ...string[]] {
  const words = about.split(/[^\p{L}\p{N}'’-]+/u).filter((word) => word.length > 3 && !small.has(word.toLowerCase()));
  const [first = about, ...others] = [...new Set(words)];
  return [first, ...others];
}

const small = new Set(
  "about after also because before from have into just like over some such than that their them then they this under very video what when where which while will with your".split(
    " ",
  ),
);

/** Puts a subject into a sentence, with a capital where the sentence begins with it. */
function fill(sentence: string, subject: () => string): string {
  const filled = sentence.replaceAll("*", subject);
  return filled.charAt(0).toUpperCase() + filled.slice(1);
}

const titles: [string, ...string[]] = [
  "The day of *",
  "*, up close",
  "What nobody says about *",
  "Three minutes of *",
  "* and us",
  "Before *",
];
const hooks: [string, ...string[]] = [
  "Most people walk past *. Today we stop.",
  "What if * were the easy part?",
  "Give us thirty seconds, and you will see * with other eyes.",
  "It began with *, and nobody noticed.",
  "There are two ways to think of *. This is the second.",
];
const lines: [string, ...string[]] = [
  "At first * looks like any other day. Look again.",
  "Everybody here has a word for *. None of them is the same.",
  "You learn * with your hands, long before you can explain it.",
  "Nothing about * is loud. That is why it lasts.",
  "Somebody always asks how long * takes. Nobody here counts.",
  "The trick with * is to begin before you are ready.",
  "By noon * has become something else, and so have we.",
];
const endings: [string, ...string[]] = [
  "Hold on the last picture for three seconds. Then the words: begin with *.",
  "Back to the first place, a little later. * is still there. Fade out.",
  "One question on black: what is your *?",
  "A last look at *, then the name of the film, in silence.",
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
