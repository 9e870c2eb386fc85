import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { Problem } from "./launcher/problem.ts";

/** A command's usage, and the words it was called with. `most` positional words are accepted. */
interface Call<Options extends ParseArgsOptionsConfig> {
  usage: string;
  words: readonly string[];
  options: Options;
  most: number;
}

/** Reads the words of a call. @throws Problem that names the wrong option or word, with the usage. */
export function readWords<const Options extends ParseArgsOptionsConfig>(call: Call<Options>) {
  const { positionals, values } = parse(call);
  const extra = positionals.slice(call.most);
  if (extra.length > 0) throw new Problem(`Unexpected: "${extra.join(" ")}"\n${call.usage}`);
  return { positionals, values };
}

/** The problem of a call whose subcommand is missing or unknown. */
export function wrongSubcommand(word: string | undefined, usage: string): Problem {
  return new Problem(`${word === undefined ? "A subcommand is missing" : `Unknown subcommand "${word}"`}\n${usage}`);
}

function parse<const Options extends ParseArgsOptionsConfig>({ usage, words, options }: Call<Options>) {
  try {
    return parseArgs({ args: words, allowPositionals: true, options });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Node's second sentence is about a word that begins with a hyphen.
    throw new Problem(`${error.message.split(". ")[0]}\n${usage}`);
  }
}
