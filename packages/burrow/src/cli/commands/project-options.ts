import { BurrowError } from "../../model/error.ts";
import type { EnginePlace } from "../../operations/engines/engine-consent.ts";
import type { GoalOptions } from "../../operations/goal.ts";
import type { ApplyOptions } from "../../operations/up.ts";
import type { PlanOptions } from "../../operations/options.ts";
import type { Options, Values } from "../command.ts";

/** Which parts of a project are meant. */
export const SELECTION = {
  group: {
    type: "string",
    value: "name",
    multiple: true,
    about: "A dependency group to take; may be repeated.",
  },
  extra: { type: "string", value: "name", multiple: true, about: "An extra to take; may be repeated." },
} as const satisfies Options;

/** What a person may say about the kind of environment and its lock. */
export const KIND = {
  backend: {
    type: "string",
    value: "kind",
    about: "What kind of environment: venv, conda, or auto (by the project's files).",
  },
  channel: {
    type: "string",
    value: "name",
    multiple: true,
    about: "A conda channel beside those of the file; may be repeated.",
  },
  "env-name": { type: "string", value: "name", about: "What the project's conda environment is called." },
  strict: {
    type: "boolean",
    about: "Refuse a lock file that is stale, and in a conda project one that is missing.",
  },
} as const satisfies Options;

/** The operation's options of these. */
export function kindOptions(
  values: Values<typeof KIND>,
): Pick<GoalOptions, "backend" | "channels" | "envName" | "lockPolicy"> {
  return defined({
    backend: values.backend,
    channels: values.channel,
    envName: values["env-name"],
    lockPolicy: values.strict === true ? ("strict" as const) : undefined,
  });
}

/** What a person may say about a plan. */
export const PROJECT = {
  ...KIND,
  env: {
    type: "string",
    value: "name",
    about: "The environment to use: a name of the project's, or a path.",
  },
  python: { type: "string", value: "version", about: "The Python to use: 3.12, 3.12.4, pypy3.10 or a path." },
  isolate: { type: "boolean", about: "Give the project an environment of its own." },
  adopt: { type: "boolean", about: "Rebuild a .venv that something else made as burrow's own." },
  exact: { type: "boolean", about: "Drop what was added by hand." },
  newest: {
    type: "boolean",
    about: "Take the newest versions that are allowed; else what is there is kept.",
  },
  reuse: {
    type: "string",
    value: "reach",
    about: "How far to look: never, own, enclosing, shared, machine.",
  },
  lenient: {
    type: "boolean",
    about: "Upgrade away minor conflicts in an environment that is not the project's.",
  },
  ...SELECTION,
  "allow-build": {
    type: "string",
    value: "name",
    multiple: true,
    about: "A distribution that may be built from source; may be repeated.",
  },
  "allow-global-python": { type: "boolean", about: "Allow a base interpreter to serve." },
  "allow-pip-in-conda": { type: "boolean", about: "Allow pip to change a conda environment." },
  "allow-post-link": {
    type: "boolean",
    about: "Let conda packages run their own scripts when they are linked.",
  },
  "auto-bootstrap": { type: "boolean", about: "Fetch a conda engine where none is here, without asking." },
  "bootstrap-to": { type: "string", value: "place", about: "Where to: user (the default) or project." },
  engine: {
    type: "string",
    value: "name",
    about: "The tool that resolves and installs: uv or pip; for conda py-rattler.",
  },
  offline: { type: "boolean", about: "Use no network." },
} as const satisfies Options;

/** The operation's options from the command's values and its folder. */
export function planOptions(values: Values<typeof PROJECT>, path: string | undefined): PlanOptions {
  return defined({
    ...kindOptions(values),
    path,
    env: values.env,
    python: values.python,
    isolate: values.isolate,
    adopt: values.adopt,
    exact: values.exact,
    newest: values.newest,
    reuse: values.reuse,
    lenient: values.lenient,
    groups: values.group,
    extras: values.extra,
    allowBuilds: values["allow-build"],
    allowGlobalPython: values["allow-global-python"],
    allowPipInConda: values["allow-pip-in-conda"],
    engine: values.engine,
    offline: values.offline,
    allowPostLink: values["allow-post-link"],
    autoBootstrap: values["auto-bootstrap"],
    bootstrapTo: enginePlace(values["bootstrap-to"]),
  });
}

/** Where an engine is to be put, as `--bootstrap-to` says it. Throws `usage/bad-value`. */
export function enginePlace(said: string | undefined): EnginePlace | undefined {
  if (said === undefined || said === "user" || said === "project") return said;
  throw new BurrowError("usage/bad-value", `\`--bootstrap-to ${said}\` is no place`, {
    hint: "user or project",
  });
}

/** What a saved plan has to be told once more: how its engine may be had. */
export function engineOptions(values: Values<typeof PROJECT>): ApplyOptions {
  return defined({
    offline: values.offline,
    autoBootstrap: values["auto-bootstrap"],
    bootstrapTo: enginePlace(values["bootstrap-to"]),
  });
}

/** The same without what was not given. */
export function defined<Given extends object>(
  given: Given,
): { [Key in keyof Given]?: Exclude<Given[Key], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Given]?: Exclude<Given[Key], undefined>;
  };
}
