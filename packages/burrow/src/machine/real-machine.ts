import type { BigIntStats, Dirent } from "node:fs";
import { absolute, type AbsolutePath } from "../model/path.ts";
import type { Platform } from "../model/platform.ts";
import { fromFileSystem, isDoubtful, toFileSystem } from "./file-names.ts";
import type { Entry, Machine, State, Status } from "./machine.ts";
import { detectPlatform } from "./platform.ts";
import type { ProbeLimits } from "./probe.ts";
import { queryRegistry } from "./registry.ts";
import { DEFAULT_LIMIT, readBytes, readText } from "./read-file.ts";
import { fs } from "./node.ts";

const { accessSync, constants, lstatSync, readdirSync, readlinkSync, realpathSync, statSync } = fs;

/** What a test, or a program that acts for somebody else, may set. */
export interface RealMachineOptions {
  readonly home?: AbsolutePath;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly uid?: number;
  readonly probeLimits?: ProbeLimits;
}

/** This machine, looked at through `node:fs`. */
export function realMachine(options: RealMachineOptions = {}): Machine {
  const uid = options.uid ?? process.getuid?.();
  const env = options.env ?? process.env;
  let platform: Platform | undefined;

  return {
    get platform() {
      platform ??= detectPlatform();
      return platform;
    },
    home: options.home ?? absolute(process.getBuiltinModule("node:os").homedir()),
    env,
    uid,
    readBytes: (path, limit = DEFAULT_LIMIT) => look(() => readBytes(toFileSystem(path), limit)),
    readText: (path, limit = DEFAULT_LIMIT) => look(() => readText(toFileSystem(path), limit)),
    list: (path) => look(() => entriesOf(path)) ?? [],
    names: (path) => look(() => namesIn(toFileSystem(path))) ?? [],
    status: (path) =>
      look(() => statusOf(lstatSync(toFileSystem(path), { bigint: true, throwIfNoEntry: false }))),
    target: (path) =>
      look(() => statusOf(statSync(toFileSystem(path), { bigint: true, throwIfNoEntry: false }))),
    state: stateOf,
    realPath: (path) =>
      look(() => absolute(fromFileSystem(realpathSync.native(toFileSystem(path), { encoding: "buffer" })))),
    readLink: (path) => look(() => fromFileSystem(readlinkSync(toFileSystem(path), { encoding: "buffer" }))),
    readable: (path) => look(() => mayRead(path)) ?? false,
    writable: (path) => look(() => mayWrite(path, uid)) ?? false,
    registry: (key) => (process.platform === "win32" ? queryRegistry(key, env) : undefined),
    probe: async (executable, signal) => {
      const { probe } = await import("./probe.ts");
      return probe(executable, env, signal, options.probeLimits);
    },
  };
}

/** What "there is nothing to see" looks like; anything else (too many open files, a failing disk) is not an answer and is thrown. */
const ABSENT: ReadonlySet<string> = new Set([
  "ENOENT",
  "ENOTDIR",
  "EISDIR",
  "EACCES",
  "EPERM",
  "EROFS",
  "ELOOP",
  "EINVAL",
  "ENAMETOOLONG",
  "ENXIO",
  "ENODEV",
  "EAGAIN",
  "EBUSY",
  "ESTALE",
  // A path with a NUL in it, which a file's content may well hold.
  "ERR_INVALID_ARG_VALUE",
  // What Windows says of names that cannot be, or of a link without a target.
  "UNKNOWN",
]);

function look<Seen>(see: () => Seen | undefined): Seen | undefined {
  try {
    return see();
  } catch (error) {
    return absent(error);
  }
}

function absent(error: unknown): undefined {
  if (!ABSENT.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
}

function entriesOf(path: AbsolutePath): readonly Entry[] {
  const place = toFileSystem(path);
  const entries: Entry[] = [];
  for (const entry of readdirSync(place, { withFileTypes: true })) {
    if (isDoubtful(entry.name)) return entriesByBytes(place);
    entries.push({ name: entry.name, kind: kindOf(entry) });
  }
  return sorted(entries);
}

function entriesByBytes(place: string | Buffer): readonly Entry[] {
  const found = readdirSync(place, { withFileTypes: true, encoding: "buffer" });
  return sorted(found.map((entry) => ({ name: fromFileSystem(entry.name), kind: kindOf(entry) })));
}

function namesIn(place: string | Buffer): readonly string[] {
  const names = readdirSync(place);
  return names.some(isDoubtful) ? readdirSync(place, { encoding: "buffer" }).map(fromFileSystem) : names;
}

/** Systems that list by bytes have done the work already, but for rare letters. */
function sorted(entries: readonly Entry[]): readonly Entry[] {
  const isSorted = entries.every(({ name }, index) => index === 0 || (entries[index - 1]?.name ?? "") < name);
  return isSorted ? entries : entries.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

function kindOf(entry: Pick<Dirent, "isFile" | "isDirectory" | "isSymbolicLink">): Status["kind"] {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "folder";
  return entry.isSymbolicLink() ? "link" : "other";
}

const QUIET = { throwIfNoEntry: false } as const;

/** Without a closure for each: thousands are asked one after the other. Doubles keep times to a quarter of a microsecond, and cost half as much as big integers. */
function stateOf(path: AbsolutePath, follow: boolean): State | undefined {
  try {
    return (follow ? statSync : lstatSync)(toFileSystem(path), QUIET);
  } catch (error) {
    return absent(error);
  }
}

function statusOf(stats: BigIntStats | undefined): Status | undefined {
  if (stats === undefined) return undefined;
  return {
    kind: kindOf(stats),
    mode: Number(stats.mode) & 0o7777,
    uid: Number(stats.uid),
    size: Number(stats.size),
    mtime: stats.mtimeNs,
    atime: stats.atimeNs,
    born: stats.birthtimeNs,
    device: stats.dev,
    inode: stats.ino,
    links: Number(stats.nlink),
  };
}

function mayRead(path: AbsolutePath): boolean {
  const place = toFileSystem(path);
  accessSync(place, statSync(place).isDirectory() ? constants.R_OK | constants.X_OK : constants.R_OK);
  return true;
}

/** `access` tells of read-only mounts; it lets root write everywhere, so what nobody is meant to write is asked of the permission bits. */
function mayWrite(path: AbsolutePath, uid: number | undefined): boolean {
  const place = toFileSystem(path);
  accessSync(place, constants.W_OK);
  return uid !== 0 || (statSync(place).mode & 0o222) !== 0;
}
