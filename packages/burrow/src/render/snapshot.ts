import type { Difference } from "../model/history.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Snapshot, SnapshotPackage } from "../model/snapshot.ts";
import { differenceLines } from "./changes.ts";
import { type Cells, line } from "./line.ts";
import { fromHome, type Look } from "./look.ts";
import { bytes, counted } from "./measures.ts";
import { momentOf } from "./moment.ts";
import { type UpView, upText } from "./up.ts";
import { errorText } from "./error.ts";
import { warningLines } from "./warnings.ts";

interface Stored {
  readonly snapshot: Snapshot;
  readonly bytes: number;
}

/** A snapshot that was just taken. */
export function snapshotLines({ snapshot, bytes: size }: Stored, look: Look): readonly string[] {
  const { name, environment } = snapshot;
  const open = unprovenIn(snapshot);
  return [
    line(
      [
        { text: "✓ ", tone: "good" },
        `kept \`${name}\`: ${holding(snapshot)} of `,
        { text: fromHome(environment.prefix, look), least: 12 },
        `, ${bytes(size)}`,
      ],
      look,
    ),
    ...(open === 0
      ? []
      : [line([`  ${counted(open, "distribution")} by version alone: no hash was recorded`], look)]),
  ];
}

/** What it holds, counted. */
export function holding({ conda, distributions }: Snapshot): string {
  const pips = counted(distributions.length, "distribution");
  if (conda === undefined) return pips;
  return [counted(conda.packages.length, "package"), ...(distributions.length > 0 ? [pips] : [])].join(", ");
}

function unprovenIn({ distributions }: Snapshot): number {
  return distributions.filter(({ hashes, editable }) => hashes.length === 0 && editable === undefined).length;
}

/** A line for each, newest first. */
export function snapshotsText(
  {
    stored,
    unreadable,
  }: {
    readonly stored: readonly Stored[];
    readonly unreadable: readonly { readonly file: AbsolutePath; readonly because: string }[];
  },
  look: Look,
  fate: "kept" | "old" | "removed",
): readonly string[] {
  const none = fate === "kept" ? "no snapshots" : "nothing to remove";
  const names = stored.map(({ snapshot }) => snapshot.name);
  const rows = stored.map(({ snapshot, bytes: size }, index) => {
    // A name means its newest snapshot; an older one of that name goes by its identity.
    const called = names.indexOf(snapshot.name) === index ? snapshot.name : snapshot.id;
    return line(rowOf(called, snapshot, size, look), look);
  });
  const total = stored.reduce((sum, one) => sum + one.bytes, 0);
  const all = counted(stored.length, "snapshot");
  const end = {
    kept: [],
    old: [`${all}, ${bytes(total)} would go · nothing was changed`],
    removed: [`${all} removed, ${bytes(total)}`],
  }[fate];
  return [
    ...(rows.length === 0 ? [line([none], look)] : rows),
    ...unreadable.flatMap(({ file, because }) =>
      errorText({ message: `\`${file}\` cannot be read and is left alone`, because }, look),
    ),
    ...(rows.length === 0 ? [] : end.map((text) => line([text], look))),
  ];
}

function rowOf(
  name: string,
  { takenAt, environment, conda, distributions }: Snapshot,
  size: number,
  look: Look,
): Cells {
  const held = counted(
    (conda?.packages.length ?? 0) + distributions.length,
    conda === undefined ? "distribution" : "package",
  );
  return [
    name, // people paste it: it stays whole
    { text: momentOf(takenAt), at: 30, tone: "dim" },
    { text: fromHome(environment.prefix, look), at: 48, least: 10 },
    { text: look.verbose ? `${held} · ${bytes(size)}` : held, right: true, tone: "dim" },
  ];
}

