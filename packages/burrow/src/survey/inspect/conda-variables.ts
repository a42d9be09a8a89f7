import type { Machine } from "../../machine/machine.ts";
import { join, type AbsolutePath } from "../../model/path.ts";

/** The variables that a person gave a conda prefix (`conda-meta/state`, written by `conda env config vars`); none where it has no such file. */
export function condaVariables(machine: Machine, prefix: AbsolutePath): Readonly<Record<string, string>> {
  return textsIn(objectAt(machine, join(prefix, "conda-meta", "state"))["env_vars"]);
}

/** The object in a JSON file; an empty one where there is none. */
export function objectAt(machine: Machine, path: AbsolutePath): Readonly<Record<string, unknown>> {
  try {
    const read: unknown = JSON.parse(machine.readText(path) ?? "");
    return typeof read === "object" && read !== null ? (read as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** The texts of an object; nothing of what is none. */
export function textsIn(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
