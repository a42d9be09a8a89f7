import { describe, expect, test } from "vitest";
import { failureOf } from "../../src/cli/failure.ts";
import { BARE, FORMER, TABLE } from "../../src/cli/table.ts";
import { BurrowError } from "../../src/model/error.ts";
import { tell } from "./kit.ts";

const loaded = Promise.all(
  Object.entries(TABLE).map(async ([name, entry]) => [name, await entry.load()] as const),
);

describe("every command", () => {
  test("is called what the table calls it, has an example that it can read, and no letter twice", async () => {
    for (const [name, command] of await loaded) {
      expect(command.name).toBe(name);
      expect(command.examples.length).toBeGreaterThan(0);
      for (const example of command.examples) expect(example).toMatch(new RegExp(`burrow ${name}\\b`, "u"));
      const letters = Object.values(command.options).flatMap(({ short }) => short ?? []);
      expect(new Set([...letters, "q", "v", "h"]).size).toBe(letters.length + 3);
    }
    expect((await BARE.load()).name).toBe("");
  });

  test("that changes something can be tried without changing anything, recovery of an interrupted change refuses that", async () => {
    const without = (await loaded).filter(([, { changes, options }]) => changes && !("dry-run" in options));
    expect(without.map(([name]) => name)).toEqual([]);
  });

  test("explains itself within 80 columns, with no machine at hand", async () => {
    for (const name of Object.keys(TABLE)) {
      const { status, stdout, stderr } = await tell([name, "--help"]);
      expect([status, stderr]).toEqual([0, ""]);
      expect(stdout).toContain("--json");
      expect(stdout).toContain("examples");
      for (const line of stdout.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
    }
  });

  test("is what a former name leads to", () => {
    for (const name of Object.values(FORMER)) expect(Object.keys(TABLE)).toContain(name.split(" ")[0]);
  });
});

test("an interrupted change is finished or left, never tried", async () => {
  const refused = await tell(["recover", "--dry-run"]);
  expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining("--dry-run")]);
});

test("the version and the overview", async () => {
  expect(await tell(["--version"])).toEqual({ status: 0, stdout: "1.2.3\n", stderr: "" });
  expect((await tell(["help"])).stdout).toContain("  up            Make the project's environment ready.\n");
  expect((await tell(["--help"])).stdout).toBe((await tell(["help"])).stdout);
});

test("help, the version and completions are documents when one is wanted", async () => {
  const document = async (...argv: readonly string[]) => JSON.parse((await tell([...argv, "--json"])).stdout);
  expect(await document("--version")).toEqual({ schema: 1, version: "1.2.3" });
  const { schema, commands } = await document("help");
  expect([schema, commands.map(({ name }: { name: string }) => name)]).toEqual([1, Object.keys(TABLE)]);
  expect(await document("help", "recover")).toEqual(await document("recover", "--help"));
  expect((await document("help", "recover")).commands[0]).toMatchObject({
    name: "recover",
    arguments: [{ name: "FOLDER", about: "a project's folder", optional: true }],
    options: [
      { name: "machine" },
      { name: "dry-run", short: "n" },
      { name: "accept-edits", multiple: false },
      { name: "json" },
      {},
      { short: "q" },
      {},
      {},
    ],
    examples: ["burrow recover", "burrow recover --json", "burrow recover --machine"],
  });
  const { stdout } = await tell(["completions", "bash"]);
  expect(await document("completions", "bash")).toEqual({ schema: 1, shell: "bash", script: stdout });
});

test("settings that are not valid are told whole", async () => {
  const problem = (line: number) => ({
    file: "/home/me/code/shop/burrow.toml",
    line,
    column: 1,
    message: "m",
  });
  const failure = new BurrowError("settings/invalid", "they are not valid", {
    because: "m, and 1 more problem",
    details: { problems: [problem(1), problem(4)] },
  });
  const { status, stderr } = await tell(["plan"], { context: () => Promise.reject(failure) });
  expect([status, stderr]).toEqual([2, "✗ they are not valid\n✗ burrow.toml:1:1 m\n✗ burrow.toml:4:1 m\n"]);
});

describe("a failure", () => {
  test("is told on stderr, with its status", async () => {
    expect(await tell(["up", "--isolat"])).toEqual({
      status: 2,
      stdout: "",
      stderr:
        "✗ `burrow up` has no option `--isolat`\n  because: `--isolate` is near\n  hint: burrow up --isolate\n",
    });
  });

  test("is a document when one is wanted, also when the arguments cannot be read", async () => {
    const { status, stdout, stderr } = await tell(["up", "--isolat", "--json"]);
    expect([status, stderr]).toEqual([2, ""]);
    expect(JSON.parse(stdout)).toEqual({
      schema: 1,
      error: {
        code: "usage/unknown-option",
        message: "`burrow up` has no option `--isolat`",
        because: "`--isolate` is near",
        hint: "burrow up --isolate --json",
      },
    });
  });

  test("of burrow itself is a bug, and one by Ctrl-C is none", async () => {
    const { status, stderr } = await tell(["plan"]);
    expect(status).toBe(70);
    expect(stderr).toContain("  because: Error: no machine here\n");
    const controller = new AbortController();
    controller.abort();
    expect(failureOf(controller.signal.reason, controller.signal, false).code).toBe("cancelled");
    expect(failureOf(new Error("x"), controller.signal, false).code).toBe("bug");
  });
});
