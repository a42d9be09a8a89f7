import type { Status } from "../machine/machine.ts";
import type { Workbench } from "../machine/workbench.ts";
import type { Distribution } from "../model/distribution.ts";
import type { AbsolutePath } from "../model/path.ts";
import { reason, type Reason } from "../model/reason.ts";
import type { VerifiedFiles } from "../machine/verified-files.ts";
import { isByteCode } from "../standards/record.ts";
import { recordOf, type InstalledFile } from "./installed-files.ts";

/** What a check of files came to. */
export interface FilesCheck {
  readonly files: number;
  readonly problems: readonly Reason[];
}

/** How many distributions are compared before others may have their turn. */
const AT_ONCE = 4;

/** Compares the files of distributions with their RECORD: all there, and of the recorded SHA-256. Byte code is left out: Python writes it as it likes. What was `seen` just before is not looked at again. */
export async function checkFiles(
  bench: Workbench,
  distributions: readonly Distribution[],
  verified: VerifiedFiles,
  signal: AbortSignal,
  seen: ReadonlyMap<AbsolutePath, Status> = new Map(),
): Promise<FilesCheck> {
  let files = 0;
  const problems: Reason[] = [];
  for (const [index, distribution] of distributions.entries()) {
    signal.throwIfAborted();
    if (index % AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
    const { name, version, info, format } = distribution;
    const record = recordOf(bench, distribution)?.filter(({ path }) => !isByteCode(path));
    if (record === undefined) {
      if (format === "dist-info") problems.push(reason("unreadable-metadata", { path: info }));
      continue;
    }
    files += record.length;
    const wrong = { missing: 0, altered: 0 };
    for (const file of record) {
      const state = stateOf(bench, file, verified, seen.get(file.at));
      const known = typeof state === "string" ? state : await state;
      if (known !== "whole") wrong[known] += 1;
    }
    const total = record.length;
    if (wrong.missing > 0)
      problems.push(reason("files-missing", { missing: wrong.missing, total, name, version }));
    if (wrong.altered > 0)
      problems.push(reason("files-altered", { altered: wrong.altered, total, name, version }));
  }
  return { files, problems };
}

/** Whether a file is what its RECORD says. */
export async function isWhole(
  bench: Workbench,
  file: InstalledFile,
  verified: VerifiedFiles,
): Promise<boolean> {
  return (await stateOf(bench, file, verified)) === "whole";
}

type FileState = "whole" | "missing" | "altered";

/** Answers at once where nothing has to be hashed: a promise for each of thousands of files is felt. */
function stateOf(
  bench: Workbench,
  { at, hash, size }: InstalledFile,
  verified: VerifiedFiles,
  seen?: Status,
): FileState | Promise<FileState> {
  const status = seen?.kind === "file" ? seen : bench.target(at);
  if (status?.kind !== "file") return "missing";
  if (size !== undefined && size !== status.size) return "altered";
  const recorded = hexOf(hash);
  if (recorded === undefined) return "whole";
  const judged = (sha256: string | undefined) => (sha256 === recorded ? "whole" : "altered");
  const content = contentHash(bench, at, status, verified, recorded);
  return typeof content === "string" ? judged(content) : content.then(judged);
}

/** The SHA-256 (hex) of a file, from memory when this very state of it was hashed before; a memory that contradicts what is `expected` is never believed. */
export function contentHash(
  bench: Workbench,
  at: AbsolutePath,
  status: Status,
  verified: VerifiedFiles,
  expected?: string,
): string | Promise<string | undefined> {
  const known = verified.sha256(status);
  if (known !== undefined && (expected === undefined || known === expected)) return known;
  return bench.sha256(at).then((sha256) => {
    if (sha256 !== undefined) verified.remember(status, sha256);
    return sha256;
  });
}

/** RECORD writes `sha256=` and URL-safe base64 without padding; other algorithms are not compared. */
function hexOf(hash: string | undefined): string | undefined {
  if (!hash?.startsWith("sha256=")) return undefined;
  const digits = hash.slice("sha256=".length);
  return /^[\w-]+=*$/u.test(digits) ? Buffer.from(digits, "base64url").toString("hex") : undefined;
}
