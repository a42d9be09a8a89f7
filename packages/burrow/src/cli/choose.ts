import { BurrowError } from "../model/error.ts";
import { COMMON } from "./common-options.ts";
import { nearest } from "./nearest.ts";
import { commandLine } from "./parse.ts";
import { BARE, type Entry, entryOf, FORMER, TABLE } from "./table.ts";

/** The command that a command line means, and what is left for it. */
export interface Choice {
  readonly entry: Entry | "version";
  readonly rest: readonly string[];
}

/** Finds the command. Switches that every command understands may stand before it. Throws `usage/…` with the nearest name. */
export function choose(argv: readonly string[]): Choice {
  const index = argv.findIndex((word) => !word.startsWith("-"));
  const before = index < 0 ? argv : argv.slice(0, index);
  const name = index < 0 ? undefined : argv[index];
  if (before.some((word) => word === "--version" || word === "-V")) return { entry: "version", rest: [] };
  const strange = before.find((word) => !isCommon(word));
  if (strange !== undefined) throw unknownFlag(strange);
  if (name === undefined) {
    const helps = before.includes("--help") || before.includes("-h");
    const rest = before.filter((word) => !helps || (word !== "--help" && word !== "-h"));
    return { entry: helps ? (TABLE["help"] ?? BARE) : BARE, rest };
  }
  const entry = entryOf(name);
  if (entry === undefined) throw unknownCommand(name, argv.toSpliced(index, 1));
  return { entry, rest: [...before, ...argv.slice(index + 1)] };
}

function isCommon(word: string): boolean {
  return Object.entries(COMMON).some(
    ([name, option]) => word === `--${name}` || ("short" in option && word === `-${option.short}`),
  );
}

/** A flag in front: burrow's commands once were flags (`--init`), and are words now. */
function unknownFlag(flag: string): BurrowError {
  const word = flag.replace(/^-+/u, "").replace(/=.*$/u, "");
  const now = commandFor(word);
  if (now !== undefined)
    return new BurrowError("usage/unknown-option", `\`${flag}\` is now \`burrow ${now}\``, {
      hint: `burrow ${now}`,
    });
  const near = nearest(word, [...Object.keys(COMMON), "version"]);
  return new BurrowError("usage/unknown-option", `\`burrow\` has no option \`${flag}\``, {
    because: near === undefined ? "its own options come after a command" : `\`--${near}\` is near`,
    hint: near === undefined ? "burrow help" : `burrow --${near}`,
  });
}

/** A name that is near is taken for a slip, and the rest of the command line is kept; a former name had options of its own. */
function unknownCommand(name: string, rest: readonly string[]): BurrowError {
  const former = Object.hasOwn(FORMER, name) ? FORMER[name] : undefined;
  const now = former ?? nearest(name, Object.keys(TABLE));
  return new BurrowError("usage/unknown-command", `there is no command \`${name}\``, {
    ...(now !== undefined && {
      because: `\`${now}\` is ${former === undefined ? "near" : "what does that"}`,
    }),
    hint: commandLine(now ?? "help", former === undefined && now !== undefined ? rest : []),
  });
}

function commandFor(word: string): string | undefined {
  if (entryOf(word) !== undefined) return word;
  return Object.hasOwn(FORMER, word) ? FORMER[word] : undefined;
}
