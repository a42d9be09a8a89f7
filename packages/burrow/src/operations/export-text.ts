import { converse } from "../engines/converse.ts";
import type { CondaPackage } from "../model/distribution.ts";
import type { Environment } from "../model/environment.ts";
import { BurrowError } from "../model/error.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { resolvable } from "../plan/questions.ts";
import { snapshotGoal } from "../plan/snapshot-goal.ts";
import { withoutSecrets, withoutToken } from "../project/secret-lines.ts";
import { snapshot as codec } from "../protocol/snapshot.ts";
import { subdirOf } from "../standards/conda-subdirs.ts";
import { siteAt } from "../survey/site.ts";
import type { Context } from "./context.ts";
import { lazyEngine } from "./engines/engine.ts";
import { sourcesOf } from "./recorded.ts";

/** The forms in which one environment can be written: burrow's own, pip's, PEP 751's (`pylock.toml`), conda's (`@EXPLICIT`). */
export type ExportFormat = "burrow" | "requirements" | "pylock" | "explicit";

/** What an environment holds, as a text of that form. Throws `export/impossible` where the form cannot say it. */
export async function textOf(
  context: Context,
  environment: Environment,
  snapshot: Snapshot,
  { format, offline }: { readonly format: ExportFormat; readonly offline: boolean },
): Promise<string> {
  switch (format) {
    case "burrow":
      return `${JSON.stringify(codec.encode(snapshot), undefined, 2)}\n`;
    case "requirements":
      return requirementsOf(snapshot);
    case "pylock":
      return pylockOf(context, environment, snapshot, offline);
    case "explicit":
      return explicitOf(environment, snapshot);
  }
}

/** The lines of a requirements file. Hashes stand there only when each has one: pip asks for all or none. */
function requirementsOf(snapshot: Snapshot): string {
  return pipsLines(snapshot)
    .map((line) => `${line}\n`)
    .join("");
}

function pipsLines(snapshot: Snapshot): readonly string[] {
  const { requirements } = snapshotGoal(snapshot, { root: snapshot.environment.prefix });
  const pips = requirements.filter(({ kind }) => kind === "pypi");
  const proven = pips.every(({ hashes, url }) => hashes.length > 0 && url === undefined);
  return pips.map(({ text, hashes }) =>
    [text, ...(proven ? hashes.map((hash) => `--hash=${hash}`) : [])].join(" "),
  );
}

/** The very files that an index offers of these versions, written by uv. */
async function pylockOf(
  { runner, report, ...context }: Context,
  { prefix, executable }: Environment,
  snapshot: Snapshot,
  offline: boolean,
): Promise<string> {
  const refused = (because: string): BurrowError =>
    new BurrowError("export/impossible", `\`${prefix}\` cannot be written as a pylock.toml`, {
      because,
      hint: "burrow export --format requirements",
    });
  if (executable === undefined) throw refused("it has no Python");
  const { root } = siteAt(context.machine, prefix);
  const options = await sourcesOf({ ...context, runner, report }, root);
  const goal = snapshotGoal(snapshot, { root, sources: options });
  const requirements = resolvable({ goal });
  const left = goal.requirements.find((one) => !requirements.includes(one));
  if (left !== undefined) throw refused(`\`${left.text}\` is no file of an index`);
  const choice = { name: "uv", offline };
  const { engine } = await lazyEngine({ ...context, runner, report }, goal, choice)(executable);
  const question = { kind: "resolve", key: "export", mode: "exact", python: executable } as const;
  const talk = engine.pylock?.({
    ...question,
    requirements,
    constraints: [],
    options,
    installed: [],
    free: [],
  });
  if (talk === undefined) throw refused(`${engine.name} writes none`);
  const onLine = (text: string): void => report({ type: "engine.line", engine: engine.name, text });
  const lock = await converse(talk, runner, { signal: context.signal, onLine });
  if (!lock.ok) throw refused(lock.detail);
  return withoutSecrets(lock.text);
}

/** What `conda create --file` reads: the archives, each with its hash. What pip installed besides stands in comments, which conda-lock and `burrow import` read. */
function explicitOf({ prefix, packages, platform }: Environment, snapshot: Snapshot): string {
  const refused = (because: string): BurrowError =>
    new BurrowError("export/impossible", `\`${prefix}\` cannot be written as conda's list`, { because });
  if (packages === undefined) throw refused("it is no conda environment");
  const nameless = packages.find(({ url }) => url === undefined);
  if (nameless !== undefined) throw refused(`where \`${nameless.name}\` came from is not recorded`);
  const native = packages.find(({ subdir }) => subdir !== "noarch" && subdir !== "")?.subdir;
  return [
    "# This file may be used to create an environment using:",
    "# $ conda create --name <env> --file <this file>",
    `# platform: ${native ?? subdirOf(platform) ?? "noarch"}`,
    "@EXPLICIT",
    ...packages.map(archiveLine),
    ...pipsLines(snapshot).map((requirement) => `# pip ${requirement}`),
    "",
  ].join("\n");
}

/** Addresses of private channels have a token in them. */
function archiveLine({ url = "", md5, sha256 }: CondaPackage): string {
  const address = withoutToken(url);
  const hash = md5 ?? (sha256 === undefined ? undefined : `sha256:${sha256}`);
  return hash === undefined ? address : `${address}#${hash}`;
}
