import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { decodeDeclared } from "../../src/standards/encoding.ts";
import type { RequirementsOption } from "../../src/standards/requirements-options.ts";
import { parseRequirementsTxt } from "../../src/standards/requirements-txt.ts";

/** What pip, or burrow in pip's words, says of one file: entries up to the first error. */
interface Said {
  readonly entries: readonly unknown[];
  readonly failed: boolean;
}

const VARIABLES = { TOKEN: "s3cret", NAME: "requests", EMPTY: "" };
const PYTHON = ["python3", "python"].find((name) => pipOf(name) !== undefined);

/** pip's version as a number (`23.2.1` is 2302): it learnt `--config-settings` in requirements files with 23.1. */
function pipOf(python: string): number | undefined {
  const { stdout } = spawnSync(python, ["-c", "import pip; print(pip.__version__)"], { encoding: "utf8" });
  const [, major, minor] = /^(\d+)\.(\d+)/u.exec(stdout ?? "") ?? [];
  return major === undefined ? undefined : Number(major) * 100 + Number(minor);
}

const PIP = pipOf(PYTHON ?? "python3") ?? 0;

/** Later pips take `name -e …` for an editable of that name, and know no `--global-option`; burrow follows the earlier ones. */
const EDITABLES = ["-e .", "-e ./libs/core[x]", "-e", "-e."];
const WORDS = [
  "Flask==3.0",
  "a>=1,<2",
  "c ; python_version < '3.9'",
  'd ; extra == "e -f"',
  "git+https://example.invalid/r.git@v1#egg=r",
  "name @ https://example.invalid/n-1.tar.gz#sha256=00",
  "--hash=sha256:abcd",
  "--hash sha512:ef01",
  "--hash=md5:00",
  "--hash",
  "--pre",
  "--pre=1",
  "--pr",
  "--prefer-b",
  "-i https://example.invalid/simple",
  "-ihttps://example.invalid/short",
  "--index https://example.invalid/abbreviated",
  "--index-url=https://${TOKEN}@example.invalid/simple",
  "--extra-index-url https://example.invalid/more",
  "--e x",
  "--find-links ./wheels",
  "-f 'wheels of mine'",
  "--no-index",
  "--only-binary numpy,scipy",
  "--no-binary :all:",
  "--no-binary -x",
  "--trusted-host example.invalid",
  "--require-hashes",
  ...(PIP >= 2301 ? ["--config-settings k=v", "-C k"] : []),
  ...(PIP < 2500 ? ["--global-option=x", ...EDITABLES] : []),
  "--no-deps",
  "-x",
  "-",
  "--",
  "stray",
  "# a comment",
  "word#no-comment",
  "\\",
  "\\\\",
  "'",
  '"',
  '"a \\" b"',
  "${NAME}",
  "${EMPTY}",
  "${UNSET}",
  "${name}",
  "$NAME",
  "é",
  "\t",
  "\f",
  "\u00a0",
  "\u2028",
  "\u001d",
  "\ufeff",
  "",
];
const spaced = fc.array(fc.constantFrom(...WORDS), { maxLength: 5 }).map((words) => words.join(" "));
const tight = fc.array(fc.constantFrom(...WORDS), { maxLength: 3 }).map((words) => words.join(""));
const file = fc
  .array(
    fc.tuple(
      fc.oneof(
        { weight: 6, arbitrary: spaced },
        { weight: 2, arbitrary: tight },
        fc.constantFrom(...EDITABLES),
      ),
      fc.constantFrom("\n", "\n", "\r\n", "\r", "\\\n", " \\\r\n", "\v"),
    ),
    {
      minLength: 1,
      maxLength: 5,
    },
  )
  .map((lines) => lines.map(([text, end]) => text + end).join(""));

test.skipIf(PYTHON === undefined && !process.env["CI"])(
  "burrow reads requirements files as pip's own parser does (needs a Python with pip)",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "burrow-pip-"));
    try {
      const texts = [...KNOWN, ...fc.sample(file, { numRuns: 1500, seed: 20240607 })].filter(isSettled);
      const paths = texts.map((text, index) => {
        const path = join(folder, `${index}.txt`);
        writeFileSync(path, text);
        return path;
      });
      const answers = askPip(paths);
      const differing = texts.flatMap((text, index) => {
        const burrow = JSON.stringify(sayings(new TextEncoder().encode(text)));
        const pip = JSON.stringify(withText(answers[index] as Said, text));
        return burrow === pip ? [] : [{ text, pip, burrow }];
      });
      expect(answers.filter(({ failed }) => !failed).length).toBeGreaterThan(300);
      expect(answers.filter(({ failed }) => failed).length).toBeGreaterThan(300);
      expect(differing).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  60_000,
);

