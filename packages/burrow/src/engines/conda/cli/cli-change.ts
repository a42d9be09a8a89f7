import * as v from "valibot";
import type { Output } from "../../../machine/command.ts";
import type { AbsolutePath } from "../../../model/path.ts";
import type { Pin } from "../../../model/pin.ts";
import { type ExplicitArchive, parseExplicit } from "../../../standards/explicit-lock.ts";
import type { Done, Talk } from "../../engine.ts";
import { engineWords } from "../../engine-words.ts";
import type { Changed, ChangeRequest } from "../conda-engine.ts";
import { type CliAnswer, readCliAnswer, readJson, saidNothing } from "./cli-answer.ts";
import { type CliContext, commandOf, explicitCommand, withEmptyCache } from "./cli-command.ts";

/** Has the archives in the tool's cache, and nothing linked. */
export function* fetch(context: CliContext, pins: readonly Pin[], scratch: AbsolutePath): Talk<Done> {
  const output = yield explicitCommand(context, ["create", "--download-only"], scratch, pins);
  const failed = failureOf(output);
  return failed === undefined ? { ok: true } : { ok: false, detail: engineWords(failed.text) };
}

/** Links and unlinks exactly these, and asks the tool what is there then: of a list of archives it says nothing when all went well. */
export function* change(context: CliContext, request: ChangeRequest): Talk<Changed> {
  const { prefix, pins, removed, scripts, create, distrustCache } = request;
  if (!scripts)
    return {
      ok: false,
      cause: "failed",
      detail: `${context.name} always runs the scripts of packages: allow it with --allow-post-link, or take py-rattler with --engine py-rattler`,
    };
  const unproven = pins.find(({ url, hashes }) => url === undefined || hashes.length === 0);
  if (unproven !== undefined)
    return { ok: false, cause: "checksum", detail: `${unproven.name} has no hash to prove it by` };
  const again = create ? { goes: [], comes: [] } : yield* toLinkAgain(context, request);
  if (typeof again === "string") return { ok: false, cause: "failed", detail: again };
  const goes = [...removed, ...again.goes];
  if (goes.length > 0) {
    const gone = readCliAnswer(yield commandOf(context, ["remove", "--force"], prefix, ["--", ...goes]));
    if (!gone.ok) return unchanged(gone);
  }
  const comes = [...pins, ...again.comes];
  if (comes.length > 0) {
    const linking = explicitCommand(context, [create ? "create" : "install"], prefix, comes);
    const failed = failureOf(yield distrustCache ? withEmptyCache(linking) : linking);
    if (failed !== undefined) return unchanged(failed);
    const absent = yield* absentOf(context, prefix, comes);
    if (absent !== undefined) return { ok: false, cause: "failed", detail: absent };
  }
  const unset = yield* setVariables(context, request);
  return unset ?? { ok: true, clobbered: [], scripts: [] };
}

type Failed = Extract<CliAnswer, { readonly ok: false }>;

function failureOf(output: Output): Failed | undefined {
  if (saidNothing(output)) return undefined;
  const answer = readCliAnswer(output);
  return answer.ok ? undefined : answer;
}

function unchanged({ kind, text }: Failed): Changed {
  return { ok: false, cause: kind === "checksum" ? kind : "failed", detail: engineWords(text) };
}

const listSchema = v.array(
  v.object({
    name: v.string(),
    version: v.string(),
    build_string: v.optional(v.string()),
    platform: v.optional(v.string()),
  }),
);

/** What has to be taken out before a list of archives is linked, and what has to be linked beside them. */
interface Again {
  readonly goes: readonly string[];
  readonly comes: readonly Pin[];
}

/**
 * A list of archives moves nothing that it does not name, and nothing that is there as it names it: so what is to be linked anew is taken out first, and when the
 * minor version of Python changes, that is also all that lies where only one minor version looks. Gives why it cannot be told where one of these came from.
 */
