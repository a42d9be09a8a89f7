import type { Event } from "../model/event.ts";
import { type Cell, type Cells, line, sentences } from "./line.ts";
import { type Look, shown } from "./look.ts";
import { counted, seconds } from "./measures.ts";
import { say } from "./say.ts";
import { doing, doneWith } from "./step-words.ts";

/** What an event is to a reader: something under way, or something that has happened and stays said. */
export type Told =
  | { readonly kind: "live"; readonly text: string }
  | { readonly kind: "finished" | "warning"; readonly lines: readonly string[] }
  | { readonly kind: "nothing" };

const NOTHING: Told = { kind: "nothing" };

/** Tells an event to a person. */
export function eventTold(event: Event, look: Look): Told {
  switch (event.type) {
    case "survey.started":
      return live("looking around", look);
    case "survey.finished": {
      const { environments, interpreters } = event;
      const what = [
        counted(environments, "environment"),
        ...(interpreters === 0 ? [] : [counted(interpreters, "interpreter")]),
      ];
      return finished(`looked at ${what.join(", ")}`, event.seconds, look);
    }
    case "interpreter.probed":
      return live(`asked ${shown(event.executable, look)}`, look);
    case "resolve.started":
      return live("resolving", look);
    case "resolve.finished":
      return resolved(event, look);
    case "step.started":
      return live(`${place(event)} ${doing(event.kind)}`, look);
    case "step.finished": {
      const done = doneWith(event.kind);
      return finished(event.note === undefined ? done : `${done}: ${event.note}`, event.seconds, look);
    }
    case "step.undone":
      return finishedLines([[{ text: "- ", tone: "warn" }, `undid: ${doing(event.kind)}`]], look);
    case "progress":
      return live(`${event.message} ${Math.floor(event.percentage)}%`, look);
    case "engine.line":
      if (look.verbose)
        return finishedLines([[{ text: `  ${event.engine}: ${event.text}`, tone: "dim", least: 20 }]], look);
      // What an engine says to people begins with a capital; its documents do not.
      return /^\p{Lu}/u.test(event.text) ? live(event.text, look) : NOTHING;
    case "hook.line":
      return look.verbose
        ? finishedLines([[{ text: `  ${event.hook}: ${event.text}`, tone: "dim", least: 20 }]], look)
        : live(`${event.hook}: ${event.text}`, look);
    case "warning":
      return {
        kind: "warning",
        lines: sentences([{ text: "! ", tone: "warn" }], say(event.warning, look), look),
      };
    case "health.examined": {
      const what = `examined ${event.scope === "project" ? "the project" : counted(event.environments, "environment")}: ${event.health}`;
      return finished(what, event.seconds, look);
    }
    case "health.found":
    case "health.gone":
      return finishedLines(healthEventLines(event, look), look);
    case "transaction.started":
    case "done":
      return NOTHING;
  }
}

function resolved(
  { outcome, prefix, distributions, seconds: took }: Extract<Event, { readonly type: "resolve.finished" }>,
  look: Look,
): Told {
  const into = prefix === undefined ? [] : [shown(prefix, look)];
  const failed = finished("did not resolve", took, look, { text: "✗ ", tone: "bad" });
  switch (outcome) {
    case "resolved":
      return distributions === 0
        ? NOTHING
        : finished(
            [`resolved ${counted(distributions, "distribution")}`, ...into].join(" into "),
            took,
            look,
          );
    case "conflict":
    case "impossible":
      // Of one environment, not of the project: what follows may well serve.
      return into.length === 0
        ? failed
        : finished(`does not go together with what is in ${into.join()}`, took, look, {
            text: "· ",
            tone: "dim",
          });
    case "unreachable":
      return failed;
  }
}

function healthEventLines(
  { type, finding }: Extract<Event, { readonly type: "health.found" | "health.gone" }>,
  look: Look,
): readonly Cells[] {
  const isGone = type === "health.gone";
  const mark: Cell = isGone ? { text: "  - ", tone: "good" } : { text: "  ! ", tone: "warn" };
  const text = `${shown(finding.subject, look)}: ${isGone ? "no longer " : ""}${say(finding.because, look)}`;
  return [[mark, { text, least: 20 }]];
}

const DONE: Cell = { text: "✓ ", tone: "good" };

function live(text: string, look: Look): Told {
  return {
    kind: "live",
    text: line([{ text: `${look.unicode ? "…" : "..."} ${text}`, tone: "dim", least: 10 }], {
      ...look,
      cut: true,
    }),
  };
}

function finished(text: string, took: number, look: Look, sign = DONE): Told {
  return finishedLines(
    [[sign, { text, least: 20 }, { text: seconds(took), right: true, tone: "dim" }]],
    look,
  );
}

function finishedLines(lines: readonly Cells[], look: Look): Told {
  return { kind: "finished", lines: lines.map((cells) => line(cells, look)) };
}

function place({ step, steps }: { readonly step: number; readonly steps: number }): string {
  return `${step + 1}/${steps}`;
}
