import type { Command } from "../../../machine/command.ts";
import type { Pin } from "../../../model/pin.ts";
import type { CondaQuestion, Resolution } from "../../../model/resolve.ts";
import { parseMatchSpec } from "../../../standards/match-spec.ts";
import type { Talk } from "../../engine.ts";
import { engineWords } from "../../engine-words.ts";
import type { Solutions } from "../conda-engine.ts";
import { solverWords } from "../solver-words.ts";
import { type CliAnswer, readCliAnswer } from "./cli-answer.ts";
import { type CliContext, commandOf, withEmptyCache } from "./cli-command.ts";

/** Which packages would make the specs hold, by a dry run; what fails with what is installed is asked alone, which tells who is to blame. */
export function* solve(context: CliContext, question: CondaQuestion): Talk<Resolution> {
  const { mode, specs, prefix } = question;
  if (specs.length === 0) return { kind: "resolved", pins: [], removed: [] };
  const answer = readCliAnswer(yield solving(context, question, undefined));
  if (answer.ok) {
    const unproven = answer.pins.find(({ url, hashes }) => url === undefined || hashes.length === 0);
    if (unproven !== undefined)
      return { kind: "unreachable", text: `${context.name} does not say the hash of ${unproven.name}` };
    return { kind: "resolved", pins: answer.pins, removed: mode === "fresh" ? [] : answer.removed };
  }
  const failed = yield* unsolved(context, question, answer);
  if (failed.kind !== "impossible" || mode === "fresh" || prefix === undefined) return failed;
  const alone = yield* solve(context, {
    ...question,
    mode: "fresh",
    free: [],
    installed: [],
    constraints: [],
  });
  return alone.kind === "resolved" ? { kind: "conflict", text: failed.text } : alone;
}

/** The same for an empty prefix on each of these platforms. */
export function* solveFor(
  context: CliContext,
  question: CondaQuestion,
  platforms: readonly string[],
): Talk<Solutions> {
  const pins: Record<string, readonly Pin[]> = {};
  for (const platform of platforms) {
    const answer = readCliAnswer(yield solving(context, question, platform));
    if (!answer.ok) return yield* unsolved(context, question, answer);
    pins[platform] = answer.pins;
  }
  return { kind: "resolved", pins };
}

/** A dry run into an empty cache, because conda tells hashes of what it would have to fetch and of nothing else. */
function solving(context: CliContext, question: CondaQuestion, platform: string | undefined): Command {
  const { mode, prefix, specs, constraints, free, installed } = question;
  const isNew = mode === "fresh" || prefix === undefined;
  const kept =
    mode === "frozen"
      ? installed
      : free.length === 0
        ? []
        : installed.filter(({ name }) => !free.includes(name));
  const there = new Set(installed.map(({ name }) => name));
  const command = commandOf(
    context,
    [isNew ? "create" : "install", "--dry-run"],
    isNew ? { scratch: "prefix" } : prefix,
    [
      ...channelsOf(question),
      ...(platform === undefined ? [] : ["--platform", platform]),
      "--",
      ...specs,
      ...(isNew ? [] : kept.map(({ name, version, build }) => `${name}==${version}=${build}`)),
      ...constraints.filter((spec) => there.has(nameOf(spec) ?? "")),
    ],
  );
  return withEmptyCache(command);
}

function channelsOf({ channels }: CondaQuestion): readonly string[] {
  return [...channels.flatMap((channel) => ["--channel", channel]), "--override-channels"];
}

function nameOf(spec: string): string | undefined {
  const parsed = parseMatchSpec(spec);
  return parsed.ok ? parsed.value.name : undefined;
}

type Failed = Extract<CliAnswer, { readonly ok: false }>;
type Unsolved = Exclude<Resolution, { readonly kind: "resolved" | "conflict" }>;

/** What a failure means. conda names what it does not find in one way, whether the name is unknown or only the version: then the name is asked for alone. */
function* unsolved(
  context: CliContext,
  question: CondaQuestion,
  { kind, subject, text }: Failed,
): Talk<Unsolved> {
  if (kind !== "unknown-name" && kind !== "unsatisfiable")
    return { kind: "unreachable", text: engineWords(text) };
  const asked = question.specs.find((spec) => nameOf(spec) === subject);
  // What only a package needs is nothing that a person wrote.
  if (kind === "unsatisfiable" || subject === undefined || asked === undefined)
    return { kind: "impossible", cause: "unsatisfiable", text: solverWords(text) };
  const cause = asked !== subject && (yield* hasName(context, question, subject)) ? "no-version" : kind;
  return { kind: "impossible", cause, requirement: subject, text: solverWords(text) };
}

function* hasName(context: CliContext, question: CondaQuestion, name: string): Talk<boolean> {
  const words = ["create", "--dry-run", "--no-deps"];
  const rest = [...channelsOf(question), "--", name];
  const answer = readCliAnswer(yield withEmptyCache(commandOf(context, words, { scratch: "prefix" }, rest)));
  return answer.ok;
}
