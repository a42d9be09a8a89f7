import type { Hook } from "../../model/hook.ts";
import type {
  DeclaredEnvironment,
  PlainSettings,
  PromptSettings,
  SurveySettings,
} from "../../model/settings.ts";
import { dotted, type FormContext, type KeyContext, type Keys, type SettingPath } from "./form.ts";
import { COLLECTIONS, type OldNames, PLAIN, PROMPT_KEYS, SURVEY } from "./keys.ts";
import { defaultsOf, readKeys, type Said, tableAt } from "./read-keys.ts";

/** What one settings file says, and nothing of what it leaves out. */
export interface SourceSettings {
  readonly plain: Said<PlainSettings & OldNames>;
  readonly survey: Said<SurveySettings>;
  readonly prompt: Said<PromptSettings>;
  readonly environments: Readonly<Record<string, DeclaredEnvironment>>;
  readonly after: Readonly<Record<string, Hook>>;
}

const TABLES = ["survey", "prompt", "environments", "after"];

/** Reads the settings below a path of a document: the table itself in `burrow.toml`, `tool.burrow` in a `pyproject.toml`. */
export function readSource(value: unknown, path: SettingPath, context: KeyContext): SourceSettings {
  const table = tableAt(value, path, context);
  const at = (name: string): SettingPath => [...path, name];
  const plain = readKeys(PLAIN, table, path, context, [...TABLES, "$schema"]);
  checkIsolation(plain, path, context);
  const sub = (name: string) => tableAt(own(table, name), at(name), context);
  return {
    plain,
    survey: readKeys(SURVEY, sub("survey"), at("survey"), context),
    prompt: readKeys(PROMPT_KEYS, sub("prompt"), at("prompt"), context),
    environments: readCollection(COLLECTIONS.environments, sub("environments"), at("environments"), context),
    after: readCollection(COLLECTIONS.after, sub("after"), at("after"), context),
  };
}

function own(table: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** The old name and the new one may not say different things in one file. */
function checkIsolation(
  { forceIsolation, reuse }: SourceSettings["plain"],
  path: SettingPath,
  { problem }: FormContext,
): void {
  if (forceIsolation === undefined || reuse === undefined || forceIsolation === (reuse === "never")) return;
  problem([...path, "force-isolation"], `\`force-isolation\` and \`reuse\` contradict each other`, {
    hint: "keep `reuse`",
    key: true,
  });
}

interface Collection<Entry> {
  readonly name: { readonly read: (value: unknown, path: SettingPath, context: FormContext) => unknown };
  readonly keys: Keys<Entry>;
  readonly required: readonly string[];
}

/** The entries of a table of tables; one with a problem in its name or without a required key is left out. */
function readCollection<Entry>(
  { name: form, keys, required }: Collection<Entry>,
  table: Readonly<Record<string, unknown>>,
  path: SettingPath,
  context: KeyContext,
): Readonly<Record<string, Entry>> {
  const entries: [string, Entry][] = [];
  const keyContext: FormContext = {
    ...context,
    problem: (at, message, more) => context.problem(at, message, { ...more, key: true }),
  };
  for (const [name, value] of Object.entries(table)) {
    const here = [...path, name];
    const named = form.read(name, here, keyContext);
    const entry = tableAt(value, here, context);
    const said = readKeys(keys, entry, here, context);
    for (const key of required)
      if (!Object.hasOwn(entry, key)) keyContext.problem(here, `\`${dotted(here)}\` has no \`${key}\``);
    checkExternal(entry, here, keyContext);
    const whole = required.every((key) => Object.hasOwn(said, key));
    if (named !== undefined && whole) entries.push([name, { ...defaultsOf(keys), ...said }]);
  }
  return Object.fromEntries(entries);
}

/** What is governed elsewhere has to be somewhere. */
function checkExternal(
  entry: Readonly<Record<string, unknown>>,
  path: SettingPath,
  { problem }: FormContext,
): void {
  if (entry["external"] === true && !Object.hasOwn(entry, "path"))
    problem([...path, "external"], `\`${dotted(path)}\` is external and has no \`path\``);
}
