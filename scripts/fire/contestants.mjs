// Who changes environments here, and from what to what.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
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
function others(here, pins, after) {
  const venv = [
    "venv",
    "--no-config",
    "--no-project",
    "--quiet",
    "--no-python-downloads",
    "--python",
    PYTHON,
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
  upgrade: (here, { before, after }) => others(here, before, after),
  /** An environment where none was; the peers get an empty one to fill. */
  create: (here, { after }) => asks(here.cwd, after),
  fill: (here, { after }) => others(here, [], after),
  /** The next generation of an environment of burrow's. */
  next: (here, { before, after }) => {
    managed(here, before);
    asks(here.cwd, after);
  },
  rollback: (here, { before, after }) => managed(here, before, after),
};

const up = { command: burrow("up", "--yes", "--json"), recover: burrow("recover", "--json") };

/** All campaigns: a tool, what it changes, its command, and what it says of an environment itself. */
export const CAMPAIGNS = [
  ...["upgrade", "create", "next"].map((way) => ({
    tool: "burrow",
    way,
    ...up,
    except: (path) => RECORDS.test(path),
  })),
  {
    tool: "burrow",
    way: "rollback",
    ...up,
    command: burrow("rollback", "1", "--json"),
    except: (path) => RECORDS.test(path),
  },
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

/** Whether a transaction of burrow's is unfinished in a project. */
export function isOpen(project) {
  return [".burrow/journal", ".venv/.burrow/journal"].some((path) => existsSync(join(project, path)));
}
