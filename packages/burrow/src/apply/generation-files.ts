import type { Machine, Status } from "../machine/machine.ts";
import type { VerifiedFiles } from "../machine/verified-files.ts";
import type { Workbench } from "../machine/workbench.ts";
import { absolute, type AbsolutePath } from "../model/path.ts";
import { contentHash } from "./installed-check.ts";
import { type Found, walk } from "./walk.ts";

/** Something in a generation as burrow made it; its path is relative, with `/`. Byte code is not listed: Python writes it whenever something runs. */
export type GenerationFile =
  | { readonly kind: "folder"; readonly path: string }
  | { readonly kind: "link"; readonly path: string; readonly to: string }
  | {
      readonly kind: "file";
      readonly path: string;
      /** Bytes. */
      readonly size: number;
      /** Nanoseconds since the epoch, as text. */
      readonly mtime: string;
      /** SHA-256, hex. */
      readonly sha256: string;
    };

/** The list of a generation's files, beside its record: read only when the generation is to be believed again. */
export function fileListOf(generation: AbsolutePath): AbsolutePath {
  return absolute(`${generation}.files.json`);
}

/** The list as it is written: rows, for there are thousands of them. */
export function fileListText(files: readonly GenerationFile[]): string {
  const rows = files.map((file) => {
    switch (file.kind) {
      case "folder":
        return [file.path];
      case "link":
        return [file.path, file.to];
      case "file":
        return [file.path, file.size, file.mtime, file.sha256];
    }
  });
  return `${JSON.stringify({ schema: 1, files: rows })}\n`;
}

/** Reads what files a generation was made of; undefined when that is not there or not a list as `fileListText` writes it. */
export function readGenerationFiles(
  machine: Machine,
  generation: AbsolutePath,
): readonly GenerationFile[] | undefined {
  try {
    const read: unknown = JSON.parse(machine.readText(fileListOf(generation), Infinity) ?? "");
    const { schema, files } = read as { readonly schema?: unknown; readonly files?: unknown };
    if (schema !== 1 || !Array.isArray(files)) return undefined;
    const found = files.flatMap((row: unknown) => fileOf(row) ?? []);
    return found.length === files.length ? found : undefined;
  } catch {
    return undefined;
  }
}

/** By hand, and not by a schema: thousands of rows take a schema as long as all else that going back does. */
function fileOf(row: unknown): GenerationFile | undefined {
  if (!Array.isArray(row)) return undefined;
  const [path, second, mtime, sha256] = row as readonly unknown[];
  if (typeof path !== "string" || path === "" || path.startsWith("/") || path.split("/").includes(".."))
    return undefined;
  if (row.length === 1) return { kind: "folder", path };
  if (row.length === 2) return typeof second === "string" ? { kind: "link", path, to: second } : undefined;
  if (typeof second !== "number" || typeof mtime !== "string" || typeof sha256 !== "string") return undefined;
  return row.length === 4 ? { kind: "file", path, size: second, mtime, sha256 } : undefined;
}

/** Lists the files of a generation with their hashes, in the order in which they are found; `found` is what a walk has just met there. */
export async function listGeneration(
  bench: Workbench,
  generation: AbsolutePath,
  verified: VerifiedFiles,
  found?: readonly Found[],
): Promise<readonly GenerationFile[]> {
  const files: GenerationFile[] = [];
  const met = found?.filter(({ path, status }) => !isOfByteCode(path, status.kind));
  for (const { path, at, status } of met ?? (await walk(bench, generation, isByteCode))) {
    if (status.kind === "folder") files.push({ kind: "folder", path });
    else if (status.kind === "link") files.push({ kind: "link", path, to: bench.readLink(at) ?? "" });
    else if (status.kind === "file") {
      const hash = contentHash(bench, at, status, verified);
      const sha256 = (typeof hash === "string" ? hash : await hash) ?? "";
      files.push({ kind: "file", path, size: status.size, mtime: String(status.mtime), sha256 });
    }
  }
  return files;
}

/** The paths of a generation that are no longer what burrow made, sorted; empty when nothing else changed it. Unmoved time and size are believed. */
export async function generationChanged(
  bench: Workbench,
  generation: AbsolutePath,
  files: readonly GenerationFile[],
): Promise<readonly string[]> {
  const listed = new Map(files.map((file) => [file.path, file]));
  const changed: string[] = [];
  for (const { path, at, status } of await walk(bench, generation, isByteCode)) {
    const file = listed.get(path);
    listed.delete(path);
    const same = file !== undefined && isSame(bench, at, status, file);
    if (!(typeof same === "boolean" ? same : await same)) changed.push(path);
  }
  return [...changed, ...listed.keys()].toSorted();
}

/** Answers at once where nothing has to be hashed: a promise for each of thousands of files is felt. */
function isSame(
  bench: Workbench,
  at: AbsolutePath,
  status: Status,
  file: GenerationFile,
): boolean | Promise<boolean> {
  if (status.kind !== file.kind) return false;
  if (file.kind === "link") return bench.readLink(at) === file.to;
  if (file.kind === "folder") return true;
  if (status.size !== file.size) return false;
  return String(status.mtime) === file.mtime || bench.sha256(at).then((sha256) => sha256 === file.sha256);
}

function isByteCode(path: string, kind: Status["kind"]): boolean {
  return kind === "folder" ? /(?:^|\/)__pycache__$/u.test(path) : path.endsWith(".pyc");
}

/** The same of a path whose folders were not asked. */
function isOfByteCode(path: string, kind: Status["kind"]): boolean {
  return path.startsWith("__pycache__/") || path.includes("/__pycache__/") || isByteCode(path, kind);
}
