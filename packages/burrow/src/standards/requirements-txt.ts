import type { LocatedProblem, Position } from "./position.ts";
import { printable } from "./printable.ts";
import { logicalLines, strip, type LogicalLine } from "./requirements-lines.ts";
import { parseOptions, type OptionWords, type RequirementsOption } from "./requirements-options.ts";

/** What a line of a requirements file says; variables are expanded, relative paths are not. */
export type RequirementsLine = {
  /** The line as the file writes it, joined and without its comment, variables not expanded (their values may be secret). */
  readonly source: LogicalLine;
  /** What pip drops without a word: options that have no effect here, words after them. */
  readonly ignored: readonly string[];
} & (
  | {
      readonly kind: "requirement";
      /** A PEP 508 text, a path or a URL. */
      readonly requirement: string;
      /** The same as the file writes it, variables not put in. */
      readonly written: string;
      /** `algorithm:hex`. */
      readonly hashes: readonly string[];
      /** Whether an index in `requirement` is one in the source, too. */
      readonly verbatim: boolean;
    }
  | { readonly kind: "editable"; readonly target: string }
  | { readonly kind: "include"; readonly path: string; readonly constraint: boolean }
  | { readonly kind: "options"; readonly options: readonly RequirementsOption[] }
  | ({ readonly kind: "problem" } & LocatedProblem)
);

/** Variables for `${VAR}`. */
export type Variables = Readonly<Record<string, string | undefined>>;

const LONGEST = 1 << 16;

/**
 * Reads a requirements file, line by line, as pip does; see `decodeDeclared` for its bytes. Total, in time linear in the text.
 * Difference: variables are put in once, so a value that holds `${…}` stays as it is.
 */
export function parseRequirementsTxt(text: string, variables: Variables = {}): readonly RequirementsLine[] {
  return logicalLines(text).map((source) => readLine(source, variables));
}

function readLine(source: LogicalLine, variables: Variables): RequirementsLine {
  if (source.text.length > LONGEST)
    return problem(
      source,
      `a line of ${source.text.length} characters is too long`,
      "write one requirement a line",
    );
  const text = expanded(source.text, variables);
  const requirement = beforeOptions(text);
  const words = parseOptions(text.slice(requirement.length));
  if (!words.ok)
    return problem(
      source,
      words.problem.message,
      "a requirements file takes only some of pip's options, each with its value",
    );
  if (requirement === "") return optionLine(source, words.value);

  const { options, ignored } = words.value;
  const hashes = options.filter(({ name }) => name === "--hash").map(({ value = "" }) => value);
  const others = options.filter(({ name }) => name !== "--hash").map(spelled);
  return {
    kind: "requirement",
    source,
    requirement,
    written: beforeOptions(source.text),
    hashes,
    verbatim: text === source.text,
    ignored: [...others, ...ignored],
  };
}

/** pip splits at spaces only: what stands before the first word that begins with `-` is the requirement. */
function beforeOptions(text: string): string {
  const dash = text.startsWith("-") ? 0 : text.indexOf(" -");
  return strip(dash === -1 ? text : text.slice(0, dash));
}

/** A line that begins with an option: of `-e`, `-r` and `-c` the first counts, in this order; else all options do. */
function optionLine(source: LogicalLine, { options, ignored }: OptionWords): RequirementsLine {
  const leader = ["--editable", "--requirement", "--constraint"]
    .map((name) => options.find((option) => option.name === name))
    .find((option) => option !== undefined);
  if (leader?.value === undefined) {
    const hashes = options.filter(({ name }) => IGNORED.has(name));
    const kept = options.filter(({ name }) => !IGNORED.has(name));
    return { kind: "options", source, options: kept, ignored: [...hashes.map(spelled), ...ignored] };
  }
  const rest = [...options.filter((option) => option !== leader).map(spelled), ...ignored];
  if (leader.name === "--editable")
    return { kind: "editable", source, target: strip(leader.value), ignored: rest };
  const constraint = leader.name === "--constraint";
  return { kind: "include", source, path: leader.value, constraint, ignored: rest };
}

/** Options that belong to a requirement and mean nothing without one. */
const IGNORED: ReadonlySet<string> = new Set(["--hash", "--global-option", "--config-settings"]);

function spelled({ name, value }: RequirementsOption): string {
  return value === undefined ? name : `${name} ${value}`;
}

/** `${NAME}` of capitals, digits and `_`, where the variable is set and not empty; everything else stays. */
function expanded(text: string, variables: Variables): string {
  if (!text.includes("${")) return text;
  return text.replaceAll(/\$\{([A-Z0-9_]+)\}/gu, (whole, name: string) =>
    Object.hasOwn(variables, name) ? variables[name] || whole : whole,
  );
}

function problem(source: LogicalLine, message: string, hint: string): RequirementsLine {
  const { line, column }: Position = source;
  const shown = printable(source.text);
  return {
    kind: "problem",
    source,
    ignored: [],
    hint,
    message: message.includes(`\`${shown}\``) ? message : `${message}: \`${shown}\``,
    line,
    column,
  };
}
