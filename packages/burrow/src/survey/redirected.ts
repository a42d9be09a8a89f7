import type { Machine } from "../machine/machine.ts";
import { isAbsolute, join, parent, type AbsolutePath } from "../model/path.ts";

/** Where a place leads: a `.venv` *file* holds the path of the environment, relative to its own folder (PEP 832). A link that leads nowhere gives what it names. */
export function redirected(machine: Machine, path: AbsolutePath): AbsolutePath {
  const target = machine.target(path);
  const link = target === undefined ? machine.readLink(path) : undefined;
  const text = target?.kind === "file" ? machine.readText(path, 4096)?.trim() : link;
  if (text === undefined || text === "" || text.includes("\n")) return path;
  return isAbsolute(text) ? join(path, text) : join(parent(path), text);
}
