import { BurrowError } from "../model/error.ts";
import type { GoalOption } from "../model/goal.ts";
import { isAbsolute, join, parent } from "../model/path.ts";
import { printable } from "../standards/printable.ts";
import { parseOptions } from "../standards/requirements-options.ts";

/** What a project's option lines ask of an engine, in either engine's terms. */
export interface EngineOptions {
  /** Lines for a requirements file: addresses, which may hold credentials and so never become arguments. */
  readonly lines: string;
  /** Folders of `--find-links`, absolute. */
  readonly folders: readonly string[];
  /** Hosts that need no certificate. */
  readonly trustedHosts: readonly string[];
  readonly preReleases: boolean;
  readonly noIndex: boolean;
}

/** An address without blanks, quotes, comments, variables or continuations. */
const ADDRESS = /^(?:https?|file):\/\/[^\s"'`\\{}<>#\p{Cc}]+$/iu;
const HOST = /^[A-Za-z0-9*](?:[A-Za-z0-9.:[\]-]*[A-Za-z0-9\]])?$/u;

/** Options whose value is an address. */
const ADDRESSED: ReadonlySet<string> = new Set(["--index-url", "--extra-index-url", "--find-links"]);

/** Options that say how to build or where to stop; with wheels only they say nothing. */
const SILENT: ReadonlySet<string> = new Set([
  "--prefer-binary",
  "--only-binary",
  "--no-binary",
  "--require-hashes",
  "--use-feature",
  "--global-option",
  "--config-settings",
]);

/**
 * Reads the option lines that a goal keeps. A relative folder is meant from the file that names it.
 * What is not of its form is `goal/problems`: another index would be asked if it were left out.
 */
export function engineOptions(options: readonly GoalOption[]): EngineOptions {
  const lines: string[] = [];
  const folders: string[] = [];
  const trustedHosts: string[] = [];
  let preReleases = false;
  let noIndex = false;
  for (const option of options) {
    const words = parseOptions(option.text);
    if (!words.ok) throw unusable(option);
    for (const { name, value = "" } of words.value.options)
      if (name === "--pre") preReleases = true;
      else if (name === "--no-index") noIndex = true;
      else if (name === "--trusted-host") trustedHosts.push(fitting(value, HOST, option));
      else if (name === "--find-links" && !/^[a-z][a-z0-9+.-]+:\/\//iu.test(value))
        folders.push(isAbsolute(value) ? value : join(parent(option.origin.file), value));
      else if (ADDRESSED.has(name)) lines.push(`${name} ${fitting(value, ADDRESS, option)}`);
      else if (!SILENT.has(name)) throw new BurrowError("bug", `an engine was given the option \`${name}\``);
  }
  return { lines: lines.map((line) => `${line}\n`).join(""), folders, trustedHosts, preReleases, noIndex };
}

function fitting(value: string, form: RegExp, option: GoalOption): string {
  if (!form.test(value)) throw unusable(option);
  return value;
}

function unusable({ text, origin }: GoalOption): BurrowError {
  return new BurrowError("goal/problems", `\`${printable(text)}\` cannot be given to an engine`, {
    because: `the line is in ${origin.file}`,
  });
}
