import type { Options } from "./command.ts";

/** What every command understands. */
export const COMMON = {
  json: { type: "boolean", about: "Print one JSON document." },
  "json-events": { type: "boolean", about: "Print events as JSON lines on stderr." },
  quiet: { type: "boolean", short: "q", about: "Say nothing but the answer." },
  verbose: { type: "boolean", short: "v", about: "Say everything that is known." },
  help: { type: "boolean", short: "h", about: "Explain the command." },
} as const satisfies Options;

/** What every command that changes something understands. */
export const CHANGING = {
  "dry-run": { type: "boolean", short: "n", about: "Change nothing; say what would be done." },
  yes: { type: "boolean", short: "y", about: "Agree beforehand to what would be asked." },
} as const satisfies Options;

/** The values of the common options. */
export interface CommonValues {
  readonly json: boolean;
  readonly jsonEvents: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly help: boolean;
}

/** Reads the common options out of what was given. */
export function commonValues(values: Readonly<Record<string, unknown>>): CommonValues {
  const given = (name: keyof typeof COMMON) => values[name] === true;
  return {
    json: given("json"),
    jsonEvents: given("json-events"),
    quiet: given("quiet"),
    verbose: given("verbose"),
    help: given("help"),
  };
}

/** What a person may say of bringing recorded content back. */
export const RESTORING = {
  partly: { type: "boolean", about: "Leave out what cannot be had." },
  "allow-build": {
    type: "string",
    value: "name",
    multiple: true,
    about: "An editable folder elsewhere that may be built; may be repeated.",
  },
  engine: { type: "string", value: "name", about: "The tool that resolves and installs: uv or pip." },
  offline: { type: "boolean", about: "Use no network." },
} as const satisfies Options;
