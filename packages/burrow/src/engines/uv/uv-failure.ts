import type { Output } from "../../machine/command.ts";
import type { Resolution } from "../../model/resolve.ts";
import { normalizeName } from "../../standards/name.ts";
import { engineWords } from "../engine-words.ts";

/** Lines that tell what uv does, not what went wrong. */
const CHATTER =
  /^(?:Using |Resolved |Prepared |Installed |Uninstalled |Audited |Checked |Would |Creating |Activate |Downloading |\s*Downloaded |\s*Building |\s*Built |warning: | [-+~] )/u;
/** What uv draws around its errors (before 0.13), and the labels that came instead. */
const FRAME = /^\s*(?:×|╰─▶|├─▶|│|error:|cause:|Caused by:)?\s*/u;

/** A name as uv writes it before a specifier, an extra or an end. */
const NAME = "(?<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)";

/** What a text of the resolver says about its cause; the first that matches holds. */
const CAUSES = [
  [
    "unknown-name",
    new RegExp(`\\b${NAME} was not found in the (?:package registry|provided package locations)`, "u"),
  ],
  ["no-wheel", new RegExp(`\\b${NAME}(?:[=<>!~][^ ]*)? has no (?:usable )?wheels`, "u")],
  ["no-wheel", new RegExp(`\\bno wheels (?:are available )?(?:for|of) ${NAME}`, "u")],
  ["no-version", new RegExp(`\\bthere (?:is|are) no versions? of ${NAME}`, "u")],
  [
    "no-version",
    new RegExp(
      `\\bonly ${NAME}(?:[=<>!~][^ ]*)? (?:is|are) available and (?:you require|[^,]* depends? on) \\k<name>\\b`,
      "u",
    ),
  ],
  ["no-version", new RegExp(`\\bonly the following versions of ${NAME} are available`, "u")],
] as const;

/** Words by which uv tells that it could not ask: a missing name is then no proof of anything. */
const UNASKED =
  /could not be queried|returned a \d{3} |network (?:connectivity )?(?:was|is) disabled|Network connectivity is disabled/u;

type Unresolved = Extract<Resolution, { readonly kind: "impossible" | "unreachable" }>;

/**
 * What it means that uv did not resolve. Its exit status is 1 for a contradiction and for a wheel that cannot be downloaded, 2 for the rest; an index that refuses (401, 403)
 * makes uv say "not found" with status 1 and tell the truth in a hint. Only what the resolver itself concludes is `impossible`.
 */
export function unresolved(output: Output): Unresolved {
  const text = failureOf(output);
  const said = flat(output.stderr);
  const concluded = output.status === 1 && said.includes("No solution found when resolving dependencies");
  if (UNASKED.test(said)) return { kind: "unreachable", text };
  if (!concluded) return goneWheel(said, text) ?? { kind: "unreachable", text };

  const because = said.slice(said.indexOf("Because"));
  for (const [cause, form] of CAUSES) {
    const name = form.exec(because)?.groups?.["name"];
    if (name !== undefined) return { kind: "impossible", cause, requirement: normalizeName(name), text };
  }
  return { kind: "impossible", cause: "unsatisfiable", text };
}

/** A direct URL that nothing is behind: that wheel cannot be had, whatever the network does. */
function goneWheel(said: string, text: string): Unresolved | undefined {
  if (!/\((?:404 Not Found|410 Gone)\)/u.test(said)) return undefined;
  const name = /Failed to download `([A-Za-z0-9._-]+) @/u.exec(said)?.[1];
  return name === undefined
    ? undefined
    : { kind: "impossible", cause: "no-wheel", requirement: normalizeName(name), text };
}

/** What went wrong, in uv's words without its drawing: the conclusion when the resolver gives one, else the error and its causes, else why there was no answer. */
export function failureOf(output: Output): string {
  if (output.failure !== undefined) return engineWords(output.failure);
  const [body = "", ...hints] = flat(output.stderr).split(/ ?\bhint: /u);
  const because = /\bBecause .*/u
    .exec(body)?.[0]
    ?.replace(/,? we can conclude that your requirements are unsatisfiable\.?$/u, "");
  const hint = hints.find((text) => UNASKED.test(text) || /wheels/u.test(text));
  const words = engineWords(
    [because ?? body, hint].filter((part) => part !== undefined && part !== "").join("; "),
  );
  if (words !== "") return words;
  return output.signal === undefined ? `it ended with status ${output.status}` : `${output.signal} ended it`;
}

/** What goes on with a warning below its first line: uv indents it as far as the word `warning: ` reaches. */
const WARNING = /^warning: .*(?:\r?\n {9}.*)*/gmu;

/** The error in one line: all lines that are no chatter. */
function flat(stderr: string): string {
  return stderr
    .replaceAll(WARNING, "")
    .split(/\r?\n/u)
    .filter((line) => !CHATTER.test(line))
    .map((line) => line.replace(FRAME, "").trim())
    .filter((line) => line !== "")
    .join(" ");
}
