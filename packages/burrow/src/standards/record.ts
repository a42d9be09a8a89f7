/** A file of an installed distribution, as its RECORD lists it. */
export interface RecordEntry {
  /** Relative to site-packages with `/`, or absolute; as written. */
  readonly path: string;
  /** `algorithm=digest`, the digest in URL-safe base64 without padding. */
  readonly hash?: string;
  /** Bytes. */
  readonly size?: number;
}

/** Reads a RECORD (the specification "Recording installed projects"): CSV as Python's `csv` reads it. Empty rows and rows without a path are skipped. */
export function parseRecord(text: string): readonly RecordEntry[] {
  const entries: RecordEntry[] = [];
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (at < text.length) {
    const feed = text.indexOf("\n", at);
    const end = feed === -1 ? text.length : feed;
    const line = text.slice(at, text.charCodeAt(end - 1) === 13 ? end - 1 : end);
    if (line.includes('"')) {
      const row = quotedRow(text, at);
      at = row.next;
      push(entries, row.fields[0] ?? "", row.fields[1] ?? "", row.fields[2] ?? "");
    } else {
      at = end + 1;
      const comma = line.indexOf(",");
      const second = comma === -1 ? -1 : line.indexOf(",", comma + 1);
      const third = second === -1 ? -1 : line.indexOf(",", second + 1);
      push(
        entries,
        comma === -1 ? line : line.slice(0, comma),
        comma === -1 ? "" : line.slice(comma + 1, second === -1 ? undefined : second),
        second === -1 ? "" : line.slice(second + 1, third === -1 ? undefined : third),
      );
    }
  }
  return entries;
}

/** Writes a RECORD, as `parseRecord` reads it. */
export function recordText(entries: readonly RecordEntry[]): string {
  return entries
    .map(({ path, hash = "", size = "" }) => `${quotedIfNeeded(path)},${quotedIfNeeded(hash)},${size}\n`)
    .join("");
}

function quotedIfNeeded(text: string): string {
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Whether a path is byte code, which Python writes and removes as it likes, or a folder of it: virtualenv lists these as if they were files. */
export function isByteCode(path: string): boolean {
  return path.endsWith(".pyc") || /(?:^|\/)__pycache__(?:\/|$)/u.test(path);
}

/** The paths alone, for who looks at tens of thousands: no object for each row. */
export function recordedPaths(text: string): readonly string[] {
  if (text.includes('"') || text.includes("\r")) return parseRecord(text).map(({ path }) => path);
  const paths: string[] = [];
  for (const line of text.slice(text.charCodeAt(0) === 0xfeff ? 1 : 0).split("\n")) {
    const comma = line.indexOf(",");
    const path = comma === -1 ? line : line.slice(0, comma);
    if (path !== "") paths.push(path);
  }
  return paths;
}

function push(entries: RecordEntry[], path: string, hash: string, size: string): void {
  if (path === "") return;
  entries.push({
    path,
    ...(hash !== "" && { hash }),
    ...(/^\d{1,15}$/u.test(size) && { size: Number(size) }),
  });
}

/** One row with quoted fields, which may hold commas, doubled quotes and line ends. */
function quotedRow(
  text: string,
  from: number,
): { readonly fields: readonly string[]; readonly next: number } {
  const fields: string[] = [];
  let at = from;
  for (;;) {
    let field = "";
    if (text[at] === '"') {
      at += 1;
      for (;;) {
        const quote = text.indexOf('"', at);
        if (quote === -1) return { fields: [...fields, field + text.slice(at)], next: text.length };
        field += text.slice(at, quote);
        at = quote + 1;
        if (text[at] !== '"') break;
        field += '"';
        at += 1;
      }
    }
    const stop = nextOf(text, at);
    fields.push(field + text.slice(at, stop));
    if (text[stop] === ",") at = stop + 1;
    else return { fields, next: text[stop] === "\r" && text[stop + 1] === "\n" ? stop + 2 : stop + 1 };
  }
}

/** The index of the comma or line end that ends an unquoted piece. */
function nextOf(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== "," && text[at] !== "\n" && text[at] !== "\r") at += 1;
  return at;
}
