import { REASONS } from "./reasons.ts";

/** The names between braces in a template, so that a reason without its parameters does not compile. */
type Names<Template extends string> = Template extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never;

/** A code of the table in `reasons.ts`. */
export type ReasonCode = keyof typeof REASONS;

/** The parameters that a code's sentence speaks of. */
export type ReasonParams<Code extends ReasonCode> = Readonly<
  Record<Names<(typeof REASONS)[Code]>, string | number>
>;

/** Why something was judged so, as data; `render` makes the sentence. */
export interface Reason {
  readonly code: ReasonCode;
  readonly params: Readonly<Record<string, string | number>>;
}

/** Makes a reason; the compiler holds the parameters to the sentence. */
export function reason<Code extends ReasonCode>(code: Code, params: ReasonParams<Code>): Reason {
  return { code, params };
}

/** The sentence of a reason, without a full stop. */
export function sentence({ code, params }: Reason): string {
  return REASONS[code].replaceAll(/\{([A-Za-z]+)\}/gu, (whole, name: string) =>
    String(params[name] ?? whole),
  );
}

/** A number with its noun: `1 requirement`, `7 requirements`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
