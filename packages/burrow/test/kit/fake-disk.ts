/** What an inode of a fake disk is: names live in folders, so hard links share one. */
export interface Inode {
  readonly kind: "file" | "folder" | "link" | "other";
  readonly number: bigint;
  mode: number;
  uid: number;
  /** Nanoseconds. */
  mtime: bigint;
  /** When anything of it last changed, in nanoseconds; no program sets it. */
  ctime: bigint;
  /** How many names it has. */
  links: number;
  /** Of a file. */
  content: Uint8Array;
  /** Of a link. */
  readonly text: string;
  /** Of a folder. */
  names: Map<string, Inode>;
  /** What a power cut leaves of the content and of the names. */
  durable: { content: Uint8Array | undefined; mode: number; mtime: bigint; names: Map<string, Inode> };
}

/** One change of names that a file system makes as a whole: a rename is two of them. */
type NameChange = readonly { readonly folder: Inode; readonly name: string; readonly inode?: Inode }[];

/** Decides whether something that was not synced outlives a power cut. */
export type Survives = () => boolean;

/** Inodes, names, time, and what of them is durable. It knows no path, no permission and no failure. */
export interface FakeDisk {
  readonly root: Inode;
  /** The next moment: each change has its own. */
  tick(): bigint;
  make(kind: Inode["kind"], fields?: Partial<Pick<Inode, "mode" | "uid" | "content" | "text">>): Inode;
  /** Changes names as one change; a missing inode takes the name away. */
  change(...changes: NameChange): void;
  write(inode: Inode, content: Uint8Array): void;
  /** Makes content, mode and time durable; of a folder its names. */
  sync(inode: Inode): void;
  /** Everything as it is now is durable. */
  syncAll(): void;
  /** Loses what was not synced, but for what `survives`. */
  powerCut(survives: Survives): void;
}

/** A disk that holds nothing but its root. */
export function fakeDisk(): FakeDisk {
  let now = 1_700_000_000_000_000_000n;
  let numbers = 1n;
  let pending: NameChange[] = [];
  const tick = () => (now += 1_000_000n);
  const make: FakeDisk["make"] = (kind, fields = {}) => {
    const inode = {
      kind,
      number: (numbers += 1n),
      mode: kind === "folder" ? 0o755 : kind === "link" ? 0o777 : 0o644,
      uid: 0,
      mtime: tick(),
      ctime: tick(),
      links: 0,
      content: new Uint8Array(),
      text: "",
      names: new Map<string, Inode>(),
      ...fields,
    };
    return {
      ...inode,
      durable: { content: undefined, mode: inode.mode, mtime: inode.mtime, names: new Map() },
    };
  };
  const root = make("folder");

  const keep = (changes: NameChange) => {
    for (const { folder, name, inode } of changes) put(folder.durable.names, name, inode);
  };
  const sync = (inode: Inode) => {
    fix(inode);
    if (inode.kind !== "folder") return;
    const touches = (changes: NameChange) => changes.some(({ folder }) => folder === inode);
    pending.filter(touches).forEach(keep);
    pending = pending.filter((changes) => !touches(changes));
  };
  const reachable = (): Set<Inode> => {
    const found = new Set<Inode>();
    const visit = (inode: Inode) => {
      if (found.has(inode)) return;
      found.add(inode);
      inode.names.forEach(visit);
    };
    visit(root);
    return found;
  };

  return {
    root,
    tick,
    make,
    change: (...changes) => {
      const moment = tick();
      for (const { folder, name, inode } of changes) {
        const there = folder.names.get(name);
        if (there !== undefined) there.links -= 1;
        if (inode !== undefined) inode.links += 1;
        put(folder.names, name, inode);
        folder.mtime = moment;
        folder.ctime = moment;
      }
      pending.push(changes);
    },
    write: (inode, content) => {
      inode.content = content;
      inode.mtime = tick();
      inode.ctime = inode.mtime;
    },
    sync,
    syncAll: () => reachable().forEach(sync),
    powerCut: (survives) => {
      for (const changes of pending) if (survives()) keep(changes);
      pending = [];
      const seen = new Set<Inode>();
      const settle = (inode: Inode) => {
        inode.links = seen.has(inode) ? inode.links + 1 : 1;
        if (seen.has(inode)) return;
        seen.add(inode);
        if (inode.kind === "file") inode.content = leftOf(inode, survives);
        inode.mode = inode.durable.mode;
        inode.mtime = inode.durable.mtime;
        inode.names = new Map(inode.durable.names);
        fix(inode);
        inode.names.forEach(settle);
      };
      settle(root);
    },
  };
}

function fix({ durable, content, mode, mtime }: Inode): void {
  Object.assign(durable, { content, mode, mtime });
}

/** A file that was not synced since it was written: new, old (empty when it never was synced) or a part. */
function leftOf({ content, durable }: Inode, survives: Survives): Uint8Array {
  if (durable.content === content || survives()) return content;
  if (durable.content !== undefined) return durable.content;
  return survives() ? content.slice(0, Math.floor(content.length / 2)) : new Uint8Array();
}

function put(names: Map<string, Inode>, name: string, inode: Inode | undefined): void {
  if (inode === undefined) names.delete(name);
  else names.set(name, inode);
}
