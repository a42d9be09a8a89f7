import type { History, HistoryEntry } from "../model/history.ts";
import { type AbsolutePath, isInside } from "../model/path.ts";
import type { Change } from "../model/plan.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { line } from "./line.ts";
import { fromHome, type Look } from "./look.ts";
import { counted } from "./measures.ts";
import { momentOf } from "./moment.ts";
import { holding } from "./snapshot.ts";

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
    ...noteLines(entry, prefix, look),
  ]);
}

/** Who did it when it was not burrow, and for which project when that is another than it lies in; verbosely always, with the command. */
function noteLines(
  { command, project, occasion, installers }: HistoryEntry,
  prefix: AbsolutePath,
  look: Look,
): readonly string[] {
  const told = project !== undefined && (look.verbose || !isInside(prefix, project));
  const notes =
    occasion === "by-hand"
      ? [`not burrow${installers === undefined ? "" : `; ${installers.join(", ")}`}`]
      : [look.verbose ? (command ?? "") : "", told ? `for ${fromHome(project, look)}` : ""];
  const text = notes.filter((note) => note !== "").join(" · ");
  return text === "" ? [] : [line([{ text: `(${text})`, at: 10, tone: "dim", least: 20 }], look)];
}

/** The command as a person would name it: `up`, `rollback`, `snapshot restore`; undefined for what no command was typed for. */
function wordOf(command = ""): string | undefined {
  return /^burrow (snapshot [a-z]+|[a-z]+)(?: |$)/u.exec(command)?.[1];
}

function whatOf({ occasion, action = "changed", command, changes, distributions }: HistoryEntry): string {
  const all = counted(distributions, "distribution");
  if (occasion === "found") return `found, ${all}`;
  const typed = wordOf(command);
  const meant = typed === undefined || (typed === "up" && action === "create") ? action : typed;
  const word = occasion === "by-hand" ? "by hand" : meant;
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
export function trackText(snapshot: Snapshot, look: Look): readonly string[] {
  const { environment, label = "1" } = snapshot;
  return [
    line(
      [
        { text: "✓ ", tone: "good" },
        "watching ",
        { text: fromHome(environment.prefix, look), least: 12 },
        `: state ${label}, ${holding(snapshot)}`,
      ],
      look,
    ),
  ];
}
