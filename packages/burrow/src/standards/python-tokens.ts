/** A word of Python source, as far as literals can be read without running it. */
export interface PythonToken {
  readonly kind: "name" | "string" | "sign";
  /** A string's value; `undefined` in `literal` tells that it cannot be known (an f-string, bytes, an odd escape). */
  readonly text: string;
  readonly literal: boolean;
  /** UTF-16 index; of a string, of its first character inside the quotes. */
  readonly offset: number;
}

const TOKEN = /#[^\n]*|([A-Za-z]{0,2})("""|'''|"|')|([\p{L}_][\p{L}\p{N}_]*)|[0-9][\w.]*|\s+|(\*\*|[^\s])/uy;

/** Splits Python source into names, strings and signs; comments, numbers and white space go. Total: an unclosed string ends the tokens. */
export function pythonTokens(source: string): readonly PythonToken[] {
  const tokens: PythonToken[] = [];
  let at = 0;
  while (at < source.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(source);
    if (!match) break;
    const [whole, prefix = "", quote, name, sign] = match;
    const offset = at;
    at += whole.length;
    if (quote !== undefined) {
      const end = closing(source, at, quote);
      if (end === -1) break;
      const value = unescaped(source.slice(at, end), prefix.toLowerCase());
      tokens.push({ kind: "string", text: value ?? "", literal: value !== undefined, offset: at });
      at = end + quote.length;
    } else if (name !== undefined) tokens.push({ kind: "name", text: name, literal: true, offset });
    else if (sign !== undefined) tokens.push({ kind: "sign", text: sign, literal: true, offset });
    else if (/^[0-9]/u.test(whole)) tokens.push({ kind: "sign", text: whole, literal: false, offset });
  }
  return tokens;
}

function closing(source: string, from: number, quote: string): number {
  for (let at = from; at < source.length; at += 1) {
    if (source[at] === "\\") at += 1;
    else if (source[at] === "\n" && quote.length === 1) return -1;
    else if (source.startsWith(quote, at)) return at;
  }
  return -1;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  n: "\n",
  t: "\t",
};

function unescaped(raw: string, prefix: string): string | undefined {
  if (prefix.includes("f") || prefix.includes("b")) return undefined;
  if (prefix.includes("r") || !raw.includes("\\")) return raw;
  let known = true;
  const text = raw.replaceAll(/\\([\s\S])/gu, (_, sign: string) => {
    const value = ESCAPES[sign];
    known &&= value !== undefined;
    return value ?? "";
  });
  return known ? text : undefined;
}
