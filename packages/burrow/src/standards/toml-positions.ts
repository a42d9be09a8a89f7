/** Keys and array indexes that lead to a value. */
export type TomlPath = readonly (string | number)[];

/** Deeper values are not told apart from the one at this depth: no standard goes deeper, and the work stays linear. */
const DEEPEST = 16;

/**
 * Where the values of a TOML text, or their keys, stand: path → offset (UTF-16 index). A string's offset is that of its first character inside
 * the quotes, so that a column within the value can be told; a table's is its header or its brace. A key's is where it is first spoken of: the
 * beginning of a dotted key or of a header, also of one that leads further.
 * The text must be TOML that a parser accepted; on other text the answer is merely incomplete.
 */
export function tomlOffsets(text: string): (path: TomlPath, of?: "value" | "key") => number | undefined {
  const offsets = new Map<string, number>();
  const keys = new Map<string, number>();
  const lengths = new Map<string, number>();
  const noteIn = (map: Map<string, number>) => (path: TomlPath, offset: number) => {
    const key = keyOf(path);
    if (!map.has(key)) map.set(key, offset);
  };
  const scan = new Scanner(text, noteIn(offsets), noteIn(keys));

  let table: TomlPath = [];
  for (scan.skipBlank(); !scan.done; scan.skipBlank()) {
    const start = scan.at;
    if (scan.take("[[")) {
      const array = inElements(scan.key(), lengths);
      const key = keyOf(array);
      const index = lengths.get(key) ?? 0;
      lengths.set(key, index + 1);
      table = [...array, index];
      scan.noteKeys([], array, start);
      scan.note(array, start);
      scan.note(table, start);
      scan.skipLine();
    } else if (scan.take("[")) {
      table = inElements(scan.key(), lengths);
      scan.noteKeys([], table, start);
      scan.note(table, start);
      scan.skipLine();
    } else {
      scan.pair(table);
      scan.skipLine();
    }
  }
  return (path, of) => (of === "key" ? keys : offsets).get(keyOf(path));
}

function keyOf(path: TomlPath): string {
  return path.map((part) => `${typeof part === "number" ? "#" : "."}${part}`).join("\u0000");
}

/** A header below an array of tables speaks of its last element. */
function inElements(path: TomlPath, lengths: ReadonlyMap<string, number>): TomlPath {
  let real: TomlPath = [];
  for (const [index, part] of path.slice(0, DEEPEST).entries()) {
    real = [...real, part];
    const length = lengths.get(keyOf(real));
    if (length !== undefined && index < path.length - 1) real = [...real, length - 1];
  }
  return real;
}

/** Walks TOML text from left to right; every method moves `at` forward or stays at the end. */
class Scanner {
  at = 0;
  readonly text: string;
  readonly note: (path: TomlPath, offset: number) => void;
  readonly noteKey: (path: TomlPath, offset: number) => void;

  constructor(text: string, note: Scanner["note"], noteKey: Scanner["note"]) {
    this.text = text;
    this.note = note;
    this.noteKey = noteKey;
  }

  /** Notes the key of every table between the one above and the path. */
  noteKeys(above: TomlPath, path: TomlPath, offset: number): void {
    for (let length = above.length + 1; length <= path.length; length += 1)
      this.noteKey(path.slice(0, length), offset);
  }

  get done(): boolean {
    return this.at >= this.text.length;
  }

  take(sign: string): boolean {
    if (!this.text.startsWith(sign, this.at)) return false;
    this.at += sign.length;
    return true;
  }

  skipSpace(): void {
    while (this.text[this.at] === " " || this.text[this.at] === "\t") this.at += 1;
  }

  skipLine(): void {
    const feed = this.text.indexOf("\n", this.at);
    this.at = feed === -1 ? this.text.length : feed + 1;
  }

  /** Skips white space, line ends and comments. */
  skipBlank(): void {
    for (;;) {
      const sign = this.text[this.at];
      if (sign === "#") this.skipLine();
      else if (sign === " " || sign === "\t" || sign === "\n" || sign === "\r" || sign === "\ufeff")
        this.at += 1;
      else return;
    }
  }

  /** A dotted key, bare or quoted. */
  key(): string[] {
    const parts: string[] = [];
    do {
      this.skipSpace();
      const quote = this.text[this.at];
      if (quote === '"' || quote === "'") {
        const from = this.at + 1;
        this.string();
        const raw = this.text.slice(from, this.at - 1);
        parts.push(quote === '"' ? unescape(raw) : raw);
      } else {
        const from = this.at;
        while (/[\w-]/u.test(this.text[this.at] ?? "")) this.at += 1;
        parts.push(this.text.slice(from, this.at));
      }
      this.skipSpace();
    } while (this.take("."));
    return parts;
  }

  /** `key = value`, noted below the table. */
  pair(table: TomlPath): void {
    this.skipSpace();
    const start = this.at;
    const path = [...table, ...this.key()].slice(0, DEEPEST);
    this.noteKeys(table, path, start);
    if (this.take("=")) {
      this.skipSpace();
      this.value(path);
    }
  }

  value(path: TomlPath): void {
    const sign = this.text[this.at];
    if (sign === '"' || sign === "'") {
      const three = this.text.startsWith(sign.repeat(3), this.at);
      this.note(path, this.at + (three ? 3 : 1));
      this.string();
      return;
    }
    this.note(path, this.at);
    if (this.take("["))
      this.items("]", (index) => this.value(path.length < DEEPEST ? [...path, index] : path));
    else if (this.take("{")) this.items("}", () => this.pair(path));
    else while (!this.done && !/[,\]}\n#]/u.test(this.text[this.at] ?? "")) this.at += 1;
  }

  items(end: "]" | "}", item: (index: number) => void): void {
    for (let index = 0; ; index += 1) {
      this.skipBlank();
      if (this.done || this.take(end)) return;
      const before = this.at;
      item(index);
      this.skipBlank();
      this.take(",");
      if (this.at === before) return;
    }
  }

  /** A string of any of the four forms. */
  string(): void {
    const quote = this.text[this.at] ?? "";
    const three = quote.repeat(3);
    const close = this.text.startsWith(three, this.at) ? three : quote;
    this.at += close.length;
    while (!this.done && !this.text.startsWith(close, this.at))
      this.at += quote === '"' && this.text[this.at] === "\\" ? 2 : 1;
    this.at += close.length;
    // Up to two quotes may stand right before the closing three.
    if (close.length === 3) while (this.text[this.at] === quote) this.at += 1;
  }
}

function unescape(raw: string): string {
  try {
    return JSON.parse(
      `"${raw.replaceAll(/\\U([0-9a-fA-F]{8})/gu, (_, hex: string) => String.fromCodePoint(parseInt(hex, 16)))}"`,
    ) as string;
  } catch {
    return raw;
  }
}
