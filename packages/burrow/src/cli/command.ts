import type { Json } from "../protocol/codec.ts";
import type { Context } from "../operations/context.ts";
import type { Look } from "../render/look.ts";
import type { World } from "./world.ts";

/** An option of a command; without a `value` it is a switch. */
export interface Option {
  readonly type: "boolean" | "string";
  /** What the value is, for help: `name`, `file` … */
  readonly value?: string;
  /** One letter. */
  readonly short?: string;
  /** May be given more than once. */
  readonly multiple?: true;
  readonly about: string;
}

/** Options by their long names, without the dashes. */
export type Options = Readonly<Record<string, Option>>;

/** A positional argument. */
export interface Argument {
  readonly name: string;
  readonly about: string;
  readonly optional?: true;
  /** The last one: any number of them. */
  readonly multiple?: true;
}

type ValueOf<One extends Option> = One["type"] extends "boolean"
  ? boolean
  : One extends { readonly multiple: true }
    ? readonly string[]
    : string;

/** What was given, by the names of the options; what was not given is absent. */
export type Values<Given extends Options> = { readonly [Name in keyof Given]?: ValueOf<Given[Name]> };

/** The same where the options are not known: any value that an option may have. */
export type AnyValues = Readonly<Record<string, boolean | string | readonly string[]>>;

/** What a command is given beside its values. */
export interface Setting {
  /** The machine and this process; made when it is first asked for. */
  readonly context: () => Promise<Context>;
  readonly world: World;
  readonly look: Look;
  /** What a command says before it has its answer: a plan that it asks about. */
  readonly say: (lines: readonly string[]) => void;
}

/** A command as it is written. */
export interface Definition<Given extends Options, Result> {
  readonly name: string;
  readonly about: string;
  readonly options: Given;
  readonly args: readonly Argument[];
  readonly examples: readonly string[];
  /** Whether it may change something: its steps are told as they happen. */
  readonly changes?: true;
  /** Everything after its own options belongs to the program that it runs. */
  readonly passthrough?: true;
  run(values: Values<Given>, args: readonly string[], setting: Setting): Promise<Result> | Result;
  text(result: Result, look: Look, values: Values<Given>): readonly string[];
  /** The document, or a promise of it. */
  json?(result: Result): Json;
  /** The exit status of a result; 0 when absent. */
  status?(result: Result): number;
  /** Whether the result is that it could not be done: then its text is an error. */
  failed?(result: Result): boolean;
}

/** What a command came to, in each form that may be wanted. */
export interface Answer {
  text(look: Look): readonly string[];
  /** The document, or a promise of it; undefined when there is none. */
  json(): Json;
  readonly status: number;
  readonly failed: boolean;
}

/** A command as the command line sees it: its types are inside. */
export interface Command extends Omit<
  Definition<Options, never>,
  "run" | "text" | "json" | "status" | "failed"
> {
  execute(values: AnyValues, args: readonly string[], setting: Setting): Promise<Answer>;
}

/** Makes a command; the options' types reach `run`, its result reaches `text` and `json`. */
export function command<const Given extends Options, Result>(definition: Definition<Given, Result>): Command {
  return {
    ...definition,
    async execute(values, args, setting) {
      const given = values as Values<Given>;
      const result = await definition.run(given, args, setting);
      return {
        text: (look) => definition.text(result, look, given),
        json: () => definition.json?.(result),
        status: definition.status?.(result) ?? 0,
        failed: definition.failed?.(result) ?? false,
      };
    },
  };
}
