import { type Cursor, isAlphanumeric } from "./cursor.ts";
import {
  comparison,
  MARKER_VARIABLES,
  type MarkerOperand,
  type MarkerOperator,
  type MarkerTerm,
} from "./marker-term.ts";
import { pythonString } from "./python-string.ts";

/** How deep parentheses may stand in each other; what is deeper is a problem, so that no text exhausts the stack. */
export const DEEPEST_MARKER = 200;

const SIGNS = ["===", "==", "~=", "!=", "<=", ">=", "<", ">"] as const;

/** Moves over the longest marker that comes next (PEP 508). What is wrong is a message, and the cursor stands where. */
export function takeMarker(cursor: Cursor, depth = 0): MarkerTerm | string {
  const first = takeAtom(cursor, depth);
  if (typeof first === "string") return first;
  const terms = [first];
  const joins: ("and" | "or")[] = [];
  for (;;) {
    const join = nextWord(cursor);
    if (join !== "and" && join !== "or") return terms.length === 1 ? first : { kind: "group", terms, joins };
    cursor.at += join.length;
    const term = takeAtom(cursor, depth);
    if (typeof term === "string") return term;
    joins.push(join);
    terms.push(term);
  }
}

function takeAtom(cursor: Cursor, depth: number): MarkerTerm | string {
  cursor.takeBlanks();
  const open = cursor.at;
  if (!cursor.take("(")) return takeComparison(cursor);
  if (depth >= DEEPEST_MARKER) return `the parentheses are nested deeper than ${DEEPEST_MARKER}`;
  const term = takeMarker(cursor, depth + 1);
  if (typeof term === "string") return term;
  if (!cursor.take(")")) {
    if (cursor.done) cursor.at = open;
    return "expected `)`, `and` or `or`";
  }
  cursor.takeBlanks();
  return term;
}

function takeComparison(cursor: Cursor): MarkerTerm | string {
  const left = takeOperand(cursor);
  if (typeof left === "string") return left;
  const operator = takeOperator(cursor);
  if (operator === undefined)
    return "expected an operator: `==`, `!=`, `<`, `<=`, `>`, `>=`, `~=`, `===`, `in` or `not in`";
  const right = takeOperand(cursor);
  return typeof right === "string" ? right : comparison(left, operator, right);
}

function takeOperand(cursor: Cursor): MarkerOperand | string {
  cursor.takeBlanks();
  const operand = isQuote(cursor.next) ? takeText(cursor) : takeVariable(cursor);
  cursor.takeBlanks();
  return operand;
}

function takeText(cursor: Cursor): MarkerOperand | string {
  const end = cursor.text.indexOf(cursor.text.charAt(cursor.at), cursor.at + 1);
  if (end === -1) return "the quoted text does not end";
  const value = pythonString(cursor.text.slice(cursor.at + 1, end));
  if (value === undefined) return "the quoted text is not a Python string";
  cursor.at = end + 1;
  return { kind: "text", value };
}

function takeVariable(cursor: Cursor): MarkerOperand | string {
  const start = cursor.at;
  const value = MARKER_VARIABLES.get(cursor.takeWhile((unit) => isWord(unit) || unit === 46));
  if (value !== undefined) return { kind: "variable", value };
  cursor.at = start;
  return "expected a marker variable or a quoted text";
}

function takeOperator(cursor: Cursor): MarkerOperator | undefined {
  const sign = SIGNS.find((one) => cursor.take(one));
  if (sign !== undefined) return sign;
  const start = cursor.at;
  const operator = takeKeyword(cursor, "not") && cursor.takeBlanks() ? "not in" : "in";
  if (takeKeyword(cursor, "in")) return operator;
  cursor.at = start;
  return undefined;
}

function takeKeyword(cursor: Cursor, keyword: string): boolean {
  return nextWord(cursor) === keyword && cursor.take(keyword);
}

function nextWord(cursor: Cursor): string {
  const start = cursor.at;
  const word = cursor.takeWhile(isWord);
  cursor.at = start;
  return word;
}

function isQuote(unit: number): boolean {
  return unit === 34 || unit === 39;
}

function isWord(unit: number): boolean {
  return isAlphanumeric(unit) || unit === 95;
}
