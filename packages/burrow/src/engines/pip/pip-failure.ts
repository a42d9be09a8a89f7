import type { Output } from "../../machine/command.ts";
import type { Resolution } from "../../model/resolve.ts";
import { normalizeName } from "../../standards/name.ts";
import { engineWords } from "../engine-words.ts";

/** The scratch file of pip's `--log`: the only place where pip tells an index that refuses from one that does not know the name. */
export const LOG = "pip.log";

type Unresolved = Extract<Resolution, { readonly kind: "impossible" | "unreachable" }>;

const ASKED =
  /^ERROR: Could not find a version that satisfies the requirement (?<name>[A-Za-z0-9][A-Za-z0-9._-]*)(?<rest>.*) \(from versions: (?<versions>.*)\)$/mu;
/** A direct URL that nothing is behind. */
const GONE =
  /^ERROR: Could not install requirement (?<name>[A-Za-z0-9._-]+) @ .* because of HTTP error (?:404|410) /mu;
/** Answers of an index that mean "I do not know that name" (PEP 503). */
const UNKNOWN = /: (?:404|410) Client Error/u;

/**
 * What it means that pip did not resolve. Its exit status is 1 for nearly everything, its message the same for an unknown name, a wrong password and no network;
 * the log of the requests tells them apart.
 */
export function pipUnresolved(output: Output): Unresolved {
  const text = pipFailure(output);
  const log = output.files[LOG] ?? "";
  const asked = ASKED.exec(output.stderr)?.groups;
  if (asked === undefined) {
    const gone = GONE.exec(output.stderr)?.groups?.["name"];
    if (gone !== undefined)
      return { kind: "impossible", cause: "no-wheel", requirement: normalizeName(gone), text };
    if (output.stderr.includes("DO NOT MATCH THE HASHES"))
      return { kind: "impossible", cause: "no-wheel", text };
    const contradiction = output.status === 1 && output.stderr.includes("ResolutionImpossible");
    return contradiction
      ? { kind: "impossible", cause: "unsatisfiable", text: contradictionOf(output) ?? text }
      : { kind: "unreachable", text };
  }

  const requirement = normalizeName(asked["name"] ?? "");
  const unfetched = log.split("\n").filter((line) => line.includes("Could not fetch URL "));
  const refused = unfetched.find((line) => !UNKNOWN.test(line));
  const unasked = /^WARNING: (.*is not a trusted or secure host.*)$/mu.exec(output.stderr)?.[1];
  if (refused !== undefined)
    return { kind: "unreachable", text: engineWords(refused.slice(refused.indexOf("Could not"))) };
  if (unasked !== undefined) return { kind: "unreachable", text: engineWords(unasked) };
  return {
    kind: "impossible",
    cause: causeOf(log, output.stderr, asked["versions"] ?? ""),
    requirement,
    text,
  };
}

function causeOf(log: string, stderr: string, versions: string): "unknown-name" | "no-version" | "no-wheel" {
  if (versions !== "none" || stderr.includes("require a different python version")) return "no-version";
  return /Skipping link: (?:none of the wheel's tags|No sources permitted)/u.test(log)
    ? "no-wheel"
    : "unknown-name";
}

/** pip explains a contradiction on stdout: `The conflict is caused by:`, then one line each. */
function contradictionOf({ stdout }: Output): string | undefined {
  const lines = /The conflict is caused by:\n((?: {4}.*\n)+)/u.exec(stdout)?.[1];
  return lines === undefined ? undefined : engineWords(lines.trim().replaceAll(/\n\s*/gu, ", "));
}

/** What the build of a source said last; pip frames it. */
function buildOutput({ stderr }: Output): readonly string[] {
  const framed = /^ *╰─> \[\d+ lines of output\]\n(?<said>(?:(?! *\[end of output\]).*\n)+)/gmu;
  const [last] = [...stderr.matchAll(framed)].slice(-1);
  return (last?.groups?.["said"] ?? "")
    .trim()
    .split("\n")
    .slice(-1)
    .filter((line) => line !== "");
}

/** What went wrong, in pip's words: its errors, else what it said last, else how it ended. */
export function pipFailure(output: Output): string {
  if (output.failure !== undefined) return engineWords(output.failure);
  const errors = [...output.stderr.matchAll(/^(?:ERROR|error): (.+)$/gmu)]
    .map(([, text = ""]) => text)
    .filter((text) => text !== "Exception:" && !text.startsWith("ResolutionImpossible:"));
  const last = output.stderr.trimEnd().split("\n").at(-1) ?? "";
  const words = engineWords([...errors, ...buildOutput(output)].join("; ") || last);
  if (words !== "") return words;
  return output.signal === undefined ? `it ended with status ${output.status}` : `${output.signal} ended it`;
}
