import { boolean, type Codec, type Json, list, literal, optional, text } from "./codec.ts";
import { object } from "./object.ts";

/** A command as help describes it; the bare one has an empty name. */
export interface CommandDocument {
  readonly name: string;
  readonly about: string;
  readonly arguments: readonly {
    readonly name: string;
    readonly about: string;
    readonly optional: boolean;
  }[];
  readonly options: readonly {
    /** Without its dashes. */
    readonly name: string;
    /** One letter. */
    readonly short?: string;
    /** What its value is; absent of a switch. */
    readonly value?: string;
    readonly multiple: boolean;
    readonly about: string;
  }[];
  readonly examples: readonly string[];
}

/** What `help` prints. */
export interface HelpDocument {
  readonly schema: 1;
  readonly commands: readonly CommandDocument[];
}

/** What `--version` prints. */
export interface VersionDocument {
  readonly schema: 1;
  readonly version: string;
}

/** What `completions` prints. */
export interface CompletionsDocument {
  readonly schema: 1;
  readonly shell: string;
  readonly script: string;
}

/** The commands that were asked about. */
export const help: Codec<HelpDocument> = object<HelpDocument>({
  schema: literal(1),
  commands: list(
    object<CommandDocument>({
      name: text,
      about: text,
      arguments: list(
        object<CommandDocument["arguments"][number]>({ name: text, about: text, optional: boolean }),
      ),
      options: list(
        object<CommandDocument["options"][number]>({
          name: text,
          short: optional(text),
          value: optional(text),
          multiple: boolean,
          about: text,
        }),
      ),
      examples: list(text),
    }),
  ),
});

/** burrow's own version. */
export const version: Codec<VersionDocument> = object<VersionDocument>({ schema: literal(1), version: text });

/** A script for a shell. */
export const completions: Codec<CompletionsDocument> = object<CompletionsDocument>({
  schema: literal(1),
  shell: text,
  script: text,
});

/** `help --json`, and `--help --json` of a command. */
export const helpJson = (value: Omit<HelpDocument, "schema">): Json => help.encode({ schema: 1, ...value });
/** `--version --json`. */
export const versionJson = (value: Omit<VersionDocument, "schema">): Json =>
  version.encode({ schema: 1, ...value });
/** `completions --json`. */
export const completionsJson = (value: Omit<CompletionsDocument, "schema">): Json =>
  completions.encode({ schema: 1, ...value });
