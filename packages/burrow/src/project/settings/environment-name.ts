import { printable } from "../../standards/printable.ts";

/** Names that mean something else to burrow or to conda. */
const RESERVED: readonly string[] = ["base", "root", "default", "conda", "mamba", "micromamba"];
const LONGEST = 255;

/** Why the text cannot name an environment, as a sentence; undefined when it can. */
export function problemOfEnvironmentName(text: string): string | undefined {
  const name = `\`${printable(text)}\``;
  if (RESERVED.includes(text.toLowerCase())) return `${name} is a reserved name`;
  if (text.length > LONGEST) return `${name} is longer than ${LONGEST} characters`;
  if (!/^[A-Za-z0-9_-]*$/u.test(text)) return `${name} holds more than letters, digits, \`-\` and \`_\``;
  return /^[A-Za-z_]/u.test(text) ? undefined : `${name} does not begin with a letter or \`_\``;
}

/** A name for an environment made from any text: lower case, one `-` for each run of what a name cannot hold, a letter or `_` first. */
export function environmentName(text: string): string {
  const plain = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]+/gu, "-")
    .replace(/^-/u, "");
  const usable = /^[a-z_]/u.test(plain) && !RESERVED.includes(plain.replace(/-$/u, ""));
  return (usable ? plain : `env-${plain}`).slice(0, LONGEST).replace(/-$/u, "");
}
