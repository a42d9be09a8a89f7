import type { BuildSource } from "../model/built.ts";
import { BurrowError } from "../model/error.ts";
import { absolute } from "../model/path.ts";
import { requirementLines } from "./requirement-lines.ts";

/** No blank, quote, backslash, brace or control character: neither an option nor a variable nor a second line; a dash does not begin it. */
const ADDRESS = /^(?:(?:git|hg|svn|bzr)\+)?(?:https?|file|ssh|git|svn):\/\/[^\s"'`\\{}<>$\p{Cc}]+$/iu;
const HASH = /^(?:sha256|sha384|sha512):[0-9a-f]{64,128}$/u;

/** Writes the one line that asks pip for a source. What is not of the form that an engine may be given is a `bug`. */
export function sourceLine(source: BuildSource, hashes: readonly string[]): string {
  const suffix = hashes.map((hash) => ` --hash=${held(hash, HASH)}`).join("");
  if (source.kind === "address") return `${held(source.url, ADDRESS)}${suffix}\n`;
  const { name, specifier } = source;
  const origin = { file: absolute("/") };
  const line = requirementLines([
    { kind: "pypi", name, specifier, extras: [], hashes: [], text: name, origin },
  ]);
  return line.trimEnd() + suffix + "\n";
}

function held(text: string, form: RegExp): string {
  if (!form.test(text))
    throw new BurrowError("bug", `an engine was asked for the source ${JSON.stringify(text)}`, {
      because: "it is not of a form that an engine may be given",
    });
  return text;
}
