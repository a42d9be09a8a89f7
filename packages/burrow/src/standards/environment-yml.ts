import { located, problem, scalarAt, textsAt, variablesAt } from "./environment-yml-values.ts";
import { isSelected, keySelector, lineSelector } from "./environment-yml-selectors.ts";
import { isChannel } from "./conda-channel.ts";
import { type MatchSpec, parseMatchSpec } from "./match-spec.ts";
import type { LocatedProblem, LocatedText, Position } from "./position.ts";
import { printable } from "./printable.ts";
import { isEmpty, type ParseYaml, type YamlMap, type YamlValue } from "./yaml-document.ts";

/** A package that an `environment.yml` lists. */
export interface ListedPackage extends LocatedText {
  readonly spec: MatchSpec;
}

/** What an `environment.yml` says. */
export interface EnvironmentYml {
  readonly name?: LocatedText;
  /** As written and in this order, `nodefaults` among them. */
  readonly channels: readonly LocatedText[];
  readonly packages: readonly ListedPackage[];
  /** Lines of the `pip:` sections, as pip reads them from a requirements file. */
  readonly pip: readonly LocatedText[];
  readonly variables: Readonly<Record<string, string>>;
  /** For conda-lock. */
  readonly platforms: readonly LocatedText[];
  readonly prefix?: LocatedText;
  /** Lines that are for another platform. */
  readonly elsewhere: readonly LocatedText[];
  /** Keys that mean nothing to conda. */
  readonly unknown: readonly LocatedText[];
  readonly problems: readonly LocatedProblem[];
}

/** What other tools read: conda-lock, and the editors that write comments as keys. */
const PASSED: ReadonlySet<string> = new Set([
  "category",
  "pip-repositories",
  "allow-pypi-requests",
  "description",
]);

interface Reading {
  readonly lines: readonly string[];
  readonly subdir: string | undefined;
  readonly problems: LocatedProblem[];
  readonly packages: ListedPackage[];
  readonly pip: LocatedText[];
  readonly elsewhere: LocatedText[];
}

/** Reads an `environment.yml` as conda does, with the selectors of conda-lock and micromamba. Lines for another platform than the channel's folder `subdir` are set apart. */
export function parseEnvironmentYml(text: string, parse: ParseYaml, subdir?: string): EnvironmentYml {
  const read = parse(text);
  const reading: Reading = {
    lines: text.split(/\r?\n/u),
    subdir,
    problems: [],
    packages: [],
    pip: [],
    elsewhere: [],
  };
  const nothing = { channels: [], platforms: [], variables: {}, unknown: [] };
  if (!read.ok) return { ...nothing, ...reading, problems: [read.problem] };
  const { root } = read;
  if (root.kind !== "map") {
    const message = "it holds no `dependencies:`";
    return { ...nothing, ...reading, problems: [{ message, hint: SAMPLE, ...placeOf(root) }] };
  }
  const known: Record<string, YamlValue> = {};
  const unknown: LocatedText[] = [];
  for (const { key, value } of root.entries)
    if (KEYS.has(key.text)) known[key.text] = value;
    else if (!PASSED.has(key.text)) unknown.push(located(key));

  const name = scalarAt(known["name"], "name", reading);
  const prefix = scalarAt(known["prefix"], "prefix", reading);
  const channels = textsAt(known["channels"], "channels", reading);
  for (const channel of channels)
    if (!isChannel(channel.text))
      problem(
        reading,
        `\`${printable(channel.text)}\` is not a channel`,
        "write its name or its address",
        channel,
      );
  const platforms = textsAt(known["platforms"], "platforms", reading);
  const variables = variablesAt(known["variables"], reading);
  dependenciesAt(known["dependencies"], root, reading);
  return {
    ...(name && { name }),
    channels,
    packages: reading.packages,
    pip: reading.pip,
    variables,
    platforms,
    ...(prefix && { prefix }),
    elsewhere: reading.elsewhere,
    unknown,
    problems: reading.problems,
  };
}

const KEYS: ReadonlySet<string> = new Set([
  "name",
  "channels",
  "dependencies",
  "variables",
  "platforms",
  "prefix",
]);
const SAMPLE = "write `dependencies:` and below it lines such as `  - python=3.12`";

function dependenciesAt(value: YamlValue | undefined, root: YamlMap, reading: Reading): void {
  if (isEmpty(value)) {
    if (value === undefined) problem(reading, "it holds no `dependencies:`", SAMPLE, root);
    return;
  }
  if (value?.kind !== "list") {
    problem(reading, "`dependencies` is not a list", SAMPLE, value ?? root);
    return;
  }
  for (const item of value.items) dependency(item, reading);
}

function dependency(item: YamlValue, reading: Reading): void {
  if (item.kind === "list") {
    problem(reading, "a list within `dependencies` means nothing", SAMPLE, item);
    return;
  }
  if (item.kind === "map") {
    for (const { key, value } of item.entries) section(key, value, reading);
    return;
  }
  if (isEmpty(item)) {
    problem(
      reading,
      "an entry of `dependencies` is empty",
      "write a package behind the `-`, or leave the line out",
      item,
    );
    return;
  }
  if (isElsewhere(item, reading)) return;
  if (item.text.startsWith("-")) {
    problem(
      reading,
      `\`${printable(item.text)}\` is an option of pip's`,
      "what pip reads stands below `- pip:`",
      item,
    );
    return;
  }
  const spec = parseMatchSpec(item.text);
  if (spec.ok) reading.packages.push({ ...located(item), spec: spec.value });
  else
    problem(reading, spec.problem.message, hintFor(item.text), {
      line: item.line,
      column: item.column + spec.problem.index,
    });
}

/** `pip:` with its lines, or a selector of micromamba's with what it selects. */
function section(key: LocatedText, value: YamlValue, reading: Reading): void {
  const selector = keySelector(key.text);
  if (selector !== undefined) {
    const items = value.kind === "list" ? value.items : [value];
    if (isSelected(selector, reading.subdir)) for (const item of items) dependency(item, reading);
    else reading.elsewhere.push(...items.flatMap((item) => (item.kind === "text" ? [located(item)] : [])));
    return;
  }
  if (key.text !== "pip") {
    const written = value.kind === "text" ? `${key.text}=${value.text}` : key.text;
    problem(
      reading,
      `\`${printable(key.text)}:\` within \`dependencies\` means nothing`,
      `write \`- ${printable(written)}\`; only \`pip:\` has lines of its own`,
      key,
    );
    return;
  }
  if (isEmpty(value)) return;
  for (const line of textsAt(value, "pip", reading)) if (!isElsewhere(line, reading)) reading.pip.push(line);
}

/** Whether the comment behind it says that it is for another platform; it is set apart then. */
function isElsewhere({ text, line, column }: LocatedText, reading: Reading): boolean {
  const selector = lineSelector(reading.lines[line - 1] ?? "");
  if (selector === undefined || isSelected(selector, reading.subdir)) return false;
  reading.elsewhere.push({ text, line, column });
  return true;
}

function hintFor(text: string): string {
  if (/\[[\w,-]+\]/u.test(text)) return "extras are pip's: write it below `- pip:`, or take the brackets out";
  if (/[<>=!~]\s*$/u.test(text)) return "write a version behind the sign, such as `numpy>=1.26`";
  return "write it as conda does: `numpy`, `numpy=1.26`, `numpy>=1.20,<2` or `channel::numpy`";
}

function placeOf({ line, column }: Position): Position {
  return { line, column };
}
