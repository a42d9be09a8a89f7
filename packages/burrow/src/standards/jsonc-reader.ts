import { Cursor, isDigit } from "./cursor.ts";

/** A value of a JSON text and the offset (UTF-16 index) at which it begins; of a text, that of its first character. */
export type JsonNode = { readonly at: number } & (
  | { readonly kind: "table"; readonly members: ReadonlyMap<string, JsonMember> }
  | { readonly kind: "list"; readonly items: readonly JsonNode[] }
  | { readonly kind: "value"; readonly value: string | number | boolean | null }
);

/** A member of an object: where its key begins, and its value. */
export interface JsonMember {
  readonly at: number;
  readonly node: JsonNode;
}

/** Why reading ended, and where. */
export class JsonFault {
  readonly message: string;
  readonly at: number;

  constructor(message: string, at: number) {
    this.message = message;
    this.at = at;
  }
}

/** Deeper texts are nobody's settings; the bound keeps the reader off the end of the stack. */
const DEEPEST = 64;

const WORDS = [
  ["true", true],
  ["false", false],
  ["null", null],
] as const;

/** Reads one JSON text from left to right, with comments and trailing commas. Throws `JsonFault`, which only `parseJsonc` sees. */
export class JsoncReader {
  readonly #cursor: Cursor;

  constructor(text: string) {
    this.#cursor = new Cursor(text, text.startsWith("\ufeff") ? 1 : 0);
  }

  document(): JsonNode {
    const node = this.#value(0);
    this.#skip();
    if (!this.#cursor.done) this.#fail("something follows the value");
    return node;
  }

  #value(depth: number): JsonNode {
    this.#skip();
    const cursor = this.#cursor;
    const { at } = cursor;
    if (depth > DEEPEST) this.#fail("it is nested too deep");
    if (cursor.take("{")) return { kind: "table", at, members: this.#members(depth) };
    if (cursor.take("[")) return { kind: "list", at, items: this.#items(depth) };
    if (cursor.text[at] === '"') return { kind: "value", at: at + 1, value: this.#string() };
    for (const [word, value] of WORDS) if (cursor.take(word)) return { kind: "value", at, value };
    return { kind: "value", at, value: this.#number() };
  }

  #members(depth: number): ReadonlyMap<string, JsonMember> {
    const members = new Map<string, JsonMember>();
    const cursor = this.#cursor;
    for (this.#skip(); !cursor.take("}"); this.#skip()) {
      const { at } = cursor;
      if (cursor.text[at] !== '"') this.#fail("a key in double quotes, or `}`, is missing");
      const key = this.#string();
      if (members.has(key)) this.#fail("the key is given twice", at);
      this.#skip();
      if (!cursor.take(":")) this.#fail("`:` is missing");
      members.set(key, { at, node: this.#value(depth + 1) });
      this.#comma("}");
    }
    return members;
  }

  #items(depth: number): readonly JsonNode[] {
    const items: JsonNode[] = [];
    for (this.#skip(); !this.#cursor.take("]"); this.#skip()) {
      items.push(this.#value(depth + 1));
      this.#comma("]");
    }
    return items;
  }

  /** A comma, or the end that comes next; a comma before the end may stand. */
  #comma(end: string): void {
    this.#skip();
    const cursor = this.#cursor;
    if (!cursor.take(",") && cursor.text[cursor.at] !== end) this.#fail(`\`,\` or \`${end}\` is missing`);
  }

  #string(): string {
    const cursor = this.#cursor;
    const start = cursor.at;
    cursor.at++;
    while (!cursor.done && cursor.text[cursor.at] !== '"') {
      if (cursor.next < 0x20) this.#fail("a text may not hold a line end or a control character");
      cursor.at += cursor.text[cursor.at] === "\\" ? 2 : 1;
    }
    if (!cursor.take('"')) this.#fail("the text has no end", start);
    try {
      return JSON.parse(cursor.text.slice(start, cursor.at)) as string;
    } catch {
      return this.#fail("the text holds an escape that is none", start);
    }
  }

  /** A number as JSON writes it (RFC 8259): no leading zeros, digits on both sides of the point. */
  #number(): number {
    const cursor = this.#cursor;
    const start = cursor.at;
    cursor.take("-");
    if (!cursor.take("0")) this.#digits(start);
    if (cursor.take(".")) this.#digits(start);
    if (cursor.takeWord(["e"]) !== undefined) {
      if (!cursor.take("-")) cursor.take("+");
      this.#digits(start);
    }
    return Number(cursor.text.slice(start, cursor.at));
  }

  #digits(start: number): void {
    if (this.#cursor.takeWhile(isDigit) === "") this.#fail("a value is missing", start);
  }

  /** White space (RFC 8259) and comments: to the line's end, or between slash and star. */
  #skip(): void {
    const cursor = this.#cursor;
    for (;;) {
      cursor.takeWhile((unit) => unit === 0x20 || unit === 0x09 || unit === 0x0a || unit === 0x0d);
      const { at } = cursor;
      if (cursor.take("//")) cursor.takeWhile((unit) => unit !== 0x0a && unit !== 0x0d);
      else if (cursor.take("/*")) {
        const end = cursor.text.indexOf("*/", cursor.at);
        if (end === -1) this.#fail("the comment has no end", at);
        cursor.at = end + 2;
      } else return;
    }
  }

  #fail(message: string, at = Math.min(this.#cursor.at, this.#cursor.text.length)): never {
    throw new JsonFault(message, at);
  }
}
