import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/**
 * All that is below a folder, a line each, sorted: path, kind, permission bits, and the content's SHA-256 or the link's text.
 * The oracle of "as it was before": it shares no code with burrow, and two trees are equal when their lists are.
 * `__pycache__` counts too; `except` names paths (relative, whole subtrees) that are left out.
 */
export function tree(
  root: string,
  { except = [] }: { readonly except?: readonly string[] } = {},
): readonly string[] {
  const lines: string[] = [];
  const visit = (path: string): void => {
    if (except.includes(path)) return;
    const at = join(root, path);
    const status = lstatSync(at);
    const mode = (status.mode & 0o7777).toString(8);
    const name = path === "" ? "." : path;
    if (status.isSymbolicLink()) lines.push(`${name} link -> ${readlinkSync(at)}`);
    else if (status.isDirectory()) {
      lines.push(`${name} folder ${mode}`);
      for (const entry of readdirSync(at).toSorted()) visit(join(path, entry));
    } else if (status.isFile()) lines.push(`${name} file ${mode} ${sha256(readFileSync(at))}`);
    else lines.push(`${name} other ${mode}`);
  };
  visit("");
  return lines;
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
