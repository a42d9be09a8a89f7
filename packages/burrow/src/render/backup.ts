import type { BackupMade, BackupNote, RestoredBackup, RestoredEnvironment } from "../model/backup.ts";
import { line, sentences } from "./line.ts";
import { fromHome, type Look } from "./look.ts";
import { bytes, counted } from "./measures.ts";

/** Where it is, what is in it, and how to use it. */
export function backupText(view: BackupMade, look: Look): readonly string[] {
  const parts = [
    counted(view.environments.length, "environment"),
    ...(view.projects.length > 0 ? [counted(view.projects.length, "project")] : []),
    counted(view.pythons, "Python"),
    ...(view.wheels > 0 ? [counted(view.wheels, "wheel")] : []),
    bytes(view.bytes),
    ...(view.encrypted ? ["encrypted"] : []),
  ];
  return [
    line(
      [
        { text: "✓ ", tone: "good" },
        { text: fromHome(view.file, look), least: 20 },
      ],
      look,
    ),
    line([{ text: parts.join(" · "), at: 2 }], look),
    line([{ text: `signed by ${view.signedBy}`, at: 2, tone: "dim" }], look),
    ...noteLines(view.diagnostics, look),
    ...sentences(
      ["  next  "],
      `burrow restore ${view.file} --dry-run`,
      { ...look, width: Infinity },
      { indent: 8 },
    ),
  ];
}

function noteLines(notes: readonly BackupNote[], look: Look): readonly string[] {
  return notes.flatMap(({ prefix, note }) =>
    sentences([{ text: "! ", tone: "warn" }], `${fromHome(prefix, look)}: ${note}`, look, { indent: 4 }),
  );
}

/** A line for each environment, then what it comes to. */
export function restoredText(
  { status, environments, settings, signer, signedBy = "" }: RestoredBackup,
  look: Look,
): readonly string[] {
  const rows = environments.flatMap((one) => rowOf(one, look));
  const well = environments.filter(isWell).length;
  const left = environments.length - well;
  const end = {
    done: `done  ${counted(well, "environment")}`,
    partly: `partly  ${counted(well, "environment")}, ${left} not`,
    planned: "nothing was changed",
    cancelled: "cancelled; nothing was changed",
    refused: "nothing was changed",
  }[status];
  const said =
    settings === "none" || status === "planned" || status === "cancelled"
      ? []
      : [line([settings === "restored" ? "settings restored" : "your settings were kept"], look)];
  const who = {
    own: `signed by this burrow (${signedBy})`,
    known: `signed by a key that you vouched for (${signedBy})`,
    unknown: `signed by a key that is not known here (${signedBy})`,
    none: "nobody has signed it",
  }[signer];
  const signed = line([{ text: who, tone: signer === "own" || signer === "known" ? "dim" : "warn" }], look);
  return [...rows, ...said, signed, line([end], look)];
}

function isWell({ status, unavailable = [] }: RestoredEnvironment): boolean {
  return ["done", "unchanged", "planned"].includes(status) && unavailable.length === 0;
}

function rowOf(one: RestoredEnvironment, look: Look): readonly string[] {
  const { prefix, status, distributions, because, unavailable = [], plan } = one;
  const word = status === "planned" ? (plan?.action ?? status) : status;
  return [
    line(
      [
        isWell(one) ? { text: "✓ ", tone: "good" } : { text: "✗ ", tone: "bad" },
        { text: fromHome(prefix, look), least: 16 },
        { text: `${word} · ${counted(distributions, "distribution")}`, right: true, tone: "dim" },
      ],
      look,
    ),
    ...(because === undefined ? [] : sentences(["  because: "], because, look, { indent: 11 })),
    ...unavailable.map((text) => line([`  ${text} cannot be had`], look)),
  ];
}
