import type { Fact } from "../../model/fact.ts";
import { parent, type AbsolutePath } from "../../model/path.ts";
import { reason, type Reason } from "../../model/reason.ts";
import type { Settings } from "../../model/settings.ts";
import type { FileProblem } from "../../model/text-origin.ts";
import type { Files } from "../files.ts";
import { atMost } from "../limits.ts";
import type { Scope } from "../reading.ts";
import { inFile } from "../source-text.ts";
import { watchedFiles } from "../watched-files.ts";
import { cortexDocuments, readCortex } from "./cortex.ts";
import { projectDocuments, type SettingsDocument, wholeFile } from "./documents.ts";
import { dotted, type FormContext, type SettingPath } from "./form.ts";
import { PLAIN, PROMPT_KEYS, SURVEY } from "./keys.ts";
import { defaultsOf } from "./read-keys.ts";
import { readSource, type SourceSettings } from "./read-source.ts";

/** Where settings are read. */
export interface SettingsPlaces {
  /** The project's folder. */
  readonly root: AbsolutePath;
  /** The user's own `burrow.toml`. */
  readonly userFile?: AbsolutePath;
  /** What `~` means. */
  readonly home: AbsolutePath;
}

/** The settings that hold, and what was met on the way. */
export interface SettingsReading {
  readonly settings: Settings;
  /** With the settings that are wrong left out of `settings`. */
  readonly problems: readonly FileProblem[];
  /** What another tool's file said instead of burrow's own, and what was said that nothing uses yet. */
  readonly notes: readonly Reason[];
  /** Every file that was looked at, absent ones included. */
  readonly facts: readonly Fact[];
}

const NOTHING: SourceSettings = { plain: {}, survey: {}, prompt: {}, environments: {}, after: {} };

/**
 * Reads the settings of a project (design §7), later ones before earlier ones: defaults, the user's file, CORTEX's `cortex.config.json`, the project's own
 * (`burrow.toml`, `burrow.json` or `burrow.jsonc` beside it, or `[tool.burrow]` in its `pyproject.toml`; more than one is a problem).
 * A named environment or hook counts as a whole, everything else key by key. Total.
 */
export function readSettings({ root, userFile, home }: SettingsPlaces, given: Files): SettingsReading {
  const files = watchedFiles(given);
  const scope: Scope = { files, root, variables: {} };
  const user = userFile === undefined ? { documents: [], problems: [] } : wholeFile(userFile, scope);
  const cortex = cortexDocuments(scope);
  const own = projectDocuments(scope);

  const problems: FileProblem[] = [...user.problems, ...cortex.problems, ...own.problems];
  const notes: Reason[] = [];
  const contextOf = (source: SettingsDocument) => formContext(source, home, problems);
  const read = (source: SettingsDocument): SourceSettings => {
    const unused: SettingPath[] = [];
    const context = { ...contextOf(source), idle: (path: SettingPath) => void unused.push(path) };
    const said = readSource(source.document.get(...source.path), source.path, context);
    const what = listed(unused.map((path) => `\`${dotted(path)}\``));
    if (what !== "") notes.push(reason("not-used-yet", { what, path: source.file }));
    return said;
  };
  const old = cortex.documents.map((source): SourceSettings => {
    const said = readCortex(source.document.get(...source.path), source.file, contextOf(source));
    notes.push(...said.notes);
    return { ...NOTHING, plain: said.plain };
  });
  const sources = [...user.documents.map(read), ...old, ...own.documents.map(read)];
  const seen = [...new Set(problems.map(({ file }) => file))];
  return {
    settings: layered(sources),
    problems: seen.reduce<readonly FileProblem[]>((rest, file) => atMost(rest, file), problems),
    notes,
    facts: files.facts(),
  };
}

/** The first few by name, the rest by number. */
function listed(names: readonly string[]): string {
  const rest = names.length - 3;
  return names.slice(0, 3).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}

function formContext(
  { file, document }: SettingsDocument,
  home: AbsolutePath,
  problems: FileProblem[],
): FormContext {
  return {
    folder: parent(file),
    home,
    problem(path, message, { hint, index = 0, key = false } = {}) {
      const { line, column } = key ? document.whereKey(...path) : document.where(...path);
      const place = { line, column: column + index };
      problems.push(inFile(file, { message, ...place, ...(hint !== undefined && { hint }) }));
    },
  };
}

/** Earlier sources under later ones. */
function layered(sources: readonly SourceSettings[]): Settings {
  const { forceIsolation, ...plain } = sources.reduce(
    (below, { plain: said }) => ({
      ...below,
      ...said,
      // Whoever speaks of `reuse` speaks of isolation: what was forced below is over.
      ...(said.reuse !== undefined && { forceIsolation: said.forceIsolation ?? false }),
    }),
    defaultsOf(PLAIN),
  );
  return {
    ...plain,
    ...(forceIsolation && { reuse: "never" }),
    survey: Object.assign({}, defaultsOf(SURVEY), ...sources.map(({ survey }) => survey)),
    prompt: Object.assign({}, defaultsOf(PROMPT_KEYS), ...sources.map(({ prompt }) => prompt)),
    environments: merged(sources.map(({ environments }) => environments)),
    after: merged(sources.map(({ after }) => after)),
  };
}

/** By name; `Object.fromEntries` keeps `__proto__` a name like any other. */
function merged<Entry>(tables: readonly Readonly<Record<string, Entry>>[]): Readonly<Record<string, Entry>> {
  return Object.fromEntries(tables.flatMap((table) => Object.entries(table)));
}
