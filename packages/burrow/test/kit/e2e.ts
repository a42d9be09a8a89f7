import { spawn, type ChildProcess } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { CACHE, type EngineName, PIP_VERSIONS, pipFolder, PROGRAM, somePython, UV } from "./tools.ts";

/** What a run of burrow left behind. */
export interface Ran {
  /** Undefined when a signal ended it. */
  readonly status: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** The document on stdout; throws when it is none. */
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read documents as a foreign program does
  readonly json: any;
}

/** How a run differs from the usual: in the project's root, with its own HOME, no terminal, and no input. */
export interface RunOptions {
  readonly cwd?: string;
  /** Laid over the clean variables; `undefined` takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
  /** Instead of the built program: a program and its first arguments. */
  readonly program?: readonly string[];
}

/** A run in flight, the leader of its own process group. */
export interface Started {
  readonly process: ChildProcess;
  readonly ended: Promise<Ran>;
  /** Sends a signal to burrow and to all that it started. */
  signalGroup(signal: NodeJS.Signals): void;
}

/** A project in a folder of its own, with its own HOME and BURROW_HOME; all of it is gone when the test ends. */
export interface Project {
  readonly root: string;
  readonly home: string;
  /** The path of something below the root. */
  at(...parts: readonly string[]): string;
  write(path: string, text: string): void;
  read(path: string): string;
  /** Runs `burrow` with these arguments to its end. */
  run(...args: readonly (string | RunOptions)[]): Promise<Ran>;
  start(...args: readonly (string | RunOptions)[]): Started;
}

/** The variables that lead to an index and through a proxy; whoever runs the tests knows them. */
const NETWORK =
  /^(?:PIP_|UV_(?:INDEX|DEFAULT_INDEX|EXTRA_INDEX|FIND_LINKS)|SSL_|NODE_EXTRA_CA|REQUESTS_CA|CURL_CA|\w*_proxy$)/iu;

/** What a project's runs have beside the clean variables. */
export interface ProjectOptions {
  /** Executables whose folders come first on PATH; some Python comes after them. */
  readonly programs?: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The folder's name. */
  readonly name?: string;
  /** Said with `--engine` to every command that takes one; pip, which builds for uv too, is as if it had been fetched before. */
  readonly engine?: EngineName;
  /** A Python that is asked for with `--python` by `up` and `plan`. */
  readonly python?: string;
  /** Another folder in the place of each unpacked pip. */
  readonly pip?: string;
}

/** Commands that take an engine. */
const ENGINED: ReadonlySet<string> = new Set([
  "up",
  "plan",
  "rollback",
  "repair",
  "restore",
  "snapshot restore",
]);

/** Makes a project of these files (path → text). */
export function project(
  files: Readonly<Record<string, string>>,
  { programs = [], env = {}, name = "project", engine, python, pip }: ProjectOptions = {},
): Project {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "burrow-e2e-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const root = join(folder, name);
  const home = join(folder, "home");
  mkdirSync(root);
  mkdirSync(home);
  const at = (...parts: readonly string[]) => join(root, ...parts);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);

  if (engine !== undefined) placePips(home, pip);
  const asked = ([command = "", part = ""]: readonly string[]) => [
    ...(engine && (ENGINED.has(command) || ENGINED.has(`${command} ${part}`)) ? ["--engine", engine] : []),
    ...(python && (command === "up" || command === "plan") ? ["--python", python] : []),
  ];
  const variables = { ...cleanVariables({ home, programs }), ...env };
  const start = (...given: readonly (string | RunOptions)[]): Started => {
    const said = given.filter((part) => typeof part === "string");
    const args = [...said, ...asked(said)];
    const options: RunOptions = Object.assign({}, ...given.filter((part) => typeof part !== "string"));
    const started = startProgram([...(options.program ?? [process.execPath, PROGRAM]), ...args], {
      cwd: options.cwd ?? root,
      env: { ...variables, ...options.env },
      ...(options.input !== undefined && { input: options.input }),
    });
    onTestFinished(() => started.signalGroup("SIGKILL"));
    return started;
  };
  return {
    root,
    home,
    at,
    write,
    read: (path) => readFileSync(at(path), "utf8"),
    start,
    run: async (...given) => await start(...given).ended,
  };
}

/** Puts the unpacked pips where burrow keeps them, or another folder in the place of each. */
export function placePips(home: string, instead?: string): void {
  const engines = join(home, "burrow", "data", "engines");
  mkdirSync(engines, { recursive: true });
  for (const version of PIP_VERSIONS) {
    const place = join(engines, `pip-${version}`);
    rmSync(place, { force: true });
    symlinkSync(instead ?? pipFolder(version), place);
  }
}

/** The variables of a run: nothing of the person who runs the tests but the way to the network. */
export function cleanVariables({
  home,
  programs = [],
}: {
  readonly home: string;
  readonly programs?: readonly string[];
}): Readonly<Record<string, string>> {
  const network = Object.entries(process.env).filter(([name]) => NETWORK.test(name));
  const path = [...programs, UV, somePython(), process.execPath].map((program) => dirname(program));
  return {
    ...(Object.fromEntries(network) as Record<string, string>),
    PATH: [...path, "/usr/bin", "/bin"].join(delimiter),
    HOME: home,
    BURROW_HOME: join(home, "burrow"),
    UV_CACHE_DIR: join(CACHE, "uv-cache"),
    LANG: "C.UTF-8",
  };
}

/** Starts a program in a process group of its own and gathers what it says. */
export function startProgram(
  [program = "", ...args]: readonly string[],
  { cwd, env, input }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly input?: string },
): Started {
  const child = spawn(program, args, { cwd, env, detached: true, stdio: ["pipe", "pipe", "pipe"] });
  child.stdin.on("error", () => {}); // a program may end without reading its input
  child.stdin.end(input ?? "");
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = new Promise<Ran>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status, signal) => {
      const left = { status: status ?? undefined, signal: signal ?? undefined, stdout, stderr };
      resolve({
        ...left,
        get json() {
          return documentOf(left);
        },
      });
    });
  });
  return {
    process: child,
    ended,
    signalGroup: (signal) => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, signal);
      } catch {} // all of it has ended
    },
  };
}

function documentOf({ status, stdout, stderr }: Omit<Ran, "json">): unknown {
  try {
    return JSON.parse(stdout);
  } catch (cause) {
    throw new Error(`no document on stdout (status ${status}): ${stdout}${stderr}`, { cause });
  }
}
