import { isAlias, isMap, isScalar, isSeq, parseDocument, type Document, type Node, YAMLError } from "yaml";

import { positionsIn, type LocatedProblem, type Position } from "./position.ts";
import { printable } from "./printable.ts";
import type { YamlResult, YamlText, YamlValue } from "./yaml-document.ts";

/** Values that a text may come to, with all that its aliases repeat: more is a bomb. */
const MOST_VALUES = 400_000;
/** Nesting beyond this is no file that people write. */
const DEEPEST = 64;

/** Reads one YAML document. Tags mean nothing and aliases are followed, as far as the text stays of a size that can be worked with. */
export function parseYaml(given: string): YamlResult {
  const text = given.replace(/^\ufeff/u, "");
  const position = positionsIn(text);
  const strange = NOT_PRINTABLE.exec(text);
  if (strange !== null) {
    const code = strange[0].codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
    return { ok: false, problem: problemAt(`U+${code} may stand in no text`, position(strange.index)) };
  }
  try {
    const document = parseDocument(text, {
      schema: "failsafe",
      merge: true,
      logLevel: "silent",
      prettyErrors: false,
    });
    const [error] = document.errors;
    if (error !== undefined) return { ok: false, problem: problemAt(error.message, position(error.pos[0])) };
    return {
      ok: true,
      root: valueOf(document.contents, { document, position, targets: new Map(), left: MOST_VALUES }, 0),
    };
  } catch (cause) {
    if (cause instanceof TooMuch) return { ok: false, problem: problemAt(cause.message, cause.at) };
    const at = cause instanceof YAMLError ? position(cause.pos[0]) : START;
    return { ok: false, problem: problemAt("it is nested too deep", at) };
  }
}

/** What no YAML may hold (YAML 1.2.2, production 1): other tools refuse the file. */
const NOT_PRINTABLE = /[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

const START: Position = { line: 1, column: 1 };

class TooMuch extends Error {
  override readonly name = "TooMuch";
  readonly at: Position;

  constructor(message: string, at: Position) {
    super(message);
    this.at = at;
  }
}

function problemAt(message: string, at: Position): LocatedProblem {
  const first = message.split("\n", 1)[0]?.replace(/[.:]$/u, "") ?? "";
  return { message: `it is not YAML: ${printable(first)}`, hint: HINT, ...at };
}

const HINT = "mend the line: `key: value`, and `- item` below a key, indented by spaces";

interface Reading {
  readonly document: Document;
  readonly position: (offset: number) => Position;
  /** What aliases stand for: finding it walks the document. */
  readonly targets: Map<Node, Node>;
  left: number;
}

function valueOf(node: Node | null, reading: Reading, depth: number): YamlValue {
  const at = reading.position(node?.range?.[0] ?? 0);
  reading.left -= 1;
  if (reading.left < 0) throw new TooMuch("it repeats itself without end", at);
  if (depth > DEEPEST) throw new TooMuch("it is nested too deep", at);
  if (node === null) return { kind: "text", text: "", ...at };
  if (isAlias(node)) {
    const target = reading.targets.get(node) ?? node.resolve(reading.document);
    if (target === undefined) throw new TooMuch(`nothing is called \`${node.source}\``, at);
    reading.targets.set(node, target);
    return valueOf(target, reading, depth + 1);
  }
  if (isSeq(node))
    return {
      kind: "list",
      items: node.items.map((item) => valueOf(item as Node | null, reading, depth + 1)),
      ...at,
    };
  if (!isMap(node)) return isScalar(node) ? scalar(node.value, at) : { kind: "text", text: "", ...at };
  const entries = node.items.flatMap(({ key, value }) => {
    const name = keyOf(key as Node | null, reading);
    const found = valueOf(value as Node | null, reading, depth + 1);
    // A merge key brings the entries of a mapping that do not stand here.
    return name.text === "<<" && found.kind === "map" ? found.entries : [{ key: name, value: found }];
  });
  const own = new Map(entries.toReversed().map((entry) => [entry.key.text, entry]));
  return { kind: "map", entries: entries.filter((entry) => own.get(entry.key.text) === entry), ...at };
}

function keyOf(node: Node | null, reading: Reading): YamlText {
  const at = reading.position(node?.range?.[0] ?? 0);
  return isScalar(node) ? scalar(node.value, at) : { kind: "text", text: "", ...at };
}

function scalar(value: unknown, at: Position): YamlText {
  return { kind: "text", text: typeof value === "string" ? value : "", ...at };
}
