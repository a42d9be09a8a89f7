import fc from "fast-check";
import { expect, test } from "vitest";
import { journalLine, readJournalText } from "../../src/apply/journal-line.ts";
import { openJournal, startJournal } from "../../src/apply/journal.ts";
import { transactionPlace } from "../../src/apply/place.ts";
import { recover } from "../../src/apply/recover.ts";
import type { JournalEntry } from "../../src/model/journal.ts";
import { absolute } from "../../src/model/path.ts";
import { hasJournal } from "../../src/survey/journals.ts";
import { fakeMachine } from "../kit/fake-machine.ts";
import { applyContext, fakeOwn } from "./kit.ts";

const FOLDER = absolute("/p/.burrow");
const FILE = absolute("/p/.burrow/journal/t.jsonl");

const ENTRIES: readonly JournalEntry[] = [
  {
    seq: 0,
    type: "begin",
    transaction: "t",
    plan: "plan",
    action: "create",
    prefix: absolute("/p/.venv"),
    at: "2024-01-02T00:00:00.000Z",
    command: "burrow up",
  },
  {
    seq: 1,
    type: "intent",
    step: 0,
    kind: "link",
    undo: [{ kind: "remove-tree", path: absolute("/p/.burrow/generations/x") }],
  },
  { seq: 2, type: "done", step: 0 },
  { seq: 3, type: "committed" },
];
const TEXT = ENTRIES.map(journalLine).join("");

test("a line is JSON with a checksum", () => {
  expect(journalLine({ seq: 3, type: "committed" })).toBe(
    '{"sum":"736b2c3aa6595854","entry":{"seq":3,"type":"committed"}}\n',
  );
});

test("a journal cut anywhere gives the entries whose lines are whole", () => {
  for (let length = 0; length <= TEXT.length; length += 1) {
    const text = TEXT.slice(0, length);
    const whole = text.split("\n").length - 1;
    const read = readJournalText(text);
    expect(read.entries).toEqual(ENTRIES.slice(0, whole));
    expect(read.torn).toBe(!text.endsWith("\n") && text !== "");
    expect(read.bad).toBeUndefined();
  }
});

test("a changed character is never believed", () => {
  fc.assert(
    fc.property(fc.nat(TEXT.length - 1), fc.constantFrom("x", "0", "\n", "\0", '"'), (index, character) => {
      fc.pre(TEXT[index] !== character);
      const { entries, torn, bad } = readJournalText(
        TEXT.slice(0, index) + character + TEXT.slice(index + 1),
      );
      const line = TEXT.slice(0, index).split("\n").length;
      expect(entries).toEqual(ENTRIES.slice(0, line - 1));
      expect(bad === undefined ? torn : bad === line).toBe(true);
    }),
  );
});

test("a line that is left out or comes twice is bad", () => {
  const [first = "", second = "", ...rest] = ENTRIES.map(journalLine);
  expect(readJournalText([first, ...rest].join("")).bad).toBe(2);
  expect(readJournalText([first, second, second, ...rest].join("")).bad).toBe(3);
});

test("after a write that failed half way, the next line starts anew", () => {
  const bench = fakeMachine({ "/p": { folder: true } });
  const journal = startJournal(bench, transactionPlace(FOLDER), "t");
  journal.append({ type: "done", step: 0 });
  bench.failAfter(1, "ENOSPC");
  expect(() => journal.append({ type: "committed" })).toThrow("ENOSPC");
  expect(readJournalText(bench.readText(FILE) ?? "").torn).toBe(true);
  journal.append({ type: "undone", step: 0 });
  const opened = openJournal(bench, FILE);
  expect("journal" in opened && opened.journal.entries).toEqual([
    { seq: 0, type: "done", step: 0 },
    { seq: 1, type: "undone", step: 0 },
  ]);
});

test("what a journal says is durable before anybody acts on it", () => {
  const bench = fakeMachine({ [FILE]: "" });
  bench.edit(FILE, TEXT);
  const opened = openJournal(bench, FILE);
  bench.powerCut();
  expect("journal" in opened && opened.journal.entries).toEqual(ENTRIES);
  expect(bench.readText(FILE)).toBe(TEXT);
});

test.each([
  [
    "a bad line in the middle",
    TEXT.replace('"step":0,"kind"', '"step":9,"kind"'),
    "line 2 is not what was written",
  ],
  [
    "a path that is not the transaction's own",
    [
      ENTRIES[0],
      {
        seq: 1,
        type: "intent",
        step: 0,
        kind: "x",
        undo: [{ kind: "remove-tree", path: "/p/src" }],
      } as never,
    ]
      .map((entry) => journalLine(entry as JournalEntry))
      .join(""),
    'it would touch what is not its own: {"kind":"remove-tree","path":"/p/src"}',
  ],
])("%s sets the journal aside, with what it kept, and nothing is touched", async (_, text, because) => {
  const bench = fakeMachine({
    "/p/src/main.py": "pass",
    [FILE]: text,
    "/p/.burrow/journal/t/kept": "a former file",
  });
  const before = bench.tree();
  expect(hasJournal(bench, FOLDER)).toBe(true);
  const context = applyContext(bench);
  fakeOwn(bench).remember("t", absolute("/p"));
  await expect(recover(FOLDER, context)).rejects.toMatchObject({
    code: "apply/journal",
    exitStatus: 5,
    because,
  });
  const { [FILE]: aside, ...rest } = before;
  const after = { ...rest, "/p/.burrow/journal/t.unreadable": aside };
  expect(bench.tree()).toEqual(after);
  expect(hasJournal(bench, FOLDER)).toBe(false);
  expect(await recover(FOLDER, context)).toEqual([]);
  expect(bench.tree()).toEqual(after);
});