/** A snapshot with all that it holds. */
export function snapshotText(snapshot: Snapshot, look: Look): readonly string[] {
  const { name, takenAt, environment, python, conda, distributions, platform } = snapshot;
  const row = (word: string, text: string) =>
    line(
      [
        { text: word, at: 2, tone: "dim" },
        { text, at: 13, least: 20 },
      ],
      look,
    );
  const columns = columnsFor([...(conda?.packages ?? []), ...distributions]);
  return [
    line([{ text: name, tone: "strong" }], look),
    row("of", fromHome(environment.prefix, look)),
    row("taken", momentOf(takenAt)),
    ...(python.version === "" ? [] : [row("python", `${python.version} (${python.implementation})`)]),
    row("platform", `${platform.os} ${platform.arch}`),
    row("holds", holding(snapshot)),
    ...(conda?.packages ?? []).map((one) => heldLine(one, `${one.build} · ${channelOf(one)}`, columns, look)),
    ...distributions.map((one) => heldLine(one, proofOf(one, look), columns, look)),
  ];
}

interface Held {
  readonly name: string;
  readonly version: string;
}

/** Where versions and what stands behind them begin: as far left as the names and versions leave room, and not beyond 34 and 50. */
function columnsFor(held: readonly Held[]): { readonly version: number; readonly from: number } {
  const version = Math.min(34, 6 + Math.max(0, ...held.map(({ name }) => name.length)));
  const longest = Math.max(0, ...held.map((one) => one.version.length));
  return { version, from: Math.min(50, version + longest + 2) };
}

function heldLine(
  { name, version }: Held,
  from: string,
  columns: ReturnType<typeof columnsFor>,
  look: Look,
): string {
  return line(
    [
      { text: name, at: 4, least: 10 },
      { text: version, at: columns.version, least: 6 },
      { text: from, at: columns.from, least: 8, tone: "dim" },
    ],
    look,
  );
}

/** The token that private channels have in their address is nobody's to read over a shoulder. */
function channelOf({ channel }: SnapshotPackage): string {
  return channel.replace(/\/\/[^/@]*@/u, "//").replace(/(?<=\/t\/)[^/]+/u, "<TOKEN>");
}

function proofOf({ hashes, editable, directUrl }: Snapshot["distributions"][number], look: Look): string {
  if (editable !== undefined) return `editable, ${fromHome(editable, look)}`;
  const from = directUrl === undefined ? "" : `from ${directUrl.url} · `;
  return from + (hashes.length > 0 ? "by hash" : "by version");
}

/** What is different between two states. */
export function diffText({ from, to, python, changes }: Difference, look: Look): readonly string[] {
  if (changes.length === 0 && python === undefined) return [line([`${from} and ${to} hold the same`], look)];
  return [
    line([{ text: `${from} → ${to}`, tone: "strong" }], look),
    ...(python === undefined
      ? []
      : [line([{ text: `~ Python ${python.from} → ${python.to}`, at: 2 }], look)]),
    ...differenceLines(changes, { ...look, verbose: true }),
  ];
}

/** What restoring came to, and what could not be had; `done` says that it was done where that is not to be told as `up` does. */
export function restoreText(
  view: UpView & { readonly unavailable?: readonly string[] },
  look: Look,
  done?: readonly string[],
): readonly string[] {
  const { unavailable = [], status } = view;
  const came =
    done !== undefined && status === "done"
      ? [...done, ...warningLines(view.plan.warnings, look)]
      : upText(view, look);
  if (unavailable.length === 0) return came;
  const gone = unavailable.map((text) => line([{ text: "✗ ", tone: "bad" }, `${text} cannot be had`], look));
  if (status === "done" || status === "unchanged")
    return [
      ...came,
      line([{ text: "partly", tone: "warn" }, "  without what cannot be had:"], look),
      ...gone,
    ];
  return [
    ...gone,
    ...errorText(
      { message: "nothing was changed", hint: "burrow snapshot restore NAME --partly leaves these out" },
      look,
    ),
  ];
}
