import { converse } from "../engines/converse.ts";
import type { BackupWheel } from "../model/backup.ts";
import { BurrowError } from "../model/error.ts";
import { join } from "../model/path.ts";
import type { Pin } from "../model/pin.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { snapshotGoal } from "../plan/snapshot-goal.ts";
import { resolvable } from "../plan/questions.ts";
import type { Context } from "./context.ts";
import { lazyEngine } from "./engines/engine.ts";

/** The largest that all wheels together may be, in bytes: they travel in one document. */
const MOST_BYTES = 256 * 1024 ** 2;

/** The wheels of all that environments hold, fetched anew by pip and proven by their hashes. What has no wheel is left to the index of the day. */
export async function wheelsOf(
  context: Context,
  environments: readonly Snapshot[],
  { offline = false }: { readonly offline?: boolean },
): Promise<readonly BackupWheel[]> {
  const { bench, folders, now } = context;
  const scratch = join(folders.cache, "scratch", `wheels-${now().toString(36)}`);
  const wheels = new Map<string, BackupWheel>();
  bench.makeFolder(scratch, 0o700);
  try {
    for (const snapshot of environments) await fetchWheels(context, snapshot, { scratch, offline });
    for (const { name } of bench.list(join(scratch, "wheels"))) {
      const bytes = bench.readBytes(join(scratch, "wheels", name), MOST_BYTES);
      if (bytes !== undefined && name.endsWith(".whl")) wheels.set(name, { filename: name, bytes });
    }
  } finally {
    await bench.removeTree(scratch);
  }
  const total = [...wheels.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (total > MOST_BYTES)
    throw new BurrowError("backup/refused", "the wheels are too large for one file", {
      because: `together they have ${total} bytes, and ${MOST_BYTES} is the most`,
      hint: "burrow backup",
    });
  return [...wheels.values()];
}

async function fetchWheels(
  { runner, signal, report, ...context }: Context,
  snapshot: Snapshot,
  { scratch, offline }: { readonly scratch: Snapshot["environment"]["prefix"]; readonly offline: boolean },
): Promise<void> {
  const { executable } = snapshot.python;
  if (executable === undefined) return;
  const goal = snapshotGoal(snapshot, { root: snapshot.environment.prefix });
  const obtained = lazyEngine({ ...context, runner, signal, report }, goal, { name: "pip", offline });
  const { engine } = await obtained(executable);
  const onLine = (text: string): void => report({ type: "engine.line", engine: engine.name, text });
  const talking = { signal, onLine };
  const asked = resolvable({ goal }).filter(({ url }) => url === undefined);
  const known = asked.filter(({ hashes }) => hashes.length > 0);
  const pins: Pin[] = known.map(({ name, specifier, hashes }) => ({
    name,
    version: specifier.slice(2),
    hashes,
  }));
  const open = asked.filter(({ hashes }) => hashes.length === 0);
  if (open.length > 0) {
    const question = { kind: "resolve", key: "wheels", mode: "exact", python: executable } as const;
    const more = { constraints: [], options: [], installed: [], free: [] };
    const answer = await converse(
      engine.resolve({ ...question, requirements: open, ...more }),
      runner,
      talking,
    );
    if (answer.kind === "resolved") pins.push(...answer.pins);
  }
  const done = await converse(
    engine.fetch({ python: executable, pins, options: [], scratch }),
    runner,
    talking,
  );
  if (!done.ok)
    throw new BurrowError(
      "engine/failed",
      `the wheels of \`${snapshot.environment.prefix}\` cannot be fetched`,
      {
        because: done.detail,
      },
    );
}
