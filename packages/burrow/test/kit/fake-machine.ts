import type { Machine, ProbeResult, Status } from "../../src/machine/machine.ts";
import type { Workbench } from "../../src/machine/workbench.ts";
import { absolute, type AbsolutePath } from "../../src/model/path.ts";
import type { Platform } from "../../src/model/platform.ts";
import { fakeActs, type FakeControl } from "./fake-acts.ts";
import { fakeDisk, type FakeDisk, type Inode, type Survives } from "./fake-disk.ts";
import { fakePaths } from "./fake-paths.ts";

/** What stands at a path of a fake machine; folders above it are made. */
export type FakeFile =
  | string
  | { readonly link: string }
  | { readonly folder: true; readonly mode?: number; readonly uid?: number }
  | {
      readonly file: string | Uint8Array;
      readonly mode?: number;
      readonly uid?: number;
      /** Nanoseconds. */
      readonly mtime?: bigint;
    }
  /** Another name of a file that is listed before. */
  | { readonly hardLink: string };

export interface FakeOptions {
  readonly platform?: Platform;
  readonly home?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default 1000; 0 may do everything. */
  readonly uid?: number;
  /** Folders that are mounted read-only. */
  readonly readOnly?: readonly string[];
  /** What a probe of an executable answers; any other is no interpreter. */
  readonly probes?: Readonly<Record<string, unknown>>;
  /** What `reg query KEY /s` prints, by key. */
  readonly registry?: Readonly<Record<string, string>>;
  /** Bytes; default 10 GiB. */
  readonly freeSpace?: bigint;
  /** Whether the file system knows hard links; default yes. */
  readonly hardLinks?: boolean;
}

/** Every path with what it is: `folder 755`, `file 644 <text>`, `link → <text>`. Two trees are compared with `toEqual`. */
export type FakeTree = Readonly<Record<string, string>>;

/** A machine in memory: looks and acts as the real ones do, fails when told, and can lose what was not synced. */
export interface FakeMachine extends Workbench, FakeControl {
  /** All that is below the folder, by path. */
  tree(under?: string): FakeTree;
  /** Loses what was not synced, but for what `survives` (default: nothing does), and revives. */
  powerCut(survives?: Survives): void;
  /** What another program does to a file: the same inode gets another content and time. It is no act of this process. */
  edit(path: string, content: string): void;
  /** What another program does: a new file (or link, or folder) takes the place. */
  place(path: string, file: FakeFile): void;
  /** What another program does: the path and all below it are gone. */
  remove(path: string): void;
}

const LINUX: Platform = { os: "linux", arch: "x86_64", libc: { kind: "glibc", version: "2.36" } };

/** A machine that holds these files, all of them durable. */
export function fakeMachine(
  files: Readonly<Record<string, FakeFile>> = {},
  {
    platform = LINUX,
    home = "/home/me",
    env = {},
    uid = 1000,
    readOnly = [],
    probes = {},
    registry = {},
    freeSpace = 10n * 1024n ** 3n,
    hardLinks = true,
  }: FakeOptions = {},
): FakeMachine {
  const disk = fakeDisk();
  disk.root.mode = 0o1777;
  const paths = fakePaths(disk, { uid, readOnly });
  const place = (path: string, file: FakeFile) => populate(disk, paths, uid, absolute(path), file);
  for (const [path, file] of Object.entries(files)) place(path, file);
  disk.syncAll();

  const machine = looks(paths, { platform, home: absolute(home), env, uid, probes, registry });
  const { bench, ...control } = fakeActs(disk, paths, { uid, freeSpace, hardLinks });
  const { root } = disk;
  return {
    ...machine,
    ...bench,
    ...control,
    tree: (under = "/") => {
      const at = paths.find(absolute(under));
      return Object.fromEntries(at === undefined ? [] : treeOf(at === root ? "" : under, at));
    },
    powerCut: (survives = () => false) => {
      disk.powerCut(survives);
      control.revive();
    },
    edit: (path, content) => disk.write(paths.get(absolute(path)), bytes(content)),
    place,
    remove: (path) => {
      const { folder, name } = paths.slot(absolute(path));
      disk.change({ folder, name });
      disk.sync(folder);
    },
  };
}

/** Puts a file where it is told, as another program would, and makes it durable. */
function populate(
  disk: FakeDisk,
  paths: ReturnType<typeof fakePaths>,
  uid: number,
  path: AbsolutePath,
  file: FakeFile,
): void {
  const { folder, name } = paths.slot(path, (above) => {
    const inode = disk.make("folder", { uid });
    disk.change({ ...above, inode });
    disk.sync(above.folder);
    return inode;
  });
  const there = folder.names.get(name);
  if (typeof file === "object" && "folder" in file && there?.kind === "folder") {
    there.mode = file.mode ?? there.mode;
    there.uid = file.uid ?? there.uid;
    there.ctime = disk.tick();
    return;
  }
  const inode = inodeOf(disk, paths, uid, file);
  disk.change({ folder, name, inode });
  disk.sync(inode);
  disk.sync(folder);
}

