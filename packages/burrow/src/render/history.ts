import type { History, HistoryEntry } from "../model/history.ts";
import type { Change } from "../model/plan.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { line } from "./line.ts";
import { fromHome, type Look } from "./look.ts";
import { counted } from "./measures.ts";
import { momentOf } from "./moment.ts";

/** A line for each state, newest first: its name, what changed, when, and who when it was not burrow. */
export function historyText({ prefix, entries }: History, look: Look): readonly string[] {
  if (entries.length === 0)
    return [line([`nothing is recorded of `, { text: fromHome(prefix, look), least: 12 }], look)];
  return entries.flatMap((entry) => [
    line(
      [
        { text: entry.label.padStart(3), tone: "strong" },
        { text: entry.current ? "now" : "", at: 5, tone: "good" },
        { text: whatOf(entry), at: 10, least: 20 },
        { text: momentOf(entry.at), right: true, tone: "dim" },
      ],
      look,
    ),
    ...noteLines(entry, look),
  ]);
}

function noteLines({ command, project, occasion, installers }: HistoryEntry, look: Look): readonly string[] {
  const notes =
    occasion === "by-hand"
      ? [`not burrow${installers === undefined ? "" : `; ${installers.join(", ")}`}`]
      : look.verbose
        ? [command ?? "", project === undefined ? "" : `for ${fromHome(project, look)}`]
        : [];
  const text = notes.filter((note) => note !== "").join(" · ");
  return text === "" ? [] : [line([{ text: `(${text})`, at: 10, tone: "dim", least: 20 }], look)];
}

function whatOf({ occasion, action = "changed", changes, distributions }: HistoryEntry): string {
  const all = counted(distributions, "distribution");
  if (occasion === "found") return `found, ${all}`;
  const word = occasion === "by-hand" ? "by hand" : action;
  if (changes === undefined || action === "create") return `${word}, ${all}`;
  if (changes.length === 0) return `${word}: the same distributions`;
  const [first, ...rest] = changes.toSorted((one, other) => weight(one) - weight(other));
  const more = rest.length === 0 ? "" : ` and ${rest.length} more`;
  return `${word}: ${first === undefined ? "" : changeText(first)}${more}`;
}

/** What moved tells more than what came, and that more than what went. */
function weight({ from, to }: Change): number {
  return from !== undefined && to !== undefined ? 0 : from === undefined ? 1 : 2;
}

function changeText({ name, from, to }: Change): string {
  if (from === undefined) return `+ ${name} ${to ?? ""}`;
  return to === undefined ? `- ${name} ${from}` : `${name} ${from} → ${to}`;
}

/** An environment that is watched from now on. */
export function trackText(
  { environment, distributions, label = "1" }: Snapshot,
  look: Look,
): readonly string[] {
  return [
    line(
      [
        { text: "✓ ", tone: "good" },
        "watching ",
        { text: fromHome(environment.prefix, look), least: 12 },
        `: state ${label}, ${counted(distributions.length, "distribution")}`,
      ],
      look,
    ),
  ];
}
