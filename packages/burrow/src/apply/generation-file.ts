import * as v from "valibot";
import type { Machine, Status } from "../machine/machine.ts";
import type { Workbench } from "../machine/workbench.ts";
import { absolute, baseName, isAbsolute, join, type AbsolutePath } from "../model/path.ts";
import type { VerifiedFiles } from "../machine/verified-files.ts";
import { contentHash } from "./installed-check.ts";
import { walk } from "./walk.ts";

const absolutePath = v.pipe(v.string(), v.check(isAbsolute), v.transform(absolute));
const relativePath = v.pipe(
  v.string(),
  v.check((path) => path !== "" && !path.startsWith("/") && !path.split("/").includes("..")),
);

const fileSchema = v.variant("kind", [
  v.object({ kind: v.literal("folder"), path: relativePath }),
  v.object({ kind: v.literal("link"), path: relativePath, to: v.string() }),
  v.object({
    kind: v.literal("file"),
    path: relativePath,
    /** Bytes. */
    size: v.number(),
    /** Nanoseconds, as text. */
    mtime: v.pipe(v.string(), v.digits()),
    /** SHA-256, hex. */
    sha256: v.string(),
  }),
]);

const generationSchema = v.object({
  schema: v.literal(1),
  number: v.pipe(v.number(), v.integer(), v.minValue(1)),
  prefix: absolutePath,
  /** ISO 8601, UTC. */
  createdAt: v.string(),
  command: v.string(),
  plan: v.string(),
  action: v.string(),
  python: v.exactOptional(v.object({ executable: absolutePath, version: v.string() })),
  pins: v.array(
    v.object({
      name: v.string(),
      version: v.string(),
      hashes: v.array(v.string()),
      url: v.exactOptional(v.string()),
      bytes: v.exactOptional(v.number()),
    }),
  ),
  changes: v.array(
    v.object({ name: v.string(), from: v.exactOptional(v.string()), to: v.exactOptional(v.string()) }),
  ),
  /** Names of what a person had added by hand before, and it carries over. */
  byHand: v.exactOptional(v.array(v.string())),
  /** The projects that it was built to serve beside its own. */
  tenants: v.exactOptional(v.array(absolutePath)),
});

const filesSchema = v.object({ schema: v.literal(1), files: v.array(fileSchema) });

/** What burrow wrote down of a generation when it was made: `<root>/.burrow/generations/<name>/<n>.json`. Small, because every survey reads it. */
export type GenerationRecord = Readonly<v.InferOutput<typeof generationSchema>>;

/** A file of a generation as burrow made it. Byte code is not listed: Python writes it whenever something runs. */
export type GenerationFile = v.InferOutput<typeof fileSchema>;

/** The record's file, beside the generation's folder. */
export function manifestOf(generation: AbsolutePath): AbsolutePath {
  return absolute(`${generation}.json`);
}

/** The list of its files, beside the record: read only when a generation is to be believed again. */
export function fileListOf(generation: AbsolutePath): AbsolutePath {
  return absolute(`${generation}.files.json`);
}

/** Reads a generation's record; undefined when it is not there or cannot be read. */
export function readGeneration(machine: Machine, generation: AbsolutePath): GenerationRecord | undefined {
  const read = v.safeParse(generationSchema, readJson(machine, manifestOf(generation)));
  return read.success ? read.output : undefined;
}

/** Reads what files a generation was made of; undefined when that is not there or cannot be read. */
export function readGenerationFiles(
  machine: Machine,
  generation: AbsolutePath,
): readonly GenerationFile[] | undefined {
  const read = v.safeParse(filesSchema, readJson(machine, fileListOf(generation)));
  return read.success ? read.output.files : undefined;
}

function readJson(machine: Machine, path: AbsolutePath): unknown {
  try {
    return JSON.parse(machine.readText(path, Infinity) ?? "");
  } catch {
    return undefined;
  }
}

/** Lists the files of a generation with their hashes, in the order in which they are found. */
export async function listGeneration(
  bench: Workbench,
  generation: AbsolutePath,
  verified: VerifiedFiles,
): Promise<readonly GenerationFile[]> {
  const files: GenerationFile[] = [];
  for (const { path, at, status } of await walk(bench, generation, isByteCode)) {
    if (status.kind === "folder") files.push({ kind: "folder", path });
    else if (status.kind === "link") files.push({ kind: "link", path, to: bench.readLink(at) ?? "" });
    else if (status.kind === "file") {
      const sha256 = (await contentHash(bench, at, status, verified)) ?? "";
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
    if (file === undefined || !(await isSame(bench, at, status, file))) changed.push(path);
  }
  return [...changed, ...listed.keys()].toSorted();
}

async function isSame(
  bench: Workbench,
  at: AbsolutePath,
  status: Status,
  file: GenerationFile,
): Promise<boolean> {
  if (status.kind !== file.kind) return false;
  if (file.kind === "link") return bench.readLink(at) === file.to;
  if (file.kind === "folder") return true;
  if (status.size !== file.size) return false;
  return String(status.mtime) === file.mtime || (await bench.sha256(at)) === file.sha256;
}

function isByteCode(path: string, kind: Status["kind"]): boolean {
  return kind === "folder" ? baseName(join(absolute("/"), path)) === "__pycache__" : path.endsWith(".pyc");
}
