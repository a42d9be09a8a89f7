import * as v from "valibot";
import type { Output } from "../../../machine/command.ts";
import type { Pin } from "../../../model/pin.ts";
import { engineWords } from "../../engine-words.ts";

const hex = (digits: number) =>
  v.nullish(v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${digits}}$`, "u"))));

/** A package as conda's `FETCH` and mamba's `LINK` list it. */
const recordSchema = v.object({
  name: v.string(),
  version: v.string(),
  build: v.optional(v.string()),
  build_string: v.optional(v.string()),
  build_number: v.optional(v.number()),
  subdir: v.optional(v.string()),
  platform: v.nullish(v.string()),
  channel: v.optional(v.string()),
  url: v.optional(v.string()),
  sha256: hex(64),
  md5: hex(32),
  size: v.optional(v.number()),
  depends: v.optional(v.array(v.string())),
  constrains: v.optional(v.array(v.string())),
});

const failureSchema = v.object({
  exception_name: v.optional(v.string()),
  error: v.optional(v.string()),
  message: v.optional(v.string()),
  guidance: v.optional(v.object({ summary: v.optional(v.string()) })),
  packages: v.optional(v.array(v.string())),
  solver_problems: v.optional(v.array(v.string())),
});

const answerSchema = v.object({
  success: v.optional(v.boolean()),
  actions: v.optional(
    v.object({
      FETCH: v.optional(v.array(recordSchema), []),
      LINK: v.optional(v.array(recordSchema), []),
      UNLINK: v.optional(v.array(recordSchema), []),
    }),
  ),
  ...failureSchema.entries,
  /** Of several failures at once (`CondaMultiError`). */
  errors: v.optional(v.array(failureSchema)),
});

type Answer = v.InferOutput<typeof answerSchema>;

/** What a tool of the conda family came to, by what it printed: its status alone is never believed (micromamba ends with 0 when it is interrupted). */
export type CliAnswer =
  | {
      readonly ok: true;
      /** What is linked; with hashes where the tool told them. */
      readonly pins: readonly Pin[];
      /** Names of what is unlinked without a successor. */
      readonly removed: readonly string[];
    }
  | {
      readonly ok: false;
      readonly kind: "unknown-name" | "unsatisfiable" | "unreachable" | "checksum" | "failed";
      readonly subject?: string;
      readonly text: string;
    };

/** Reads the document that `--json` prints (the last one, after whatever else was printed). */
export function readCliAnswer(output: Output): CliAnswer {
  const answer = answerIn(output.stdout) ?? answerIn(output.stderr);
  if (answer === undefined || output.failure !== undefined)
    return { ok: false, kind: "failed", text: output.failure ?? unsaid(output) };
  if (answer.exception_name === "CondaExitZero" && output.status === 0)
    return { ok: true, pins: [], removed: [] };
  if (answer.success !== true) return failureOf(answer);
  const { FETCH: fetched = [], LINK: linked = [], UNLINK: unlinked = [] } = answer.actions ?? {};
  const known = new Map(fetched.map((record) => [titleOf(record), record]));
  const pins = linked.map((record) => pinOf({ ...record, ...known.get(titleOf(record)) }));
  const names = new Set(pins.map(({ name }) => name));
  return { ok: true, pins, removed: unlinked.flatMap(({ name }) => (names.has(name) ? [] : [name])) };
}

/** Whether it ended well with not a word, as conda does for a list of archives; whoever believes it looks for what was to be done. */
export function saidNothing({ status, stdout, stderr, failure }: Output): boolean {
  return status === 0 && failure === undefined && `${stdout}${stderr}`.trim() === "";
}

/** Reads the last document in a text, after whatever else was printed; undefined when there is none. */
export function readJson(text: string): unknown {
  for (const { index } of text.matchAll(/^[[{]/gmu)) {
    try {
      return JSON.parse(text.slice(index));
    } catch {
      // What comes before the document is no document.
    }
  }
  return undefined;
}

function answerIn(text: string): Answer | undefined {
  const read = v.safeParse(answerSchema, readJson(text));
  return read.success ? read.output : undefined;
}

function unsaid({ status, signal, stderr }: Output): string {
  const ended = signal === undefined ? `it ended with status ${status ?? "none"}` : `${signal} ended it`;
  const said = engineWords(stderr);
  return said === "" ? ended : `${ended}: ${said}`;
}

type Record = v.InferOutput<typeof recordSchema>;

function titleOf({ name, version, build, build_string }: Record): string {
  return `${name}-${version}-${build ?? build_string ?? ""}`;
}

function pinOf(record: Record): Pin {
  const { name, version, url, sha256, md5, size, depends, constrains, build_number } = record;
  const build = record.build ?? record.build_string ?? "";
  return {
    name,
    version,
    hashes: [
      ...(typeof sha256 === "string" ? [`sha256:${sha256}`] : []),
      ...(typeof md5 === "string" ? [`md5:${md5}`] : []),
    ],
    ...(url !== undefined && { url }),
    ...(size !== undefined && { bytes: size }),
    conda: {
      build,
      ...(build_number !== undefined && { buildNumber: build_number }),
      subdir: record.subdir ?? record.platform ?? "",
      channel: record.channel ?? "",
      ...(depends !== undefined && { depends }),
      ...(constrains !== undefined && { constrains }),
    },
  };
}

type Failure = v.InferOutput<typeof failureSchema>;

/** Of several failures at once, the first that says what it is. */
function failureOf({ errors = [], ...whole }: Answer): CliAnswer {
  const all = (errors.length > 0 ? errors : [whole]).map(judged);
  return all.find((one) => !one.ok && one.kind !== "failed") ?? all[0] ?? judged(whole);
}

function judged({
  exception_name: name = "",
  message,
  error,
  guidance,
  packages,
  solver_problems: problems,
}: Failure): CliAnswer {
  const text =
    [problems?.join("\n"), message, guidance?.summary, error].find((one) => one) ?? "it said no why";
  if (/^(?:PackagesNotFound|ResolvePackageNotFound)/u.test(name)) {
    const subject = /^[A-Za-z0-9._-]+/u.exec(packages?.[0] ?? "")?.[0];
    return { ok: false, kind: "unknown-name", text: found(text), ...(subject !== undefined && { subject }) };
  }
  const missing = /\bnothing provides(?: requested)? ([A-Za-z0-9._-]+)/u.exec(text)?.[1];
  if (problems !== undefined && missing !== undefined)
    return { ok: false, kind: "unknown-name", text, subject: missing };
  if (problems !== undefined || /Unsatisfiable/u.test(name))
    return { ok: false, kind: "unsatisfiable", text };
  if (/^(?:CondaHTTPError|UnavailableInvalidChannel|CondaSSLError|ProxyError)/u.test(name))
    return { ok: false, kind: "unreachable", text };
  if (/checksum|ChecksumMismatch|InvalidArchiveError|hash mismatch/iu.test(`${name} ${text}`))
    return { ok: false, kind: "checksum", text };
  return { ok: false, kind: "failed", text };
}

/** What is not there, without the list of channels and the advice that follow. */
function found(text: string): string {
  return text.replace(/\s*Current channels:[^]*$/u, "").replaceAll(/:?\s*\n\s*-\s*/gu, " ");
}
