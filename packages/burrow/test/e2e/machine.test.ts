import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { cleanVariables, type Ran, startProgram } from "../kit/e2e.ts";
import { type Expected, homes, REAL_HOME } from "../kit/homes.ts";
import { needs, PROGRAM, somePython } from "../kit/tools.ts";

/** What a document says of an environment. */
interface Entry extends Expected {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly health: string;
  readonly broken?: { readonly code: string };
}

function list(
  home: string,
  args: readonly string[] = [],
  before: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<Ran> {
  const variables = { ...cleanVariables({ home }), PATH: "/usr/bin:/bin", ...env };
  const program = [...before, process.execPath, PROGRAM, "list", "--all", ...args];
  return startProgram(program, { cwd: home, env: variables }).ended;
}

function scratch(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "burrow-machine-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The environments below a home, as the maker of the home tells of them. */
function found(ran: Ran, home: string): readonly Entry[] {
  expect(ran.stderr).toBe("");
  expect(ran.status).toBe(0);
  const { environments } = ran.json as { readonly environments: readonly Raw[] };
  return environments
    .map((entry) => ({ ...entry, prefix: latin(entry.prefix) }))
    .filter(({ prefix }) => prefix.startsWith(`${home}/`));
}

/** The same as it is printed: a path that is no UTF-8 is the base64 of its bytes. */
type Raw = Omit<Entry, "prefix"> & { readonly prefix: string | { readonly bytes: string } };

function latin(path: Raw["prefix"]): string {
  return typeof path === "string" ? path : Buffer.from(path.bytes, "base64").toString("latin1");
}

function told({ prefix, kind, version, project }: Expected): string {
  return [prefix, kind, version ?? "-", project ?? "-"].join(" ");
}

test("what the tools really made is found without a folder named: all of it, once, as they made it", async () => {
  const expected = homes([])[REAL_HOME] ?? [];
  expect(new Set(expected.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(14);
  expect(expected.length).toBeGreaterThanOrEqual(20);
  const entries = found(await list(REAL_HOME, ["--json"]), REAL_HOME);
  expect(entries.map(told)).toEqual(expected.map(told).toSorted());
  for (const { prefix, aliases = [] } of expected)
    expect([prefix, entries.find((one) => one.prefix === prefix)?.aliases]).toEqual([prefix, aliases]);
  expect(entries.filter(({ health }) => health !== "healthy")).toEqual([]);
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
});

test("of two hundred, all, and no program is started", async (context) => {
  needs(context, "strace");
  const home = join(scratch(), "home");
  const expected = homes([{ home, count: 200 }])[home] ?? [];
  const trace = join(dirname(home), "trace");
  const strace = ["strace", "-f", "-e", "trace=execve", "-o", trace];
  const entries = found(await list(home, ["--json"], strace), home);
  expect(entries.map(told)).toEqual(expected.map(told).toSorted());
  expect(entries.filter(({ health }) => health !== "healthy")).toEqual([]);
  const started = readFileSync(trace, "utf8")
    .split("\n")
    .filter((line) => line.includes("execve("));
  expect(started).toHaveLength(1);
});

/** A home in which everything is wrong that may be wrong, with what a survey has to say of it. */
function wrongHome(home: string): Readonly<Record<string, string>> {
  const python = somePython();
  const at = (...parts: readonly string[]) => join(home, ...parts);
  const venv = (...parts: readonly string[]) => {
    execFileSync(python, ["-m", "venv", "--without-pip", at(...parts)]);
    return at(...parts);
  };
  const write = (path: string, text: string, mode = 0o644) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { mode });
    chmodSync(path, mode);
  };
  const wanted: Record<string, string> = {};
  const is = (prefix: string, what: string) => (wanted[prefix] = what);

  // Its Python leads nowhere; its base is gone by its cfg.
  const dangling = venv("dangling/.venv");
  for (const name of ["python", "python3"]) rmSync(join(dangling, "bin", name));
  symlinkSync("/gone/bin/python3", join(dangling, "bin/python"));
  is(dangling, "broken base-gone");
  const gone = venv("gone/.venv");
  write(join(gone, "pyvenv.cfg"), "home = /gone/bin\nversion = 3.12.0\n");
  is(gone, "broken base-gone");
  // Moved, copied, half deleted, without its cfg, with a cfg that is cut off or has marks of order.
  venv("was/.venv");
  write(at("was/.venv/bin/tool"), `#!${at("was/.venv/bin/python")}\n`, 0o755);
  renameSync(at("was/.venv"), at("moved"));
  is(at("moved"), "broken moved");
  const half = venv("half/.venv");
  rmSync(join(half, "bin"), { recursive: true });
  is(half, "broken no-executable");
  const unmarked = venv("unmarked/.venv");
  rmSync(join(unmarked, "pyvenv.cfg"));
  is(unmarked, "broken cfg-gone");
  const marked = venv("marked/.venv");
  write(
    join(marked, "pyvenv.cfg"),
    `\ufeff${readFileSync(join(marked, "pyvenv.cfg"), "utf8").replaceAll("\n", "\r\n")}`,
  );
  is(marked, "healthy");
  const cut = venv("cut/.venv");
  write(join(cut, "pyvenv.cfg"), "home");
  is(cut, "healthy");
  // A link to itself, one that leads nowhere, two that lead to one, folders in a circle.
  mkdirSync(at("self"));
  symlinkSync(".venv", at("self/.venv"));
  is(at("self/.venv"), "missing leads-nowhere");
  mkdirSync(at("nowhere"));
  symlinkSync("../gone/it", at("nowhere/.venv"));
  is(at("nowhere/.venv"), "missing leads-nowhere");
  const one = venv("one/env");
  is(one, "healthy");
  for (const name of ["first", "second"]) {
    mkdirSync(at(name));
    symlinkSync(one, at(name, ".venv"));
  }
  symlinkSync(home, at("one/circle"));
  symlinkSync("..", at("two"));
  // Names: spaces, quotes, a line's end, letters of all the world, bytes that are no UTF-8.
  for (const name of ["a b/.venv", "q\"uo'te/.venv", "line\nend/.venv", "émile/环境"])
    is(venv(name), "healthy");
  venv("odd/.venv");
  const odd = Buffer.concat([Buffer.from(at("odd-")), Buffer.from([0xff, 0xfe])]);
  renameSync(at("odd"), odd);
  is(`${odd.toString("latin1")}/.venv`, "healthy");
  // A `.venv` that is a file (PEP 832), one that is a plain folder, one that is a device.
  is(venv("elsewhere"), "healthy");
  write(at("file/.venv"), "../elsewhere\n");
  write(at("plain/.venv/readme"), "no environment");
  mkdirSync(at("pipe"));
  execFileSync("mkfifo", [at("pipe/pyvenv.cfg")]);
  // conda without Python; conda's marks without conda; a cfg alone.
  write(at("r/conda-meta/history"), "==> 2024 <==\n");
  is(at("r"), "healthy");
  write(at("meta/conda-meta/notes"), "");
  write(at("stray/pyvenv.cfg"), "nothing");
  // An environment in an environment's own tree, in a cache, in a repository.
  execFileSync(python, ["-m", "venv", "--without-pip", join(one, "lib/inner")]);
  execFileSync(python, ["-m", "venv", "--without-pip", at(".git/x")]);
  // A project's folder that is an environment, with another inside.
  write(at("both/pyproject.toml"), "");
  is(venv("both"), "healthy");
  is(venv("both/docs/.venv"), "healthy");
  // A great many links and a very deep folder.
  mkdirSync(at("links"));
  for (let index = 0; index < 200; index += 1) symlinkSync(`../one`, at("links", String(index)));
  mkdirSync(at(...Array.from({ length: 60 }, () => "d")), { recursive: true });
  return wanted;
}

test("of what is wrong each has its cause, and what is none is not listed", async () => {
  const home = join(scratch(), "home");
  mkdirSync(home);
  const wanted = wrongHome(home);
  const entries = found(await list(home, ["--json"]), home);
  const got = Object.fromEntries(
    entries.map(({ prefix, health, broken }) => [
      prefix,
      broken === undefined ? health : `${health} ${broken.code}`,
    ]),
  );
  expect(got).toEqual(wanted);
  expect(entries.find(({ prefix }) => prefix === join(home, "one/env"))?.aliases).toEqual([
    join(home, "first/.venv"),
    join(home, "second/.venv"),
  ]);
});

test("B4 an interpreter that hangs, one that never stops talking and one that answers for another are told; the rest is as ever", async () => {
  const home = join(scratch(), "home");
  execFileSync(somePython(), ["-m", "venv", "--without-pip", join(home, "p/.venv")]);
  const fake = (name: string, script: string) => {
    mkdirSync(join(home, "bin", name), { recursive: true });
    writeFileSync(join(home, "bin", name, "python3"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return join(home, "bin", name);
  };
  const folders = [
    fake("hangs", "exec sleep 1000"),
    fake("talks", "exec yes"),
    fake("another", `exec ${somePython()} "$@"`),
  ];
  const open = fake("open", `echo run > ${home}/was-run`);
  chmodSync(open, 0o777);
  const ran = await list(home, ["--json"], [], { PATH: [...folders, open, "/usr/bin", "/bin"].join(":") });
  const { interpreters } = ran.json as {
    readonly interpreters: readonly {
      readonly executable: string;
      readonly unfit?: { readonly code: string; readonly params: { readonly detail: string } };
    }[];
  };
  const said = Object.fromEntries(
    interpreters
      .filter(({ executable }) => executable.startsWith(home))
      .map(({ executable, unfit }) => [
        executable.slice(home.length + 5),
        unfit?.params.detail ?? unfit?.code,
      ]),
  );
  expect(said).toEqual({
    "hangs/python3": "no answer within 10 s",
    "talks/python3": "it printed more than 65536 bytes",
    "another/python3": `it answers for ${dirname(dirname(realpathSync(somePython())))}`,
    "open/python3": "untrusted",
  });
  expect(existsSync(join(home, "was-run"))).toBe(false);
  expect(found(ran, home).map(({ prefix, health }) => [prefix, health])).toEqual([
    [join(home, "p/.venv"), "healthy"],
  ]);
});

test("B16 one is shown by its path, by its Python, and by its name", async () => {
  const home = join(scratch(), "home");
  const prefix = join(home, ".virtualenvs/geo");
  execFileSync(somePython(), ["-m", "venv", "--without-pip", prefix]);
  const env = { ...cleanVariables({ home }), PATH: "/usr/bin:/bin" };
  const show = (subject: string) =>
    startProgram([process.execPath, PROGRAM, "show", subject, "--json"], { cwd: home, env }).ended;
  for (const subject of [prefix, join(prefix, "bin/python"), "geo"]) {
    const ran = await show(subject);
    expect([subject, (ran.json as Entry).prefix, (ran.json as Entry).kind]).toEqual([
      subject,
      prefix,
      "virtualenvwrapper",
    ]);
  }
  expect((await show("nobody")).status).toBe(2);
});

test("B48 P14 only what was asked for is listed", async () => {
  const home = join(scratch(), "home");
  for (const name of ["a", "b"])
    execFileSync(somePython(), ["-m", "venv", "--without-pip", join(home, name, ".venv")]);
  rmSync(join(home, "b/.venv/bin"), { recursive: true });
  const prefixes = async (...args: readonly string[]) =>
    found(await list(home, ["--json", ...args]), home).map(({ prefix }) => prefix.slice(home.length));
  expect(await prefixes("--kind", "venv")).toEqual(["/a/.venv", "/b/.venv"]);
  expect(await prefixes("--kind", "conda")).toEqual([]);
  expect(await prefixes("--broken")).toEqual(["/b/.venv"]);
  expect(await prefixes("--unused-since", "2001-01-01")).toEqual([]);
  // What shows no time of use at all may well be in use.
  expect(await prefixes("--unused-since", "2999-01-01")).toEqual(["/a/.venv"]);
  expect(await prefixes("--search-path", join(home, "a"))).toEqual(["/a/.venv"]);
  expect((await list(home, ["--unused-since", "soon"])).status).toBe(2);
  const text = (await list(home, ["--size"])).stdout;
  expect(text).toContain("2 environments · 1 not healthy");
  expect(text).toMatch(/a\/\.venv .* \d+(?:\.\d+)? kB/u);
});
