import type { Command, Output } from "../../src/machine/command.ts";
import type { Talk } from "../../src/engines/engine.ts";

/** What a program left behind, by what is not as usual. */
export function output(left: Partial<Output> = {}): Output {
  return { status: 0, stdout: "", stderr: "", files: {}, ...left };
}

/** Leads a talk with outputs that were there before; a talk that asks for more, or for less, is an error. */
export function lead<Meaning>(
  talk: Talk<Meaning>,
  ...outputs: readonly Output[]
): { readonly commands: readonly Command[]; readonly meaning: Meaning } {
  const commands: Command[] = [];
  let turn = talk.next();
  while (turn.done !== true) {
    commands.push(turn.value);
    const next = outputs[commands.length - 1];
    if (next === undefined) throw new Error(`no output for command ${commands.length}`);
    turn = talk.next(next);
  }
  if (commands.length !== outputs.length) throw new Error(`only ${commands.length} commands were run`);
  return { commands, meaning: turn.value };
}

/** The first command of a talk, its arguments in one line (scratch files as `<name>`). */
export function firstCommand<Meaning>(talk: Talk<Meaning>): Command & { readonly line: string } {
  const turn = talk.next();
  if (turn.done === true) throw new Error("it asked for nothing");
  const line = turn.value.args
    .map((argument) =>
      typeof argument === "string" ? argument : `${argument.prefix ?? ""}<${argument.scratch}>`,
    )
    .join(" ");
  return { ...turn.value, line };
}
