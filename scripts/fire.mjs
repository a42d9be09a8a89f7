// Changes of environments under fire, burrow beside its peers; docs/under-fire.md says what is done and what came of it.
//   npm run fire -- --kills 1000        kills at random times: burrow, uv and pip
//   npm run fire -- --combos 1          every fault at every step of burrow's; 2: and another one while it takes back
//   npm run fire -- --hostile           an engine whose calls fail, files that nobody may change, full disks: burrow, uv and pip
//   npm run fire -- --visitor           another user, to whom not all of the environment belongs: burrow, uv and pip
//   npm run fire -- --power 50          the power goes, at random times, with a change on a disk of its own: burrow, uv and pip
//   npm run fire -- --creations 100     so many environments in a row, undisturbed
//   npm run fire -- --space             the room that a change takes
// With `--file`, what came of each is added to it, and what it holds is not done again.
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { killMany, random, stage } from "./fire/campaign.mjs";
import { tryCombos } from "./fire/combos.mjs";
import { CAMPAIGNS } from "./fire/contestants.mjs";
import { create } from "./fire/creations.mjs";
import { burningPlace, FEW, MANY } from "./fire/setting.mjs";
import { cutMany } from "./fire/power.mjs";
import { tryHostile } from "./fire/hostile.mjs";
import { tryAsVisitor } from "./fire/visitor.mjs";
import { measureSpace } from "./fire/space.mjs";
import { comboTable, hostileTable, killTable, powerTable } from "./fire/table.mjs";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "0" },
    combos: { type: "string" },
    hostile: { type: "boolean", default: false },
    power: { type: "string", default: "0" },
    visitor: { type: "boolean", default: false },
    creations: { type: "string", default: "0" },
    space: { type: "boolean", default: false },
    seed: { type: "string", default: "1" },
    tool: { type: "string", multiple: true, default: ["burrow", "uv", "pip"] },
    way: { type: "string", multiple: true },
    most: { type: "string", default: "Infinity" },
    since: { type: "string" },
    until: { type: "string" },
    skip: { type: "string", default: "0" },
    file: { type: "string" },
    json: { type: "boolean", default: false },
  },
});

const seed = Number(values.seed);
const told = values.file !== undefined && existsSync(values.file) ? lines(values.file) : [];
const rows = [...told];
for (const tool of values.tool) await kill(tool);
if (values.combos !== undefined) await combine(Number(values.combos));
if (values.hostile) for (const tool of values.tool) await surround(tool);
if (values.visitor) for (const tool of values.tool) await visit(tool);
if (Number(values.power) > 0) for (const tool of values.tool) await cutPower(tool, Number(values.power));
if (Number(values.creations) > 0) await creations(Number(values.creations));
if (values.space)
  for (const copy of [false, true]) tell(await measureSpace(campaign("burrow", "upgrade"), { copy }));
process.stdout.write(values.json ? `${JSON.stringify(rows)}\n` : report());
if (rows.some((row) => row.tool === "burrow" && row.ok === false)) process.exitCode = 1;

function campaign(tool, way) {
  return CAMPAIGNS.find((one) => one.tool === tool && one.way === way);
}

function campaigns(tool) {
  return CAMPAIGNS.filter((one) => one.tool === tool && (values.way?.includes(one.way) ?? true));
}

/** So many kills of one tool, shared by its ways. */
async function kill(tool) {
  const those = campaigns(tool);
  for (const [index, one] of those.entries()) {
    const share = Math.ceil(Number(values.kills) / those.length);
    const done = told.filter(
      (row) => row.left && isKill(row) && row.tool === tool && row.way === one.way,
    ).length;
    const rng = random(seed * 1_000_003 + index * 1009 + done);
    if (done < share) await within(one, MANY, (set) => killMany(set, { kills: share - done, rng, tell }));
  }
}

/** Every fault at every step of burrow's ways; with `--most` so many of each way, spread over all. */
async function combine(depth) {
  const known = new Set(told.map(({ way, faults }) => `${way} ${faults}`));
  for (const one of campaigns("burrow"))
    await within(one, FEW, (set) =>
      tryCombos(set, {
        depth,
        tell,
        most: Number(values.most),
        since: values.since,
        until: values.until,
        skip: Number(values.skip),
        isKnown: (faults) => known.has(`${one.way} ${faults}`),
      }),
    );
}

/** A tool in surroundings that hinder it. */
async function surround(tool) {
  const known = new Set(told.filter((row) => row.tool === tool).map(({ hostile }) => hostile));
  await within(campaign(tool, "upgrade"), FEW, (set) =>
    tryHostile(set, { tell, most: Number(values.most), isKnown: (name) => known.has(name) }),
  );
}

/** A tool as another user, to whom not all of the environment belongs. */
async function visit(tool) {
  const known = new Set(told.filter((row) => row.tool === tool).map(({ visitor }) => visitor));
  const place = burningPlace();
  try {
    const isKnown = (name) => known.has(name);
    await tryAsVisitor(campaign(tool, "upgrade"), place.folder, { tell, most: Number(values.most), isKnown });
  } finally {
    place.remove();
  }
}

/** So many power cuts of each way of a tool. */
async function cutPower(tool, cuts) {
  for (const [index, one] of campaigns(tool).entries()) {
    const done = told.filter(
      (row) => row.power !== undefined && row.tool === tool && row.way === one.way,
    ).length;
    if (done >= cuts) continue;
    const place = burningPlace();
    try {
      const rng = random(seed * 1_000_003 + index * 1009 + done);
      await cutMany(one, place.folder, { cuts: cuts - done, rng, tell });
    } finally {
      place.remove();
    }
  }
}

async function creations(count) {
  await within(campaign("burrow", "create"), MANY, async (set) => tell(await create(set, count)));
}

async function within(one, pins, act) {
  const place = burningPlace();
  try {
    await act(await stage(one, place.folder, pins));
  } finally {
    place.remove();
  }
}

function tell(row) {
  rows.push(row);
  if (values.file !== undefined) appendFileSync(values.file, `${JSON.stringify(row)}\n`);
  if (row.tool === "burrow" && row.ok === false)
    process.stderr.write(`${JSON.stringify(row, undefined, 2)}\n`);
}

function isKill({ left, faults, hostile, visitor, power }) {
  return left !== undefined && [faults, hostile, visitor, power].every((other) => other === undefined);
}

function lines(file) {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

function report() {
  const kills = rows.filter(isKill);
  const combos = rows.filter((row) => row.faults);
  const hostile = rows.filter((row) => row.hostile);
  const cuts = rows.filter(({ power }) => power !== undefined);
  const visitors = rows.filter((row) => row.visitor);
  const others = rows.filter((row) => !row.left);
  return [
    kills.length > 0 && killTable(kills),
    combos.length > 0 && comboTable(combos),
    hostile.length > 0 && hostileTable(hostile),
    cuts.length > 0 && powerTable(cuts),
    visitors.length > 0 && hostileTable(visitors),
    others.length > 0 && `${others.map((row) => JSON.stringify(row)).join("\n")}\n`,
  ]
    .filter(Boolean)
    .join("\n");
}
