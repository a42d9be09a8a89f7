import { createHash } from "node:crypto";
import type { Done, Engine, Talk } from "../../src/engines/engine.ts";
import type { Command, Runner } from "../../src/machine/command.ts";
import type { Workbench } from "../../src/machine/workbench.ts";
import { absolute, join, parent, type AbsolutePath } from "../../src/model/path.ts";

/** What a distribution puts below `lib/site-packages`, and into `bin`. */
export interface FakeDistribution {
  readonly name: string;
  readonly version: string;
}

/** The files of a distribution, by their path relative to the prefix. None of them has to be executable. */
export function filesOfFake({ name, version }: FakeDistribution): Readonly<Record<string, string>> {
  const site = "lib/site-packages";
  const info = `${site}/${name}-${version}.dist-info`;
  const files = {
    [`${site}/${name}/__init__.py`]: `version = "${version}"\n`,
    [`${site}/${name}/data.txt`]: `data of ${name}\n`,
    [`bin/${name}`]: `import ${name}  # ${version}\n`,
    [`${info}/METADATA`]: `Name: ${name}\nVersion: ${version}\n`,
  };
  const rows = Object.entries(files).map(([path, content]) => {
    const digest = createHash("sha256").update(content).digest("base64url");
    return `${path.startsWith("bin/") ? `../../${path}` : path.slice(site.length + 1)},sha256=${digest},${content.length}\n`;
  });
  return { ...files, [`${info}/RECORD`]: `${rows.join("")}${name}-${version}.dist-info/RECORD,,\n` };
}

/** The files of an empty environment, relative to its prefix. */
export const EMPTY_ENVIRONMENT: Readonly<Record<string, string>> = {
  "pyvenv.cfg": "home = /usr/bin\n",
  "bin/python": "python",
  "lib/site-packages/_burrow.pth": "",
};

/** What an act of the engine is told to do besides succeeding. */
export interface FakeFaults {
  /** Acts (`create`, `install` …) that do the half and then say that they failed. */
  readonly failing?: readonly string[];
  /** Called before each act. */
  readonly before?: (act: string) => void;
}

/** The wheel that the fake engine builds. */
export const FAKE_WHEEL = "odd-1-py3-none-any.whl";

const PROGRAM = absolute("/engine/fake");

/** An engine whose commands a `fakeRunner` carries out on a fake machine. */
export function fakeEngine(): Engine {
  const talk = function* (act: string, ...args: readonly string[]): Talk<Done> {
    const { status, stderr } = yield { program: PROGRAM, args: [act, ...args], env: {} };
    return status === 0 ? { ok: true } : { ok: false, detail: stderr };
  };
  return {
    name: "uv",
    version: "0",
    program: PROGRAM,
    // oxlint-disable-next-line require-yield -- nothing is asked
    *resolve() {
      return { kind: "unreachable", text: "the fake engine resolves nothing" };
    },
    create: ({ prefix }) => talk("create", prefix),
    fetch: ({ pins }) => talk("fetch", "", ...pinned(pins)),
    install: ({ python, pins }) => talk("install", parent(parent(python)), ...pinned(pins)),
    uninstall: ({ python, names }) => talk("uninstall", parent(parent(python)), ...names),
    *buildWheel({ source, folder }) {
      const done = yield* talk("wheel", folder);
      return done.ok ? { ok: true, name: "odd", version: source.kind } : done;
    },
    buildProject: ({ python, project }) => talk("build", parent(parent(python)), project),
  };
}

function pinned(pins: readonly FakeDistribution[]): readonly string[] {
  return pins.map(({ name, version }) => `${name}==${version}`);
}

/** Carries out what a `fakeEngine` says, each write an act of the machine; imports (`-c`) succeed. */
export function fakeRunner(bench: Workbench, { failing = [], before }: FakeFaults = {}): Runner {
  return {
    run: async ({ program, args }: Command) => {
      const output = { stdout: "", stderr: "", files: { answer: "[]" } };
      if (program !== PROGRAM) return { ...output, status: 0 };
      const [act = "", prefix = "", ...names] = args as readonly string[];
      before?.(act);
      const fails = failing.includes(act);
      const wanted = fails ? names.slice(0, Math.ceil(names.length / 2)) : names;
      if (act === "create") create(bench, absolute(prefix), fails);
      if (act === "install") for (const pin of wanted) install(bench, absolute(prefix), pin);
      if (act === "uninstall") for (const name of wanted) uninstall(bench, absolute(prefix), name);
      if (act === "wheel") write(bench, join(absolute(prefix), FAKE_WHEEL), "a wheel");
      if (act === "build") editable(bench, absolute(prefix), names[0] ?? "");
      return fails ? { ...output, status: 1, stderr: `${act} was told to fail` } : { ...output, status: 0 };
    },
  };
}

function create(bench: Workbench, prefix: AbsolutePath, half: boolean): void {
  const files = Object.entries(EMPTY_ENVIRONMENT);
  for (const [path, content] of half ? files.slice(0, 1) : files) write(bench, join(prefix, path), content);
}

function install(bench: Workbench, prefix: AbsolutePath, pin: string): void {
  const [name = "", version = ""] = pin.split("==");
  uninstall(bench, prefix, name);
  for (const [path, content] of Object.entries(filesOfFake({ name, version })))
    write(bench, join(prefix, path), content);
  // As some installers do, a file that others share is written in place.
  bench.append(join(prefix, "lib/site-packages/_burrow.pth"), `# ${pin}\n`);
}

function uninstall(bench: Workbench, prefix: AbsolutePath, name: string): void {
  const site = join(prefix, "lib/site-packages");
  for (const { name: folder } of bench.list(site)) {
    const [, version] = new RegExp(`^${name}-(.*)\\.dist-info$`, "u").exec(folder) ?? [];
    if (version === undefined) continue;
    for (const path of Object.keys(filesOfFake({ name, version }))) bench.removeFile(join(prefix, path));
    for (const empty of [join(site, folder), join(site, name)])
      if (bench.list(empty).length === 0) bench.removeFolder(empty);
  }
}

function editable(bench: Workbench, prefix: AbsolutePath, project: string): void {
  write(bench, join(prefix, "lib/site-packages/__editable__.pth"), `${project}\n`);
}

/** As installers do: made anew, no part of it synced. */
function write(bench: Workbench, path: AbsolutePath, content: string): void {
  bench.makeFolder(parent(path));
  bench.removeFile(path);
  bench.createFile(path, content);
}
