import { absolute, isAbsolute, type AbsolutePath } from "../model/path.ts";

/** The `file:` URL of a path (RFC 8089); bytes that are no UTF-8 (see `AbsolutePath`) come back as those bytes. */
export function fileUrl(path: AbsolutePath): string {
  const encoded = (path.startsWith("/") ? path : path.replaceAll("\\", "/")).replaceAll(
    /[^A-Za-z0-9/:._~!$&'()*+,;=@-]/gu,
    (sign) => {
      const code = sign.codePointAt(0) ?? 0;
      if (code >= 0xdc80 && code <= 0xdcff) return hex(code - 0xdc00);
      return [...new TextEncoder().encode(sign)].map(hex).join("");
    },
  );
  if (encoded.startsWith("//")) return `file:${encoded}`;
  return encoded.startsWith("/") ? `file://${encoded}` : `file:///${encoded}`;
}

/** The path of a `file:` URL without query and fragment; undefined when it has none, is relative or names another host. */
export function fileUrlPath(url: string): AbsolutePath | undefined {
  const rest = /^file:(?:\/\/(?:localhost)?(?=\/))?(\/[^?#]*)/iu.exec(url)?.[1];
  if (rest === undefined || rest.startsWith("//")) return undefined;
  const decoded = unescaped(rest);
  const path = /^\/[A-Za-z]:[\\/]/u.test(decoded) ? decoded.slice(1) : decoded;
  return isAbsolute(path) && !path.includes("\u0000") ? absolute(path) : undefined;
}

function hex(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}

function unescaped(text: string): string {
  return text.replaceAll(/(?:%[0-9a-fA-F]{2})+/gu, (run) => {
    const bytes = run
      .slice(1)
      .split("%")
      .map((pair) => parseInt(pair, 16));
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
    } catch {
      return bytes.map((byte) => String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte)).join("");
    }
  });
}
