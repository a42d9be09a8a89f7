import { BurrowError } from "../model/error.ts";
import { absolute, isAbsolute, join } from "../model/path.ts";
import type { Moved } from "../plan/moved.ts";
import type { Context } from "./context.ts";

/** Reads `--map OLD=NEW`; the old one is absolute, the new one from where the person is. Throws `usage/bad-value`. */
export function movesOf({ cwd }: Context, texts: readonly string[]): readonly Moved[] {
  return texts.map((text) => {
    const index = text.indexOf("=");
    const [from, to] = [text.slice(0, Math.max(index, 0)), text.slice(index + 1)];
    if (index < 1 || to === "" || !isAbsolute(from))
      throw new BurrowError("usage/bad-value", `\`--map ${text}\` is not \`OLD=NEW\``, {
        because: "OLD is the absolute path of a folder as it was",
        hint: "burrow restore FILE --map /old/home=/new/home",
      });
    return { from: absolute(from), to: join(cwd, to) };
  });
}

/** The age identities of a file, one a line. Throws `backup/key` when there is none. */
export function identitiesIn({ machine, cwd }: Context, file: string): readonly string[] {
  const text = machine.readText(join(cwd, file), 65_536) ?? "";
  const found = text.split(/\r?\n/u).map((line) => line.trim());
  const identities = found.filter((line) => line.startsWith("AGE-SECRET-KEY-"));
  if (identities.length > 0) return identities;
  throw new BurrowError("backup/key", `\`${file}\` holds no age identity`, {
    because: "one begins with `AGE-SECRET-KEY-`",
  });
}
