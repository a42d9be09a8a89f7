import type { CommandDocument } from "../protocol/command-line.ts";
import { line, sentences } from "../render/line.ts";
import type { Look } from "../render/look.ts";
import { widthOf } from "../render/width.ts";
import type { Command, Options } from "./command.ts";
import { COMMON } from "./common-options.ts";
import { TABLE } from "./table.ts";

const COLUMN = 16;

/** Columns below which there is no room for two of them side by side. */
const NARROW = 60;

/** What burrow is and which commands it has. */
export function overview(look: Look): readonly string[] {
  return [
    ...sentences(
      [{ text: "burrow ", tone: "strong" }],
      "Python environments: reuse when safe, isolate when necessary, say why.",
      look,
    ),
    "",
    line(["usage: burrow [COMMAND] [OPTIONS]"], look),
    "",
    ...Object.entries(TABLE).flatMap(([name, { about }]) => row(name, about, look)),
    "",
    line(["burrow alone shows where you are; burrow help COMMAND explains one"], look),
  ];
}

/** How one command is used. */
export function commandHelp(
  { name, about, args, options, examples }: Command,
  look: Look,
): readonly string[] {
  const words = args.map(({ name: word, optional, multiple }) => {
    const shown = multiple === true ? `${word}…` : word;
    return optional === true ? `[${shown}]` : shown;
  });
  return [
    ...sentences([], about, look, { indent: 0 }),
    "",
    line([["usage: burrow", name, "[OPTIONS]", ...words].filter((part) => part !== "").join(" ")], look),
    ...section(
      "arguments",
      args.flatMap((arg) => row(arg.name, arg.about, look)),
      look,
    ),
    ...section("options", optionRows({ ...options, ...COMMON }, look), look),
    ...section(
      "examples",
      examples.flatMap((example) => sentences(["  "], example, look, { indent: 4 })),
      look,
    ),
  ];
}

/** The same for programs. */
export function describe({ name, about, args, options, examples }: Command): CommandDocument {
  return {
    name,
    about,
    arguments: args.map((arg) => ({ name: arg.name, about: arg.about, optional: arg.optional === true })),
    options: Object.entries({ ...options, ...COMMON } as Options).map(([long, option]) => ({
      name: long,
      ...(option.short !== undefined && { short: option.short }),
      ...(option.value !== undefined && { value: option.value }),
      multiple: option.multiple === true,
      about: option.about,
    })),
    examples,
  };
}

function section(heading: string, rows: readonly string[], look: Look): readonly string[] {
  return rows.length === 0 ? [] : ["", line([{ text: heading, tone: "strong" }], look), ...rows];
}

function optionRows(options: Options, look: Look): readonly string[] {
  return Object.entries(options).flatMap(([name, { short, value, about }]) => {
    const letters = short === undefined ? "    " : `-${short}, `;
    return row(`${letters}--${name}${value === undefined ? "" : ` ${value.toUpperCase()}`}`, about, look, 30);
  });
}

/** A name and what it is about, beside it from the column on; below it where the name is too long for that, or lines are short. */
function row(name: string, about: string, look: Look, wide = COLUMN): readonly string[] {
  const column = look.width < NARROW ? 8 : wide;
  const beginning = `  ${name}`;
  if (widthOf(beginning) < column)
    return sentences([beginning.padEnd(column)], about, look, { indent: column });
  return [line([beginning], look), ...sentences([" ".repeat(column)], about, look, { indent: column })];
}
