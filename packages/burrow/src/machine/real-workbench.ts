import { createHash } from "node:crypto";
import {
  appendFileSync,
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  createReadStream,
  fsyncSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmdirSync,
  statfsSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { open, readdir, rmdir, unlink } from "node:fs/promises";
import { absolute, join, type AbsolutePath } from "../model/path.ts";
import { fromFileSystem, toFileSystem } from "./file-names.ts";
import type { Machine } from "./machine.ts";
import type { Workbench } from "./workbench.ts";

/** How many files are synced or removed at a time: the disk gathers what comes together. */
const AT_ONCE = 16;

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
    removeTree,
    setMode: (path, mode) => chmodSync(toFileSystem(path), mode),
    setTime: (path, mtime) => {
      const seconds = secondsOf(mtime);
      lutimesSync(toFileSystem(path), seconds, seconds);
    },
    syncFile: syncAt,
    syncFolder: syncAt,
    syncTree,
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

/** A folder that others fill while it is emptied is tried again; one that this user may not change is made changeable where it is theirs. */
async function removeTree(path: AbsolutePath): Promise<void> {
  const status = lstatSync(toFileSystem(path), { throwIfNoEntry: false });
  if (status === undefined) return;
  if (!status.isDirectory()) return removeIfThere(path);
  for (let tries = 0; ; tries += 1) {
    try {
      await emptyFolder(path);
      await rmdir(toFileSystem(path));
      return;
    } catch (error) {
      const code = codeOf(error);
      if (code === "ENOENT") return;
      if (tries >= 3 || (code !== "ENOTEMPTY" && code !== "EACCES" && code !== "EEXIST")) throw error;
      if (code === "EACCES") chmodSync(toFileSystem(path), 0o700);
    }
  }
}

async function emptyFolder(path: AbsolutePath): Promise<void> {
  const folders: AbsolutePath[] = [];
  const others: AbsolutePath[] = [];
  for (const { name, isFolder } of await entriesOf(path))
    (isFolder ? folders : others).push(join(path, name));
  await each(others, async (file) => {
    try {
      await unlink(toFileSystem(file));
    } catch (error) {
      if (codeOf(error) !== "ENOENT") throw error;
    }
  });
  for (const folder of folders) await removeTree(folder);
}

/** Files first, so that a name that is durable leads to content that is. */
async function syncTree(path: AbsolutePath): Promise<void> {
  const status = lstatSync(toFileSystem(path));
  if (status.isSymbolicLink()) return;
  if (!status.isDirectory()) return syncLater(path);
  const folders: AbsolutePath[] = [];
  const files: AbsolutePath[] = [];
  const gather = async (folder: AbsolutePath): Promise<void> => {
    folders.push(folder);
    for (const { name, isFolder, isFile } of await entriesOf(folder))
      if (isFolder) await gather(join(folder, name));
      else if (isFile) files.push(join(folder, name));
  };
  await gather(path);
  await each(files, syncLater);
  await each(folders, syncLater);
}

async function sha256(path: AbsolutePath): Promise<string | undefined> {
  const status = statSync(toFileSystem(path), { throwIfNoEntry: false });
  if (status?.isFile() !== true) return undefined;
  const hash = createHash("sha256");
  if (status.size <= SMALL) return hash.update(readFileSync(toFileSystem(path))).digest("hex");
  for await (const chunk of createReadStream(toFileSystem(path), { highWaterMark: SMALL }))
    hash.update(chunk as Buffer);
  return hash.digest("hex");
}

async function syncLater(path: AbsolutePath): Promise<void> {
  const handle = await open(toFileSystem(path), "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function syncAt(path: AbsolutePath): void {
  const handle = openSync(toFileSystem(path), "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

async function entriesOf(
  path: AbsolutePath,
): Promise<readonly { readonly name: string; readonly isFolder: boolean; readonly isFile: boolean }[]> {
  const entries = await readdir(toFileSystem(path), { withFileTypes: true, encoding: "buffer" });
  return entries.map((entry) => ({
    name: fromFileSystem(entry.name as Buffer),
    isFolder: entry.isDirectory(),
    isFile: entry.isFile(),
  }));
}

async function each<Item>(items: readonly Item[], act: (item: Item) => Promise<void>): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await act(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
