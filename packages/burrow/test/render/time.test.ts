import { expect, test } from "vitest";
import { absolute } from "../../src/model/path.ts";
import type { HistoryEntry } from "../../src/model/history.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { historyText, trackText } from "../../src/render/history.ts";
import { snapshotsText, snapshotText } from "../../src/render/snapshot.ts";
import { shown, TERMINAL } from "./kit.ts";

const PREFIX = absolute("/home/me/shop/.venv");
const entry = (label: string, more: Partial<HistoryEntry>): HistoryEntry => ({
  label,
  at: `2026-03-0${label.slice(0, 1)}T12:00:00.000Z`,
  occasion: "change",
  current: false,
  project: absolute("/home/me/shop"),
  distributions: 4,
  generation: true,
  ...more,
});
const ENTRIES: readonly HistoryEntry[] = [
  entry("3", {
    current: true,
    action: "upgrade",
    command: "burrow rollback 1 --yes",
    changes: [{ name: "ipdb", from: "0.13.13" }],
  }),
  entry("2a", { occasion: "by-hand", installers: ["pip"], changes: [{ name: "ipdb", to: "0.13.13" }] }),
  entry("2", {
    action: "upgrade",
    command: "burrow up",
    project: absolute("/home/me/shop-tools"),
    changes: [
      { name: "click", from: "8.1.3", to: "8.1.7" },
      { name: "idna", to: "3.7" },
    ],
  }),
  entry("1", { action: "create", command: "burrow snapshot restore good", changes: [] }),
];

test("history: by which command, by hand and by whom, and for which project when it lies in another", () => {
  expect(shown(historyText({ prefix: PREFIX, entries: ENTRIES }, TERMINAL))).toMatchInlineSnapshot(`
    "
      3  now  rollback: - ipdb 0.13.13                              2026-03-03 12:00
     2a       by hand: + ipdb 0.13.13                               2026-03-02 12:00
              (not burrow; pip)
      2       up: click 8.1.3 → 8.1.7 and 1 more                    2026-03-02 12:00
              (for ~/shop-tools)
      1       snapshot restore, 4 distributions                     2026-03-01 12:00
    "
  `);
  expect(shown(historyText({ prefix: PREFIX, entries: ENTRIES }, { ...TERMINAL, verbose: true })))
    .toMatchInlineSnapshot(`
    "
      3  now  rollback: - ipdb 0.13.13                              2026-03-03 12:00
              (burrow rollback 1 --yes · for ~/shop)
     2a       by hand: + ipdb 0.13.13                               2026-03-02 12:00
              (not burrow; pip)
      2       up: click 8.1.3 → 8.1.7 and 1 more                    2026-03-02 12:00
              (burrow up · for ~/shop-tools)
      1       snapshot restore, 4 distributions                     2026-03-01 12:00
              (burrow snapshot restore good · for ~/shop)
    "
  `);
});

const SNAPSHOT: Snapshot = {
  schema: 1,
  id: "20260301T120000000Z-00000000",
  name: "good",
  takenAt: "2026-03-01T12:00:00.000Z",
  occasion: "asked",
  label: "2",
  environment: { prefix: PREFIX, kind: "venv", managed: true },
  platform: { os: "linux", arch: "x86_64" },
  python: { version: "3.12.4", implementation: "cpython", freeThreaded: false },
  distributions: [
    { name: "certifi", version: "2026.10.19.post1", hashes: ["sha256:x"] },
    { name: "click", version: "8.1.3", hashes: [] },
  ],
};
const CONDA: Snapshot = {
  ...SNAPSHOT,
  name: "geo",
  conda: {
    variables: {},
    packages: [
      {
        name: "tz",
        version: "2024a",
        build: "0",
        subdir: "noarch",
        channel: "https://x.invalid/main",
        hashes: [],
      },
    ],
  },
};

test("snapshots: a line for each with what it holds, and one with all of it in columns that fit", () => {
  const stored = [SNAPSHOT, CONDA, SNAPSHOT].map((snapshot) => ({ snapshot, bytes: 1500 }));
  expect(shown(snapshotsText({ stored, unreadable: [] }, TERMINAL, "kept"))).toMatchInlineSnapshot(`
    "
    good                          2026-03-01 12:00  ~/shop/.venv     2 distributions
    geo                           2026-03-01 12:00  ~/shop/.venv          3 packages
    20260301T120000000Z-00000000  2026-03-01 12:00  ~/shop/.venv     2 distributions
    "
  `);
  const narrow = { ...TERMINAL, width: 60 };
  expect(snapshotsText({ stored: stored.slice(0, 1), unreadable: [] }, narrow, "removed").at(-1)).toBe(
    "1 snapshot removed, 1.5 kB",
  );
  const long = { ...SNAPSHOT, name: "snapshot_20260301_120000" };
  const deep = { ...long, environment: { ...long.environment, prefix: absolute("/srv/a/long/place/.venv") } };
  const [row = ""] = snapshotsText(
    { stored: [{ snapshot: deep, bytes: 1 }], unreadable: [] },
    narrow,
    "kept",
  );
  expect(row).toMatch(/^snapshot_20260301_120000 {6}2026-03-01 12:00 /u);
  expect(shown(snapshotText(CONDA, TERMINAL))).toMatchInlineSnapshot(`
    "
    geo
      of         ~/shop/.venv
      taken      2026-03-01 12:00
      python     3.12.4 (cpython)
      platform   linux x86_64
      holds      1 package, 2 distributions
        tz       2024a             0 · https://x.invalid/main
        certifi  2026.10.19.post1  by hash
        click    8.1.3             by version
    "
  `);
  expect(trackText(CONDA, TERMINAL)).toEqual([
    "✓ watching ~/shop/.venv: state 2, 1 package, 2 distributions",
  ]);
});
