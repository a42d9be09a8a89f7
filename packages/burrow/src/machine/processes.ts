import { fs } from "./node.ts";

const { readdirSync, readFileSync, readlinkSync } = fs;

/** A process so that it can be told from a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Its start in ticks since the machine's; absent where the platform does not tell. */
  readonly started?: string;
  /** The boot it ran in; absent where the platform does not tell. */
  readonly boot?: string;
  /** The pid namespace that its number counts in (containers); absent where there are none. */
  readonly namespace?: string;
}

/** A process that uses a folder. */
export interface FolderUser {
  readonly pid: number;
  /** Whether nothing shows it but its variables, as in what was started from a shell that has the environment activated. */
  readonly activated: boolean;
}

/** What a lock has to know of processes. */
export interface Processes {
  /** This process. */
  self(): ProcessIdentity;
  /** Whether the process may still run: false only when it certainly does not. */
  mayRun(process: ProcessIdentity): boolean;
  /** Ends what still runs with this variable and value, such as an engine whose burrow was killed, and waits until it is gone. Where processes cannot be listed nothing happens. */
  endMarked(variable: string, value: string): Promise<void>;
  /**
   * For each folder that a process uses, one such process: what it runs, has loaded, was started with, stands in, or has in its variables lies there.
   * Undefined where that cannot be told; of other users' processes only what they show.
   */
  users(folders: readonly string[]): ReadonlyMap<string, FolderUser> | undefined;
}

/** The variables by which activation scripts say what they switched on. */
const ACTIVATIONS = ["VIRTUAL_ENV", "CONDA_PREFIX"];

/** The processes of this machine: `/proc` where there is one (proc(5)), else the number alone. */
export function realProcesses(): Processes {
  const boot = read("/proc/sys/kernel/random/boot_id");
  const namespace = linkOf("/proc/self/ns/pid");
  return {
    self: () => identity(process.pid, boot, namespace),
    mayRun: (other) => {
      if (other.boot !== undefined && boot !== undefined && other.boot !== boot) return false;
      // A number of another container says nothing here, so it is taken to run.
      if (other.namespace !== undefined && other.namespace !== namespace) return true;
      if (!exists(other.pid)) return false;
      const now = identity(other.pid, boot, namespace);
      return other.started === undefined || now.started === undefined || now.started === other.started;
    },
    endMarked: async (variable, value) => {
      for (let tries = 0; tries < 100; tries += 1) {
        const found = marked(`${variable}=${value}`);
        if (found.length === 0) return;
        for (const pid of found) kill(pid, "SIGKILL");
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    users: (folders) => {
      const all = pids();
      if (all.length === 0) return undefined;
      const found = new Map<string, FolderUser>();
      if (folders.length === 0) return found;
      for (const pid of all) {
        if (pid === process.pid) continue;
        const traces = tracesOf(pid);
        for (const folder of folders) {
          const known = found.get(folder);
          if (known?.activated === false) continue;
          const use = useOf(folder, traces);
          if (use !== undefined && (known === undefined || use === "used"))
            found.set(folder, { pid, activated: use === "activated" });
        }
      }
      return found;
    },
  };
}

function marked(setting: string): readonly number[] {
  return pids().filter(
    (pid) =>
      pid !== process.pid &&
      (read(`/proc/${pid}/environ`)?.split("\0") ?? []).includes(setting) &&
      !isZombie(pid),
  );
}

/** Every text by which a process shows what it uses (proc(5)), and its variables. */
function tracesOf(pid: number): { readonly texts: string; readonly variables: string } {
  const links = ["exe", "cwd"].map((name) => linkOf(`/proc/${pid}/${name}`));
  const files = ["maps", "cmdline"].map((name) => read(`/proc/${pid}/${name}`));
  const texts = [...links, ...files].filter((text) => text !== undefined).join("\n");
  return { texts, variables: read(`/proc/${pid}/environ`) ?? "" };
}

/** How the traces of a process show a folder; undefined when they do not. */
function useOf(
  folder: string,
  { texts, variables }: ReturnType<typeof tracesOf>,
): "used" | "activated" | undefined {
  if (isIn(folder, texts)) return "used";
  if (!isIn(folder, variables)) return undefined;
  const settings = variables.split("\0");
  return ACTIVATIONS.some((name) => settings.includes(`${name}=${folder}`)) ? "activated" : "used";
}

/** Whether a text names a folder or something in it, and not another whose name begins as its does. */
function isIn(folder: string, text: string): boolean {
  for (let at = text.indexOf(folder); at !== -1; at = text.indexOf(folder, at + 1))
    if (/^(?:$|[/\0\n:;"' ])/u.test(text.slice(at + folder.length, at + folder.length + 1))) return true;
  return false;
}

function pids(): readonly number[] {
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/u.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone already.
  }
}

function identity(pid: number, boot: string | undefined, namespace: string | undefined): ProcessIdentity {
  // The name in parentheses may hold anything, so the fields are counted after its end; the 22nd field is the start.
  const stat = read(`/proc/${pid}/stat`);
  const started = stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  return {
    pid,
    ...(started !== undefined && { started }),
    ...(boot !== undefined && { boot }),
    ...(namespace !== undefined && { namespace }),
  };
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** A process that ended and was not waited for keeps its number, and nothing else. */
function isZombie(pid: number): boolean {
  const stat = read(`/proc/${pid}/stat`);
  return stat !== undefined && stat.slice(stat.lastIndexOf(")") + 2).startsWith("Z");
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return undefined;
  }
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