function inodeOf(disk: FakeDisk, paths: ReturnType<typeof fakePaths>, uid: number, file: FakeFile): Inode {
  if (typeof file === "string") return disk.make("file", { content: bytes(file), uid });
  if ("link" in file) return disk.make("link", { text: file.link, uid });
  if ("hardLink" in file) return paths.get(absolute(file.hardLink));
  if ("folder" in file) return disk.make("folder", { mode: file.mode ?? 0o755, uid: file.uid ?? uid });
  const made = disk.make("file", {
    content: bytes(file.file),
    mode: file.mode ?? 0o644,
    uid: file.uid ?? uid,
  });
  made.mtime = file.mtime ?? made.mtime;
  return made;
}

function looks(
  paths: ReturnType<typeof fakePaths>,
  fixed: Pick<Machine, "platform" | "home" | "env" | "uid"> &
    Required<Pick<FakeOptions, "probes" | "registry">>,
): Machine {
  const { probes, registry, ...rest } = fixed;
  const readBytes: Machine["readBytes"] = (path, limit = 16 * 1024 ** 2) => {
    const inode = paths.find(path, { follow: true });
    if (inode?.kind !== "file" || !paths.may(inode, 4) || inode.content.length > limit) return undefined;
    return inode.content.slice();
  };
  return {
    ...rest,
    readBytes,
    readText: (path, limit) => {
      const content = readBytes(path, limit);
      return content === undefined
        ? undefined
        : new TextDecoder("utf-8", { ignoreBOM: true }).decode(content);
    },
    list: (path) => {
      const inode = paths.find(path, { follow: true });
      if (inode?.kind !== "folder" || !paths.may(inode, 4)) return [];
      return [...inode.names]
        .map(([name, { kind }]) => ({ name, kind }))
        .toSorted((one, other) => (one.name < other.name ? -1 : 1));
    },
    names: (path) => {
      const inode = paths.find(path, { follow: true });
      return inode?.kind === "folder" && paths.may(inode, 4) ? [...inode.names.keys()] : [];
    },
    status: (path) => statusOf(paths, paths.find(path)),
    target: (path) => statusOf(paths, paths.find(path, { follow: true })),
    state: (path, follow) => {
      const inode = paths.find(path, { follow });
      if (inode === undefined) return undefined;
      const { kind, number, ctime, mode, uid, content, text } = inode;
      const size = kind === "link" ? text.length : content.length;
      const bits = mode | { file: 0o100_000, folder: 0o040_000, link: 0o120_000, other: 0o010_000 }[kind];
      return { dev: 1, ino: Number(number), size, mode: bits, uid, ctimeMs: Number(ctime / 1_000_000n) };
    },
    realPath: (path) => paths.real(path),
    readLink: (path) => {
      const inode = paths.find(path);
      return inode?.kind === "link" ? inode.text : undefined;
    },
    readable: (path) => {
      const inode = paths.find(path, { follow: true });
      return inode !== undefined && paths.may(inode, inode.kind === "folder" ? 5 : 4);
    },
    writable: (path) => {
      const inode = paths.find(path, { follow: true });
      return inode !== undefined && paths.may(inode, 2) && !paths.isReadOnly(path);
    },
    registry: (key) => registry[key],
    probe: (executable): Promise<ProbeResult> => {
      const answer = probes[executable] ?? probes[paths.real(executable) ?? executable];
      return Promise.resolve(
        answer === undefined
          ? { ok: false, detail: "it is no interpreter", seconds: 0 }
          : { ok: true, answer, seconds: 0 },
      );
    },
  };
}

function statusOf(paths: ReturnType<typeof fakePaths>, inode: Inode | undefined): Status | undefined {
  if (inode === undefined) return undefined;
  const { kind, mode, uid, mtime, number } = inode;
  const size = kind === "link" ? inode.text.length : inode.content.length;
  return {
    kind,
    mode,
    uid,
    size,
    mtime,
    atime: mtime,
    born: number,
    device: 1n,
    inode: number,
    links: inode.links,
  };
}

function* treeOf(path: string, inode: Inode): Generator<readonly [string, string]> {
  const { kind, mode, text, content, names } = inode;
  const bits = mode.toString(8);
  if (kind === "link") yield [path, `link → ${text}`];
  else if (kind === "file") yield [path, `file ${bits} ${new TextDecoder().decode(content)}`];
  else if (path !== "") yield [path, `${kind} ${bits}`];
  for (const name of [...names.keys()].toSorted()) {
    const below = names.get(name);
    if (below !== undefined) yield* treeOf(`${path}/${name}`, below);
  }
}

function bytes(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? new TextEncoder().encode(content) : content;
}
