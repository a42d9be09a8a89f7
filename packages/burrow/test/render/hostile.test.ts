import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { absolute } from "../../src/model/path.ts";
import type { Plan } from "../../src/model/plan.ts";
import { reason } from "../../src/model/reason.ts";
import { clean, cleanAscii } from "../../src/render/clean.ts";
import { environmentText } from "../../src/render/environment.ts";
import { errorText } from "../../src/render/error.ts";
import { eventTold } from "../../src/render/event.ts";
import { goalText } from "../../src/render/goal.ts";
import type { Look } from "../../src/render/look.ts";
import { planText } from "../../src/render/plan.ts";
import { upText } from "../../src/render/up.ts";
import { whyText } from "../../src/render/why.ts";
import { candidate, conflict, goal, plan, ROOT, TERMINAL } from "./kit.ts";
import { isolated } from "./plans.ts";

/** Names as an attacker or a careless person would choose them. */
const name = fc.oneof(
  fc.string({ unit: "binary", maxLength: 120 }),
  fc.string({ unit: "grapheme", maxLength: 90 }),
  fc.constantFrom(
    "\u001b[2J\u001b[31mred",
    "a\u0007b",
    "x\r\n✓ all is well",
    "\u202Egnp.exe",
    "\u009b31m",
    "\udce9t\udcff",
  ),
  fc.string({ unit: fc.constantFrom("宽", "é", "e\u0301", "👩‍👩‍👧", "a", "/"), maxLength: 100 }),
);
const folder = name.map((text) => absolute(`/home/me/${text.replaceAll("\0", "")}`));

/** A plan whose every text is the given one. */
function hostile(text: string, prefix: ReturnType<typeof absolute>): Plan {
  const asked = goal([], {
    name: text,
    requirements: [
      {
        kind: "pypi",
        name: text,
        specifier: text,
        extras: [],
        hashes: [],
        text,
        origin: { file: prefix, line: 3 },
      },
    ],
    problems: [{ file: prefix, line: 1, column: 1, message: text, hint: text }],
  });
  return {
    ...isolated,
    goal: asked,
    because: reason("impossible", { requirement: text, detail: text }),
    environment: { ...plan().environment!, prefix, version: text },
    changes: [
      { name: text, to: text },
      { name: text, from: text, to: text },
    ],
    missing: [text],
    conflicts: [{ ...conflict("a>1", text), name: text, requirement: text }],
    candidates: [
      candidate(prefix, {
        project: prefix,
        conflicts: [{ ...conflict("a>1", text), name: text, requirement: text }],
        breaks: [{ name: text, version: text, needs: text }],
        because: reason("frozen", { message: text }),
      }),
    ],
    warnings: [reason("import-failed", { name: text, detail: text })],
  };
}

function everything(text: string, prefix: ReturnType<typeof absolute>, look: Look): readonly string[] {
  const made = hostile(text, prefix);
  const live = eventTold({ type: "engine.line", engine: text, text }, look);
  return [
    ...planText(made, look),
    ...planText({ ...made, action: "refuse" }, look),
    ...planText({ ...made, action: "upgrade" }, look),
    ...goalText(made.goal, look),
    ...upText({ status: "rolled-back", plan: made, failure: { step: text, detail: text } }, look),
    ...upText({ status: "done", plan: made, environment: made.environment! }, look),
    ...errorText({ message: text, because: text, hint: text }, look),
    ...whyText(
      {
        environment: { prefix, version: text },
        name: text,
        version: text,
        askedBy: [{ name: text, version: text, requirement: text, holds: true, limits: true }],
        you: [{ text, file: prefix, line: 3 }],
        chain: [text, text],
      },
      look,
    ),
    ...environmentText(
      {
        prefix,
        realPrefix: prefix,
        aliases: [],
        kind: "venv",
        version: text,
        implementation: text,
        platform: { os: "linux", arch: "x86_64" },
        layers: [],
        distributions: [
          {
            name: text,
            displayName: text,
            version: text,
            location: prefix,
            info: prefix,
            format: "dist-info",
            requires: [],
            extras: [],
            directUrl: { url: text },
            requested: false,
            inherited: false,
            problems: [reason("unreadable-metadata", { path: text })],
          },
        ],
        writable: true,
        external: false,
        frozen: text,
        facts: [],
      },
      look,
    ),
    ...(live.kind === "live" ? [live.text] : []),
  ];
}

/** Columns by a rule of its own, kinder than the one in the code nowhere: marks and joiners none, East Asian and pictures two, the rest one. */
function columns(text: string): number {
  let count = 0;
  for (const { segment } of new Intl.Segmenter().segment(text))
    count +=
      /\p{Emoji_Presentation}|\p{Script=Han}|[\uac00-\ud7a3]|\p{Script=Hiragana}|(?![\uff61-\uff9f])\p{Script=Katakana}/u.test(
        segment,
      )
        ? 2
        : /^\p{M}+$/u.test(segment)
          ? 0
          : 1;
  return count;
}

describe("whatever a name is", () => {
  test("no line of a terminal is over its width, and nothing that a terminal obeys reaches it", () => {
    fc.assert(
      fc.property(name, folder, fc.constantFrom(40, 80), fc.boolean(), (text, prefix, width, verbose) => {
        for (const line of everything(text, prefix, { ...TERMINAL, width, verbose, here: ROOT })) {
          expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
          expect(columns(line), line).toBeLessThanOrEqual(width);
        }
      }),
      { numRuns: 120 },
    );
  });

  test("without UTF-8 every letter is printable ASCII", () => {
    fc.assert(
      fc.property(name, folder, (text, prefix) => {
        for (const line of everything(text, prefix, { ...TERMINAL, unicode: false }))
          expect(line).toMatch(/^[\x20-\x7e]*$/u);
      }),
      { numRuns: 80 },
    );
  });
});

test("what would be obeyed is shown", () => {
  expect(clean("a\u001b[31mb\u0007\u009b\u202e\udce9\u{e0041}\r\nc")).toBe(
    "a\\x1b[31mb\\x07\\x9b\\u202e\\xe9\\u{e0041} c",
  );
  expect(cleanAscii("✓ é → 中 😀 …")).toBe("ok \\xe9 -> \\u4e2d \\u{1f600} ...");
});
