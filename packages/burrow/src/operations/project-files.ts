import { factOf } from "../machine/fact.ts";
import type { Machine } from "../machine/machine.ts";
import type { Files } from "../project/files.ts";

/** The project's files as the pure centre sees them. */
export function filesOf(machine: Machine): Files {
  return {
    read: (path) => machine.readBytes(path),
    isFolder: (path) => machine.target(path)?.kind === "folder",
    isThere: (path) => machine.status(path) !== undefined,
    list: (path) => machine.list(path).map(({ name }) => name),
    fact: (path) => factOf(machine, path),
  };
}
