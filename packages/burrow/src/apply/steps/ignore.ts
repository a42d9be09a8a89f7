import { createHash } from "node:crypto";
import type { Workbench } from "../../machine/workbench.ts";
import type { Undo } from "../../model/journal.ts";
import { ancestors, isInside, join, parent, type AbsolutePath } from "../../model/path.ts";
import { reason } from "../../model/reason.ts";
import type { StepBase } from "../context.ts";
import type { Prepare } from "../step-kind.ts";
import { codeOf, NO_HARD_LINK } from "../system-error.ts";

/** The ignore files of a project that matter. */
export const IGNORE_FILES = [".gitignore", ".dockerignore"] as const;

/** A file that will get another content. */
interface Rewrite {
  readonly path: AbsolutePath;
  readonly content: Uint8Array;
  readonly mode: number;
  readonly isNew: boolean;
}

/** Adds the lines that are missing at the end, in the file's own line endings. `.gitignore` is made only inside a git work tree, `.dockerignore` never. */
export const ignore: Prepare<"ignore", StepBase> = ({ root, lines }, context) => {
  const { bench, kept } = context;
  const rewrites = IGNORE_FILES.flatMap((name) => rewriteOf(context, root, name, lines) ?? []);
  const undo = rewrites.map((rewrite, index) => keep(bench, join(kept, `ignore-${index}`), rewrite));
  return {
    undo,
    perform: async () => {
      for (const { path, content, mode } of rewrites) {
        const beside = join(kept, "ignore-next");
        bench.makeFolder(kept, 0o700);
        bench.writeFile(beside, content, mode);
        bench.rename(beside, path);
        bench.syncFolder(parent(path));
      }
      return undefined;
    },
  };
};

function rewriteOf(
  { bench, report }: StepBase,
  root: AbsolutePath,
  name: (typeof IGNORE_FILES)[number],
  lines: readonly string[],
): Rewrite | undefined {
  const named = join(root, name);
  if (bench.status(named) === undefined) {
    if (name !== ".gitignore" || !isInWorkTree(bench, root)) return undefined;
    return {
      path: named,
      content: bytes(lines.map((line) => `${line}\n`).join("")),
      mode: 0o644,
      isNew: true,
    };
  }
  const path = bench.realPath(named);
  const status = path === undefined ? undefined : bench.status(path);
  const before = path === undefined ? undefined : bench.readBytes(path);
  if (path === undefined || status === undefined || before === undefined || !mayRewrite(bench, path, root)) {
    report({ type: "warning", warning: reason("cannot-ignore", { path: named }) });
    return undefined;
  }
  const added = additions(new TextDecoder().decode(before), lines);
  if (added === "") return undefined;
  const content = new Uint8Array([...before, ...bytes(added)]);
  return { path, content, mode: status.mode, isNew: false };
}

/** A link may lead to a file elsewhere, which is nobody's business here. */
function mayRewrite(bench: Workbench, path: AbsolutePath, root: AbsolutePath): boolean {
  return isInside(path, bench.realPath(root) ?? root) && bench.writable(path) && bench.writable(parent(path));
}

function additions(text: string, lines: readonly string[]): string {
  const there = new Set(text.split(/\r?\n/u).map((line) => line.trim()));
  const missing = lines.filter((line) => !there.has(line) && !there.has(`/${line}`));
  if (missing.length === 0) return "";
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const first = text === "" || text.endsWith("\n") ? "" : end;
  return first + missing.map((line) => line + end).join("");
}

/** Keeps the file itself by a second name, else a copy of it; durable before the journal speaks of it. */
function keep(bench: Workbench, kept: AbsolutePath, { path, content, isNew }: Rewrite): Undo {
  const wrote = createHash("sha256").update(content).digest("hex");
  if (isNew) return { kind: "restore-file", path, wrote };
  bench.makeFolder(parent(kept), 0o700);
  try {
    bench.hardLink(path, kept);
  } catch (error) {
    if (!NO_HARD_LINK.has(codeOf(error))) throw error;
    bench.copyFile(path, kept);
    bench.syncFile(kept);
  }
  bench.syncFolder(parent(kept));
  bench.syncFolder(parent(parent(kept)));
  return { kind: "restore-file", path, kept, wrote };
}

function isInWorkTree(bench: Workbench, root: AbsolutePath): boolean {
  return [root, ...ancestors(root)].some((folder) => bench.status(join(folder, ".git")) !== undefined);
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
