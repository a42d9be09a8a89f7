import { absolute, join, type AbsolutePath } from "../model/path.ts";
import { toFileSystem } from "./file-names.ts";
import type { Machine, Status } from "./machine.ts";
import type { Workbench } from "./workbench.ts";
import { fs } from "./node.ts";

const {
  appendFileSync,
  chmodSync,
  close,
  closeSync,
  constants,
  copyFileSync,
  createReadStream,
  fsync,
  fsyncSync,
  linkSync,
  lutimesSync,
  mkdirSync,
  open,
  openSync,
  readFileSync,
  renameSync,
  rmdirSync,
  statfsSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} = fs;

/** How many files are synced at a time: the disk gathers what comes together. */
const AT_ONCE = 64;

/** How many names are read or removed before others have their turn. */
const ACTS_AT_ONCE = 256;

/** Bytes up to which a file is read as a whole. */
const SMALL = 1024 ** 2;

/** This machine, changed through `node:fs`; it looks as the given machine does. */
export function realWorkbench(machine: Machine): Workbench {
  let temporary = 0;
  return Object.assign(Object.create(machine) as Machine, {
    makeFolder: (path, mode) => {
      const made = mkdirSync(toFileSystem(path), { recursive: true, ...(mode !== undefined && { mode }) });
      return made === undefined ? undefined : absolute(made);
    },
    writeFile: (path, content, mode) => {
      const beside = absolute(`${path}.${process.pid}-${(temporary += 1)}.tmp`);
      const bits = mode ?? modeOf(path);
      try {
        write(beside, content, bits);
        renameSync(toFileSystem(beside), toFileSystem(path));
      } catch (error) {
        removeIfThere(beside);
        throw error;
      }
    },
    createFile: (path, content, mode = 0o644) => {
      const handle = openSync(toFileSystem(path), "wx", mode);
      try {
        writeFileSync(handle, content);
      } finally {
        closeSync(handle);
      }
    },
    append: (path, content) => {
      const handle = openSync(toFileSystem(path), constants.O_WRONLY | constants.O_APPEND);
      try {
        appendFileSync(handle, content);
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
    },
    copyFile: (from, to) => copyFileSync(toFileSystem(from), toFileSystem(to), constants.COPYFILE_FICLONE),
    hardLink: (from, to) => linkSync(toFileSystem(from), toFileSystem(to)),
    makeLink: (path, target) => symlinkSync(toFileSystem(target as AbsolutePath), toFileSystem(path)),
    rename: (from, to) => renameSync(toFileSystem(from), toFileSystem(to)),
    removeFile: removeIfThere,
    removeFolder: (path) => rmdirSync(toFileSystem(path)),
    removeTree: (path) => removeTree(machine, path, takeTurns()),
    setMode: (path, mode) => chmodSync(toFileSystem(path), mode),
    setTime: (path, mtime) => {
      const seconds = secondsOf(mtime);
      lutimesSync(toFileSystem(path), seconds, seconds);
    },
    syncFile: syncAt,
    syncFolder: syncAt,
    syncAll,
    syncTree: (path) => syncTree(machine, path),
    sha256,
    freeSpace: (path) => {
      const { bavail, bsize } = statfsSync(toFileSystem(path), { bigint: true });
      return bavail * bsize;
    },
  } satisfies Omit<Workbench, keyof Machine>);
}

function write(path: AbsolutePath, content: string | Uint8Array, mode: number | undefined): void {
  const handle = openSync(toFileSystem(path), "wx", mode ?? 0o644);
  try {
    writeFileSync(handle, content);
    if (mode !== undefined) chmodSync(toFileSystem(path), mode); // past the umask
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function modeOf(path: AbsolutePath): number | undefined {
  const status = statSync(toFileSystem(path), { throwIfNoEntry: false });
  return status === undefined ? undefined : status.mode & 0o7777;
}

/** Node takes a double, which holds microseconds but seldom exactly, and cuts off the rest: half a microsecond more keeps them. */
function secondsOf(mtime: bigint): number {
  return Number(mtime / 1000n) / 1e6 + 5e-7;
}

function removeIfThere(path: AbsolutePath): void {
  try {
    unlinkSync(toFileSystem(path));
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
  }
}

/** A folder that others fill while it is emptied is tried again; one that may not be read or changed is made so where it is this user's. */
async function removeTree(machine: Machine, path: AbsolutePath, turns: Turns): Promise<void> {
  if (machine.status(path)?.kind !== "folder") return removeIfThere(path);
  for (let tries = 0; ; tries += 1) {
    try {
      for (const { name, kind } of machine.list(path)) {
        if (kind === "folder") await removeTree(machine, join(path, name), turns);
        else removeIfThere(join(path, name));
        await turns.next();
      }
      rmdirSync(toFileSystem(path));
      return;
    } catch (error) {
      const code = codeOf(error);
      if (code === "ENOENT") return;
      if (tries >= 3 || !(code === "ENOTEMPTY" || code === "EACCES" || code === "EEXIST")) throw error;
      chmodSync(toFileSystem(path), 0o700);
    }
  }
}

/** Files first, so that a name that is durable leads to content that is. */
async function syncTree(machine: Machine, path: AbsolutePath): Promise<void> {
  const folders: AbsolutePath[] = [];
  const files: AbsolutePath[] = [];
  const turns = takeTurns();
  const gather = async (at: AbsolutePath, kind: Status["kind"] | undefined): Promise<void> => {
    await turns.next();
    if (kind === "file") files.push(at);
    if (kind !== "folder") return;
    folders.push(at);
    for (const entry of machine.list(at)) await gather(join(at, entry.name), entry.kind);
  };
  await gather(path, machine.status(path)?.kind);
  await syncAll(files);
  await syncAll(folders);
}

/** Callbacks, because promises of files cost more than the syncs themselves. */
async function syncAll(paths: readonly AbsolutePath[]): Promise<void> {
  const queue = paths.values();
  const worker = async () => {
    for (const path of queue) await syncLater(path);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

function syncLater(path: AbsolutePath): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error: Error | null) => (error === null ? resolve() : reject(error));
    open(toFileSystem(path), "r", (failed, handle) => {
      if (failed !== null) settle(failed);
      else fsync(handle, (unsynced) => close(handle, (unclosed) => settle(unsynced ?? unclosed ?? null)));
    });
  });
}

/** Lets others have their turn now and then. */
interface Turns {
  next(): Promise<void> | undefined;
}

function takeTurns(): Turns {
  let acts = 0;
  return {
    next: () =>
      (acts += 1) % ACTS_AT_ONCE === 0 ? new Promise((resolve) => setImmediate(resolve)) : undefined,
  };
}

async function sha256(path: AbsolutePath): Promise<string | undefined> {
  const status = statSync(toFileSystem(path), { throwIfNoEntry: false });
  if (status?.isFile() !== true) return undefined;
  const hash = process.getBuiltinModule("node:crypto").createHash("sha256");
  if (status.size <= SMALL) return hash.update(readFileSync(toFileSystem(path))).digest("hex");
  for await (const chunk of createReadStream(toFileSystem(path), { highWaterMark: SMALL }))
    hash.update(chunk as Buffer);
  return hash.digest("hex");
}

function syncAt(path: AbsolutePath): void {
  const handle = openSync(toFileSystem(path), "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