/** Whether all pips read the file alike: see `EDITABLES`, which may also come after a continued line. */
function isSettled(text: string): boolean {
  return PIP < 2500 || !/\\\s+.*-e/su.test(text);
}

/** Forms that people really write, beside the generated ones. */
const KNOWN = [
  "# top\nrequests>=2 # why\n\n  flask\n",
  "requests==2.31.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n    # via x\n",
  "a \\\n# a comment inside\n b\n",
  "a==1 # comment \\\nb==2\n",
  "-e .[dev,test]\n--pre\n-i https://example.invalid/simple --extra-index-url https://example.invalid/x\n",
  "a @ https://example.invalid/a#sha256=0 ; python_version > '3'\n",
  "a\\",
  "\\a\n\\\n\nb",
  "#c\\\nd",
];

function askPip(paths: readonly string[]): readonly Said[] {
  const driver = fileURLToPath(new URL("parse-requirements.py", import.meta.url));
  const input = paths.map((path) => `${JSON.stringify(path)}\n`).join("");
  const { TOKEN, NAME, EMPTY } = VARIABLES;
  const { stdout, status } = spawnSync(PYTHON ?? "python3", ["-X", "utf8", driver], {
    input,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], TOKEN, NAME, EMPTY },
  });
  expect(status).toBe(0);
  return stdout
    .trimEnd()
    .split("\n")
    .map((text) => JSON.parse(text) as { entries: readonly Record<string, unknown>[]; error: string | null })
    .map(({ entries, error }) => ({
      entries: entries.map(sorted),
      failed: error !== null,
    }));
}

/** A continued line without text: white space (as Python has it) between backslashes. */
const BLANK = /^\\*[^\S\ufeff]*\\+$/u;

/** pip counts a continued line from its first backslash, burrow from the first line that has some text. */
function withText({ entries, failed }: Said, text: string): Said {
  // oxlint-disable-next-line no-control-regex -- Python splits at this separator, too
  const lines = text.replace(/^\ufeff/u, "").split(/\r\n|[\n\r\v\f\u2028\u2029\u001d]/u);
  const moved = entries.map((entry) => {
    const { line, ...rest } = entry as { readonly line: number };
    let at = line;
    while (BLANK.test(lines[at - 1] ?? "") && at < lines.length) at += 1;
    return sorted({ ...rest, line: at });
  });
  return { entries: moved, failed };
}

/** The same from burrow's reader, in the driver's words; pip stops at the first problem. */
function sayings(bytes: Uint8Array): Said {
  const decoded = decodeDeclared(bytes);
  if (!decoded.ok) return { entries: [], failed: true };
  const entries: unknown[] = [];
  for (const found of parseRequirementsTxt(decoded.text, VARIABLES)) {
    const place = { line: found.source.line };
    if (found.kind === "problem" || found.kind === "include") return { entries, failed: true };
    if (found.kind === "options")
      entries.push(sorted({ kind: "options", ...place, options: effects(found.options) }));
    else if (found.kind === "editable")
      entries.push(sorted({ kind: "editable", ...place, text: found.target, hashes: [] }));
    else
      entries.push(
        sorted({ kind: "requirement", ...place, text: found.requirement, hashes: found.hashes.toSorted() }),
      );
  }
  return { entries, failed: false };
}

/** What options come to in pip: the last index wins, lists add up, the two binary sets take names from each other. */
function effects(options: readonly RequirementsOption[]): unknown {
  const values = (name: string): readonly string[] =>
    options.filter((option) => option.name === name).map(({ value = "" }) => value);
  const given = (name: string): boolean => options.some((option) => option.name === name);
  const binary: Record<string, Set<string>> = { "--no-binary": new Set(), "--only-binary": new Set() };
  for (const { name, value = "" } of options) {
    const other = binary[name === "--no-binary" ? "--only-binary" : "--no-binary"];
    const target = binary[name];
    if (!target) continue;
    if (value === ":all:") {
      other?.clear();
      target.clear();
      target.add(value);
    } else
      for (const written of value.split(",")) {
        const one = written.toLowerCase().replaceAll(/[-_.]+/gu, "-");
        other?.delete(one);
        target.add(one);
      }
  }
  return {
    "--index-url": values("--index-url").slice(-1),
    "--extra-index-url": values("--extra-index-url"),
    "--no-index": given("--no-index"),
    "--find-links": values("--find-links"),
    "--pre": given("--pre"),
    "--prefer-binary": given("--prefer-binary"),
    "--require-hashes": given("--require-hashes"),
    "--trusted-host": values("--trusted-host"),
    "--no-binary": [...(binary["--no-binary"] ?? [])].toSorted(),
    "--only-binary": [...(binary["--only-binary"] ?? [])].toSorted(),
  };
}

function sorted(entry: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(Object.entries(entry).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