function* toLinkAgain(context: CliContext, { prefix, pins, removed }: ChangeRequest): Talk<Again | string> {
  if (pins.length === 0) return { goes: [], comes: [] };
  const listed = v.safeParse(listSchema, readJson((yield listing(context, prefix, ["list"])).stdout));
  const there = new Map(listed.success ? listed.output.map((one) => [one.name, one]) : []);
  const same = pins.filter((pin) => titleOf(there.get(pin.name)) === titleOfPin(pin));
  const goes = same.map(({ name }) => name);
  const before = there.get("python")?.version;
  const after = pins.find(({ name }) => name === "python")?.version;
  if (before === undefined || after === undefined || minorOf(before) === minorOf(after))
    return { goes, comes: [] };
  const changed = new Set([...pins.map(({ name }) => name), ...removed]);
  const stays = [...there.values()].filter(
    ({ name, platform }) => platform === "noarch" && !changed.has(name),
  );
  if (stays.length === 0) return { goes, comes: [] };
  const { stdout } = yield listing(context, prefix, ["list", "--explicit", "--sha256"]);
  const archives = new Map(parseExplicit(stdout).archives.map((one) => [one.name, pinOfArchive(one)]));
  const comes = stays
    .flatMap(({ name }) => archives.get(name) ?? [])
    .filter(({ hashes }) => hashes.length > 0);
  const told = new Set(comes.map(({ name }) => name));
  const untold = stays.find(({ name }) => !told.has(name));
  if (untold !== undefined)
    return `${context.name} does not say the hash of ${untold.name}, which has to be linked anew for Python ${after}`;
  return { goes: [...goes, ...told], comes };
}

function titleOf(one: v.InferOutput<typeof listSchema>[number] | undefined): string | undefined {
  return one && `${one.name} ${one.version} ${one.build_string ?? ""}`;
}

function titleOfPin({ name, version, conda }: Pin): string {
  return `${name} ${version} ${conda?.build ?? ""}`;
}

function pinOfArchive(archive: ExplicitArchive): Pin {
  const { name, version, build, subdir, channel, url, sha256, md5 } = archive;
  const hashes = [
    ...(sha256 === undefined ? [] : [`sha256:${sha256}`]),
    ...(md5 === undefined ? [] : [`md5:${md5}`]),
  ];
  return { name, version, url, hashes, conda: { build, subdir, channel } };
}

function minorOf(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}

/** Why the prefix does not hold all of these; undefined when it does. */
function* absentOf(
  context: CliContext,
  prefix: AbsolutePath,
  pins: readonly Pin[],
): Talk<string | undefined> {
  const listed = v.safeParse(listSchema, readJson((yield listing(context, prefix, ["list"])).stdout));
  if (!listed.success) return `${context.name} does not say what is in the prefix`;
  const there = new Set(listed.output.map((one) => titleOf(one)));
  const absent = pins.filter((pin) => !there.has(titleOfPin(pin)));
  return absent.length === 0
    ? undefined
    : `${context.name} did not link ${absent.map(({ name, version }) => `${name} ${version}`).join(", ")}`;
}

/** The variables of the prefix become these and no others. */
function* setVariables(
  context: CliContext,
  { prefix, variables }: ChangeRequest,
): Talk<Extract<Changed, { readonly ok: false }> | undefined> {
  const words = ["env", "config", "vars"];
  const found = v.safeParse(
    v.record(v.string(), v.string()),
    readJson((yield listing(context, prefix, [...words, "list"])).stdout),
  );
  const before = found.success ? found.output : {};
  const gone = Object.keys(before).filter((name) => variables[name] === undefined);
  const set = Object.entries(variables).filter(([name, value]) => before[name] !== value);
  const acts = [
    ...(gone.length > 0 ? [{ word: "unset", rest: gone }] : []),
    ...(set.length > 0 ? [{ word: "set", rest: set.map(([name, value]) => `${name}=${value}`) }] : []),
  ];
  for (const { word, rest } of acts) {
    const { args, ...command } = listing(context, prefix, [...words, word]);
    const output = yield { ...command, args: [...args.filter((one) => one !== "--json"), ...rest] };
    if (output.status !== 0)
      return { ok: false, cause: "failed", detail: engineWords(output.stderr || output.stdout) };
  }
  return undefined;
}

/** A command that asks nothing of the network and takes no `--yes`. */
function listing(context: CliContext, prefix: AbsolutePath, words: readonly string[]) {
  const command = commandOf({ ...context, offline: false }, words, prefix, []);
  return { ...command, args: command.args.filter((one) => one !== "--yes") };
}
