import { createHash } from "node:crypto";
import type { Machine } from "../../src/machine/machine.ts";
import type { Workbench } from "../../src/machine/workbench.ts";
import { absolute, join, parent, type AbsolutePath } from "../../src/model/path.ts";
import type { FakeDisk, Inode } from "./fake-disk.ts";
import { systemError, type FakePaths } from "./fake-paths.ts";

/** What every act of a dead process throws. No code under test may catch it and go on: nothing it does has any effect. */
export class ProcessGone extends Error {
  override readonly name = "ProcessGone";
}

/** What a Workbench adds to a Machine. */
export type Acts = Omit<Workbench, keyof Machine>;

/** How a test lets acts fail. */
export interface FakeControl {
  /** How many acts were made; one call may be several (a temporary file, its sync, the rename). */
  readonly count: () => number;
  /** The act after the next `acts` fails with the system's code, and so do those after it, `times` in all. `ENOSPC` fails only acts that take room. */
  readonly failAfter: (acts: number, code: string, times?: number) => void;
  /** From the act after the next `acts` on, every act throws `ProcessGone`, as if the process were killed. */
  readonly dieAfter: (acts: number) => void;
  /** A new process: it may act again, and nothing is told to fail. */
  readonly revive: () => void;
}

/** The acts of a fake machine, with the means to let them fail. */
export interface FakeActs extends FakeControl {
  readonly bench: Acts;
}

interface Limits {
  readonly uid: number;
  readonly freeSpace: bigint;
  readonly hardLinks: boolean;
}

