// Who changes environments here, and from what to what.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PIP, PROGRAM, PYTHON, UV } from "./setting.mjs";

/** Records of generations have times in them; byte code has the times of its sources. */
const RECORDS = /^\.burrow\/generations\/default\/\d+(?:\.files)?\.json$/u;
const BYTE_CODE = /(?:^|\/)__pycache__$/u;

const burrow = (...args) => [process.execPath, PROGRAM, ...args];
const uvPip = (...args) => [UV, "pip", ...args, "--no-config", "--quiet", "--python", ".venv/bin/python"];
const pip = (...args) => [".venv/bin/python", "-I", PIP, ...args];

const asks = (project, pins) => writeFileSync(join(project, "requirements.txt"), `${pins.join("\n")}\n`);
const must = ([program, ...args], here) =>
  execFileSync(program, args, { ...here, stdio: ["ignore", "pipe", "pipe"] });

/** An environment that somebody made and filled. */
function others(here, pins, after, python = PYTHON) {
  const venv = [
    "venv",
    "--no-config",
    "--no-project",
    "--quiet",
    "--no-python-downloads",
    "--python",
    python,
    ".venv",
  ];
  must([UV, ...venv], here);
  if (pins.length > 0) must(uvPip("install", ...pins), here);
  asks(here.cwd, after);
}

/** An environment of burrow's, one generation for each list of pins. */
function managed(here, ...turns) {
  for (const pins of turns) {
    asks(here.cwd, pins);
    must(burrow("up", "--yes"), here);
  }
}

const WAYS = {
  /** Somebody's environment, changed in place. */
  upgrade: (here, { before, after, python }) => others(here, before, after, python),
  /** An environment where none was; the peers get an empty one to fill. */
  create: (here, { after }) => asks(here.cwd, after),
  fill: (here, { after }) => others(here, [], after),
  /** The next generation of an environment of burrow's. */
  next: (here, { before, after }) => {
    managed(here, before);
    asks(here.cwd, after);
  },
  rollback: (here, { before, after }) => managed(here, before, after),
  /** Somebody's environment, which becomes one of burrow's. */
  adopt: (here, { before, after }) => others(here, before, after),
  /** Somebody's environment that lost a file and whose other was cut off. */
  repair: (here, { before }) => {
    others(here, before, before);
    damage(here, "idna/core.py", (at) => rmSync(at));
    damage(here, "markupsafe/__init__.py", (at) => truncateSync(at, 100));
  },
  /** Somebody's environment that was upgraded since its snapshot, and has one distribution more. */
  restore: (here, { before, after }) => {
    others(here, before, before);
    must(burrow("snapshot", "create", "first"), here);
    must(uvPip("install", ...after), here);
  },
  /** Of three generations of burrow's the two older ones go. */
  gc: (here, { before, after }) => managed(here, before, after, before),
};

/** Does something to a file of an environment. */
function damage({ cwd }, file, act) {
  const site = readdirSync(join(cwd, ".venv/lib")).find((name) => name.startsWith("python"));
  act(join(cwd, ".venv/lib", site, "site-packages", file));
}

/** The command of each way of burrow's. */
const COMMANDS = {
  upgrade: burrow("up", "--yes", "--json"),
  create: burrow("up", "--yes", "--json"),
  next: burrow("up", "--yes", "--json"),
  rollback: burrow("rollback", "1", "--json"),
  adopt: burrow("up", "--adopt", "--yes", "--json"),
  repair: burrow("repair", ".venv", "--deep", "--yes", "--json"),
  restore: burrow("snapshot", "restore", "first", "--yes", "--json"),
  gc: burrow("gc", "--keep", "1", "--yes", "--json"),
};

/** All campaigns: a tool, what it changes, its command, and what it says of an environment itself. */
export const CAMPAIGNS = [
  ...Object.entries(COMMANDS).map(([way, command]) => ({
    tool: "burrow",
    way,
    command,
    recover: burrow("recover", "--json"),
    except: (path) => RECORDS.test(path),
    ...(way === "gc" && { between: [burrow("gc", "--keep", "2", "--yes", "--json")] }),
  })),
  ...["upgrade", "fill"]
    .flatMap((way) => [
      { tool: "uv", way, command: uvPip("install", "-r", "requirements.txt"), check: uvPip("check") },
      { tool: "pip", way, command: pip("install", "--quiet", "-r", "requirements.txt"), check: pip("check") },
    ])
    .map((one) => ({ ...one, except: (path) => BYTE_CODE.test(path) })),
];

/** Makes the project of a campaign, as it is before. */
export function prepare({ way }, here, pins) {
  mkdirSync(join(here.cwd, ".git"), { recursive: true });
  mkdirSync(here.env.HOME, { recursive: true });
  writeFileSync(join(here.cwd, ".git/HEAD"), "ref: refs/heads/main\n");
  WAYS[way](here, pins);
}

/** What a transaction keeps of its own beside a project or in a prefix, and the next command clears away. */
export const OWN = /^(?:\.venv\/)?\.burrow\/(?:journal$|lock(?:\.|$))/u;

/** Whether a change of burrow's is unfinished in a project: a transaction, or the removal of a generation. */
export function isOpen(project) {
  const generations = join(project, ".burrow/generations/default");
  return (
    [".burrow/journal", ".venv/.burrow/journal"].some((path) => existsSync(join(project, path))) ||
    (existsSync(generations) && readdirSync(generations).some((name) => name.startsWith(".gone-")))
  );
}
