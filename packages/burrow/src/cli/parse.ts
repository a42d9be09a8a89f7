import { BurrowError } from "../model/error.ts";
import { shellWord } from "../model/shell-word.ts";
import type { AnyValues, Command, Option, Options } from "./command.ts";
import { COMMON } from "./common-options.ts";
import { nearest } from "./nearest.ts";

const { parseArgs } = process.getBuiltinModule("node:util");

/** What a person gave to a command. */
export interface Given {
  readonly values: AnyValues;
  /** Positional arguments; of a command that passes through, the program and all that is its own. */
  readonly args: readonly string[];
}

/** Reads a command's arguments. Throws `usage/…` with the nearest known name. */
export function parse(command: Command, argv: readonly string[]): Given {
  const options: Options = { ...command.options, ...COMMON };
  const [own, passed] = command.passthrough === true ? split(argv, options) : [argv, undefined];
  const { tokens } = parseArgs({
    args: [...own],
    options: Object.fromEntries(
      Object.entries(options).map(([name, { type, short }]) => [name, { type, ...(short && { short }) }]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values: Record<string, boolean | string | string[]> = {};
  const args: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") args.push(token.value);
    if (token.kind !== "option") continue;
    const letter = valuedSwitch(own[token.index] ?? "", token.name);
    if (letter !== undefined)
      throw new BurrowError("usage/bad-value", `\`-${letter}\` takes no value`, {
        hint: usage(command.name),
      });
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (option === undefined) throw unknownOption(command, token, options, argv);
    const value = valueOf(command, option, token);
    const before = values[token.name];
    if (option.multiple === true && typeof value === "string")
      values[token.name] = [...(Array.isArray(before) ? before : []), value];
    else values[token.name] = value;
  }
  const all = passed ?? args;
  if (values["help"] !== true) checkArguments(command, all);
  return { values, args: all };
}

/** Whether a document is wanted, told from the arguments alone: also what cannot be parsed is answered in the form that was asked for. */
export function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf("--");
  return argv.slice(0, end < 0 ? argv.length : end).includes("--json");
}

/** The command's own options, and from the first other word on what belongs to the program. */
function split(argv: readonly string[], options: Options): readonly [readonly string[], readonly string[]] {
  for (let index = 0; index < argv.length; index += 1) {
    const word = argv[index] ?? "";
    if (word === "--") return [argv.slice(0, index), argv.slice(index + 1)];
    if (!word.startsWith("-") || word === "-") return [argv.slice(0, index), argv.slice(index)];
    if (takesNext(word, options)) index += 1;
  }
  return [argv, []];
}

function takesNext(word: string, options: Options): boolean {
  const [, dashes = "", name = ""] = /^(--?)(.*)$/u.exec(word) ?? [];
  const found =
    dashes === "--"
      ? options[name]
      : Object.values(options).find(({ short }) => short !== undefined && name.endsWith(short));
  return found?.type === "string";
}

/** The letter of a switch that was given a value (`-y=1`), which the parser reads as further letters. */
function valuedSwitch(word: string, name: string): string | undefined {
  return name === "=" ? /^-[^-=]*([^-=])=/u.exec(word)?.[1] : undefined;
}

interface OptionToken {
  /** Which word of the command line. */
  readonly index: number;
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function valueOf(
  { name }: Command,
  option: Option,
  { rawName, value, inlineValue }: OptionToken,
): boolean | string {
  if (option.type === "boolean") {
    if (value === undefined) return true;
    throw new BurrowError("usage/bad-value", `\`${rawName}\` takes no value`, { hint: usage(name) });
  }
  const like = value !== undefined && value.startsWith("-") && value !== "-" && inlineValue !== true;
  if (value === undefined || like)
    throw new BurrowError("usage/missing", `\`${rawName}\` needs ${valueNamed(option)}`, {
      hint:
        like && rawName.startsWith("--")
          ? `a value that begins with a dash: ${rawName}=${value}`
          : usage(name),
    });
  return value;
}

/** What an option lacks: `a version`, `an env`, `OLD=NEW`. */
function valueNamed({ value = "value" }: Option): string {
  if (value.includes("=")) return value.toUpperCase();
  return `${/^[aeiou]/u.test(value) ? "an" : "a"} ${value}`;
}

/** The hint is the whole command line with the nearest option in the place of the unknown one. */
function unknownOption(
  { name }: Command,
  { rawName, index }: OptionToken,
  options: Options,
  argv: readonly string[],
): BurrowError {
  const near = nearest(rawName.replace(/^-+/u, ""), Object.keys(options));
  const meant = argv.map((word, at) => (at === index ? word.replace(rawName, `--${near}`) : word));
  return new BurrowError("usage/unknown-option", `\`burrow ${name}\` has no option \`${rawName}\``, {
    ...(near !== undefined && { because: `\`--${near}\` is near` }),
    hint: near === undefined ? usage(name) : commandLine(name, meant),
  });
}

function checkArguments({ name, args, passthrough }: Command, given: readonly string[]): void {
  const missing = args.filter(({ optional }) => optional !== true)[given.length];
  if (missing !== undefined)
    throw new BurrowError("usage/missing", `\`burrow ${name}\` needs ${missing.about}`, {
      hint: usage(name),
    });
  const extra = passthrough === true || args.at(-1)?.multiple === true ? undefined : given[args.length];
  if (extra !== undefined)
    throw new BurrowError("usage/bad-value", `\`burrow ${name}\` has no use for \`${extra}\``, {
      hint: usage(name),
    });
}

/** A command line to paste. */
export function commandLine(name: string, argv: readonly string[]): string {
  return ["burrow", name, ...argv.map(shellWord)].filter((word) => word !== "").join(" ");
}

function usage(name: string): string {
  return name === "" ? "burrow --help" : `burrow ${name} --help`;
}