export function fakeActs(disk: FakeDisk, paths: FakePaths, { uid, freeSpace, hardLinks }: Limits): FakeActs {
  let count = 0;
  let dies = Infinity;
  let fails: { at: number; code: string; times: number } = { at: Infinity, code: "", times: 0 };
  let temporary = 0;

  /** Every change passes here, so that each can be the one that fails or never happens. */
  const act = (path: AbsolutePath, room: "takes room" | "takes none" = "takes room") => {
    if (count >= dies) throw new ProcessGone(`the process is gone before it touches ${path}`);
    if (count >= fails.at && fails.times > 0 && (fails.code !== "ENOSPC" || room === "takes room")) {
      fails = { ...fails, times: fails.times - 1 };
      throw systemError(fails.code, path);
    }
    count += 1;
  };
  const changeable = (path: AbsolutePath) => {
    const slot = paths.slot(path);
    if (paths.isReadOnly(parent(path))) throw systemError("EROFS", path);
    if (!paths.may(slot.folder, 2) || !paths.may(slot.folder, 1)) throw systemError("EACCES", path);
    return slot;
  };
  /** A name for an inode, where there must be none. */
  const put = (path: AbsolutePath, inode: Inode) => {
    const slot = changeable(path);
    if (slot.folder.names.has(slot.name)) throw systemError("EEXIST", path);
    act(path);
    disk.change({ ...slot, inode });
  };
  const file = (path: AbsolutePath) => {
    const inode = paths.find(path, { follow: true });
    if (inode === undefined) throw systemError("ENOENT", path);
    return inode;
  };
  const write = (path: AbsolutePath, content: Uint8Array) => {
    const inode = file(path);
    if (!paths.may(inode, 2)) throw systemError("EACCES", path);
    act(path);
    disk.write(inode, content);
  };
  const sync = (path: AbsolutePath) => {
    const inode = file(path);
    act(path, inode.kind === "folder" ? "takes none" : "takes room"); // room is found late, when content is synced
    disk.sync(inode);
  };
  const drop = (path: AbsolutePath) => {
    const slot = changeable(path);
    act(path, "takes none");
    disk.change(slot);
  };
  const move = (from: AbsolutePath, to: AbsolutePath) => {
    const inode = paths.get(from);
    const source = changeable(from);
    const target = changeable(to);
    const there = target.folder.names.get(target.name);
    if (there !== undefined && there !== inode) {
      if (there.kind === "folder" && inode.kind !== "folder") throw systemError("EISDIR", to);
      if (there.kind !== "folder" && inode.kind === "folder") throw systemError("ENOTDIR", to);
      if (there.kind === "folder" && there.names.size > 0) throw systemError("ENOTEMPTY", to);
    }
    act(to, "takes none");
    if (there !== inode) disk.change(source, { ...target, inode });
  };
  /** The path and all below it, what is below first. */
  const everything = (path: AbsolutePath): readonly AbsolutePath[] => {
    const inode = paths.find(path);
    if (inode === undefined) return [];
    const names = inode.kind === "folder" ? [...inode.names.keys()] : [];
    return [...names.flatMap((name) => everything(join(path, name))), path];
  };

  const bench: Acts = {
    makeFolder: (path, mode = 0o755) => {
      const missing: AbsolutePath[] = [];
      for (let at = path; paths.find(at, { follow: true }) === undefined; at = parent(at)) missing.push(at);
      if (missing.length === 0 && paths.find(path, { follow: true })?.kind !== "folder")
        throw systemError("EEXIST", path);
      for (const at of missing.toReversed()) put(at, disk.make("folder", { mode, uid }));
      return missing.at(-1);
    },
    writeFile: (path, content, mode) => {
      const there = paths.find(path, { follow: true });
      const beside = absolute(`${path}.${(temporary += 1)}.tmp`);
      put(beside, disk.make("file", { mode: mode ?? there?.mode ?? 0o644, uid }));
      write(beside, bytes(content));
      sync(beside);
      move(beside, path);
    },
    createFile: (path, content, mode = 0o644) => {
      const inode = disk.make("file", { mode, uid });
      put(path, inode);
      act(path);
      disk.write(inode, bytes(content));
    },
    append: (path, content) => {
      const { content: before } = file(path);
      const added = bytes(content);
      write(path, concat(before, added.slice(0, Math.floor(added.length / 2))));
      write(path, concat(before, added));
      sync(path);
    },
    copyFile: (from, to) => {
      const { content, mode } = file(from);
      if (paths.find(to) === undefined) put(to, disk.make("file", { mode, uid }));
      write(to, content.slice(0, Math.floor(content.length / 2)));
      write(to, content.slice());
    },
    hardLink: (from, to) => {
      if (!hardLinks) throw systemError("EPERM", to);
      put(to, paths.get(from));
    },
    makeLink: (path, target) => put(path, disk.make("link", { text: target, uid })),
    rename: move,
    removeFile: (path) => {
      const inode = paths.find(path);
      if (inode === undefined) return;
      if (inode.kind === "folder") throw systemError("EISDIR", path);
      drop(path);
    },
    removeFolder: (path) => {
      const inode = paths.get(path);
      if (inode.kind !== "folder") throw systemError("ENOTDIR", path);
      if (inode.names.size > 0) throw systemError("ENOTEMPTY", path);
      drop(path);
    },
    removeTree: async (path) => {
      for (const at of everything(path)) drop(at);
    },
    setMode: (path, mode) => {
      const inode = file(path);
      if (uid !== 0 && inode.uid !== uid) throw systemError("EPERM", path);
      act(path, "takes none");
      inode.mode = mode;
      inode.ctime = disk.tick();
    },
    setTime: (path, mtime) => {
      const inode = paths.get(path);
      if (uid !== 0 && inode.uid !== uid) throw systemError("EPERM", path);
      act(path, "takes none");
      inode.mtime = mtime;
      inode.ctime = disk.tick();
    },
    syncFile: sync,
    syncFolder: sync,
    syncAll: async (all) => all.forEach(sync),
    syncTree: async (path) => {
      for (const at of everything(path)) if (paths.get(at).kind !== "link") sync(at);
    },
    sha256: async (path) => {
      const inode = paths.find(path, { follow: true });
      if (inode?.kind !== "file" || !paths.may(inode, 4)) return undefined;
      return createHash("sha256").update(inode.content).digest("hex");
    },
    freeSpace: () => freeSpace,
  };
  return {
    bench,
    count: () => count,
    failAfter: (acts, code, times = 1) => {
      fails = { at: count + acts, code, times };
    },
    dieAfter: (acts) => {
      dies = count + acts;
    },
    revive: () => {
      dies = Infinity;
      fails = { at: Infinity, code: "", times: 0 };
    },
  };
}

function bytes(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? new TextEncoder().encode(content) : content.slice();
}

function concat(one: Uint8Array, other: Uint8Array): Uint8Array {
  const all = new Uint8Array(one.length + other.length);
  all.set(one);
  all.set(other, one.length);
  return all;
}
