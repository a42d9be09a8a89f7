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

const answerSchema = v.object({
  success: v.optional(v.boolean()),
  actions: v.optional(
    v.object({
      FETCH: v.optional(v.array(recordSchema), []),
      LINK: v.optional(v.array(recordSchema), []),
      UNLINK: v.optional(v.array(recordSchema), []),
    }),
  ),
  exception_name: v.optional(v.string()),
  error: v.optional(v.string()),
  message: v.optional(v.string()),
  packages: v.optional(v.array(v.string())),
  solver_problems: v.optional(v.array(v.string())),
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
  const answer = parsed(output.stdout);
  if (answer === undefined || output.failure !== undefined)
    return { ok: false, kind: "failed", text: output.failure ?? unsaid(output) };
  if (answer.success !== true) return failureOf(answer);
  const { FETCH: fetched = [], LINK: linked = [], UNLINK: unlinked = [] } = answer.actions ?? {};
  const known = new Map(fetched.map((record) => [titleOf(record), record]));
  const pins = linked.map((record) => pinOf({ ...record, ...known.get(titleOf(record)) }));
  const names = new Set(pins.map(({ name }) => name));
  return { ok: true, pins, removed: unlinked.flatMap(({ name }) => (names.has(name) ? [] : [name])) };
}

function parsed(stdout: string): Answer | undefined {
  for (let at = stdout.indexOf("{"); at !== -1; at = stdout.indexOf("\n{", at + 1)) {
    try {
      const read = v.safeParse(answerSchema, JSON.parse(stdout.slice(at)));
      if (read.success) return read.output;
    } catch {
      // What comes before the document is no document.
    }
  }
  return undefined;
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

function failureOf({
  exception_name: name = "",
  message,
  error,
  packages,
  solver_problems: problems,
}: Answer): CliAnswer {
  const text = problems?.join("\n") ?? message ?? error ?? "it said no why";
  if (/^(?:PackagesNotFound|ResolvePackageNotFound)/u.test(name)) {
    const subject = /^[A-Za-z0-9._-]+/u.exec(packages?.[0] ?? "")?.[0];
    return { ok: false, kind: "unknown-name", text, ...(subject !== undefined && { subject }) };
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
