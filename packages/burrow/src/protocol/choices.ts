import { BurrowError } from "../model/error.ts";
import type { Choices } from "../model/registry.ts";
import { type Codec, literal, Mismatch, optional } from "./codec.ts";
import { object } from "./object.ts";
import { line, path, time } from "./snapshot.ts";
import { shellWord } from "../model/shell-word.ts";

/** The file of `use --save`, and what programs keep of it. What is read may be somebody else's: every text is of its form, or the whole is refused. */
export const choices: Codec<Choices> = object<Choices>({
  schema: literal(1),
  takenAt: time,
  active: optional(path),
  default: optional(line),
});

/** Reads choices as `use --save` and `choices()` give them; what is none throws `use/choices`. `name` is what the person called them. */
export function readChoices(json: unknown, name: string): Choices {
  try {
    return choices.decode(typeof json === "string" ? JSON.parse(json) : json, "");
  } catch (cause) {
    if (!(cause instanceof Mismatch) && !(cause instanceof SyntaxError)) throw cause;
    throw new BurrowError("use/choices", `\`${name}\` does not say what was chosen`, {
      because: cause instanceof Mismatch ? cause.message : "it is not JSON",
      hint: `burrow use --save ${shellWord(name)}`,
      cause,
    });
  }
}
