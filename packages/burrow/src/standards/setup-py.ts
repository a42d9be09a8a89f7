import { normalizeName } from "./name.ts";
import { positionsIn, type LocatedText } from "./position.ts";
import { pythonTokens, type PythonToken } from "./python-tokens.ts";

/** What a `setup.py` says in literals. A field that it computes is in `unknown`; one that it leaves out is in neither. */
export interface SetupPy {
  readonly name?: LocatedText;
  readonly pythonRequires?: LocatedText;
  readonly requires?: readonly LocatedText[];
  /** By normalised name. */
  readonly extras: ReadonlyMap<string, readonly LocatedText[]>;
  /** `name`, `install_requires` …; every field when there is no `setup(…)` call or it takes `**`. */
  readonly unknown: readonly string[];
}

type Locate = ReturnType<typeof positionsIn>;

const FIELDS = ["name", "python_requires", "install_requires", "extras_require"] as const;

/** A literal value, or undefined when it has to be run to be known. */
type Literal = LocatedText | readonly LocatedText[] | ReadonlyMap<string, readonly LocatedText[]> | undefined;

/** Reads a `setup.py` as text; nothing of it is ever run. Only literals in the arguments of its last `setup(…)` call count. */
export function parseSetupPy(source: string): SetupPy {
  const tokens = pythonTokens(source.replace(/^\ufeff/u, " "));
  const call = tokens.findLastIndex(
    (token, at) =>
      token.kind === "name" &&
      token.text === "setup" &&
      isSign(tokens[at + 1], "(") &&
      tokens[at - 1]?.text !== "def",
  );
  if (call === -1) return { extras: new Map(), unknown: FIELDS };

  const given = argumentsOf(tokens, call + 2, positionsIn(source));
  const text = (field: string): LocatedText | undefined => {
    const value = given.get(field);
    return value !== undefined && "text" in value ? value : undefined;
  };
  const name = text("name");
  const pythonRequires = text("python_requires");
  const requires = given.get("install_requires");
  const extras = given.get("extras_require");
  const list = Array.isArray(requires) ? (requires as readonly LocatedText[]) : undefined;
  const known: Readonly<Record<(typeof FIELDS)[number], boolean>> = {
    name: name !== undefined,
    python_requires: pythonRequires !== undefined,
    install_requires: list !== undefined,
    extras_require: extras instanceof Map,
  };
  return {
    ...(name && { name }),
    ...(pythonRequires && { pythonRequires }),
    ...(list && { requires: list }),
    extras: extras instanceof Map ? (extras as ReadonlyMap<string, readonly LocatedText[]>) : new Map(),
    unknown: FIELDS.filter((field) => (given.has(field) || given.has("**")) && !known[field]),
  };
}

/** The keyword arguments from a token on, up to the closing parenthesis; `**` stands for those that cannot be seen. */
function argumentsOf(
  tokens: readonly PythonToken[],
  from: number,
  position: Locate,
): ReadonlyMap<string, Literal> {
  const given = new Map<string, Literal>();
  for (let at = from; at < tokens.length && !isSign(tokens[at], ")");) {
    const end = endOfItem(tokens, at);
    const [word, equals, ...value] = tokens.slice(at, end);
    if (word && isSign(word, "**")) given.set("**", undefined);
    else if (word?.kind === "name" && isSign(equals, "=")) given.set(word.text, literalOf(value, position));
    if (!isSign(tokens[end], ",")) break;
    at = end + 1;
  }
  return given;
}

/** The index of the comma or closing bracket that ends the item. */
function endOfItem(tokens: readonly PythonToken[], from: number): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token?.kind !== "sign") continue;
    if (depth === 0 && /^[,)\]}]$/u.test(token.text)) return at;
    if (/^[([{]$/u.test(token.text)) depth += 1;
    else if (/^[)\]}]$/u.test(token.text)) depth -= 1;
  }
  return tokens.length;
}

/** A text, a list or tuple of texts, or a dictionary of such lists; nothing deeper is a field of `setup`. */
function literalOf(tokens: readonly PythonToken[], position: Locate): Literal {
  return textOf(tokens, position) ?? listOf(tokens, position) ?? tableOf(tokens, position);
}

function textOf(tokens: readonly PythonToken[], position: Locate): LocatedText | undefined {
  const [first] = tokens;
  if (!first || !tokens.every(({ kind, literal }) => kind === "string" && literal)) return undefined;
  return { text: tokens.map(({ text }) => text).join(""), ...position(first.offset) };
}

function listOf(tokens: readonly PythonToken[], position: Locate): readonly LocatedText[] | undefined {
  const items = itemsBetween("[", tokens, "]") ?? itemsBetween("(", tokens, ")");
  const texts = items?.map((item) => textOf(item, position)).filter((text) => text !== undefined);
  return texts?.length === items?.length ? texts : undefined;
}

function tableOf(tokens: readonly PythonToken[], position: Locate): Literal {
  const items = itemsBetween("{", tokens, "}");
  if (!items) return undefined;
  const table = new Map<string, readonly LocatedText[]>();
  for (const [key, colon, ...value] of items) {
    const list = listOf(value, position);
    if (key?.kind !== "string" || !key.literal || !isSign(colon, ":") || !list) return undefined;
    table.set(normalizeName(key.text), list);
  }
  return table;
}

/** The items of a bracketed display, each as its tokens; undefined when the tokens are none. */
function itemsBetween(
  open: string,
  tokens: readonly PythonToken[],
  close: string,
): readonly (readonly PythonToken[])[] | undefined {
  if (tokens.length < 2 || !isSign(tokens[0], open) || !isSign(tokens.at(-1), close)) return undefined;
  const items: (readonly PythonToken[])[] = [];
  for (let at = 1; at < tokens.length - 1;) {
    const end = Math.min(endOfItem(tokens, at), tokens.length - 1);
    items.push(tokens.slice(at, end));
    at = end + 1;
  }
  return items;
}

function isSign(token: PythonToken | undefined, text: string): boolean {
  return token?.kind === "sign" && token.text === text;
}
