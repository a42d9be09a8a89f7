import type { Lock } from "../../machine/lock-file.ts";
import type { MachineSurvey } from "../../model/machine-survey.ts";
import { join } from "../../model/path.ts";
import { patientLock } from "../../registry/patient-lock.ts";
import type { Context } from "../context.ts";
import { programId } from "../program-id.ts";

/** The last survey, as `survey.json` in burrow's cache keeps it. */
interface Kept {
  /** Which burrow made it, for whom and where. */
  readonly key: string;
  /** When it began, in milliseconds since the epoch. */
  readonly began: number;
  readonly survey: MachineSurvey;
}

/** Some seconds: a survey that takes longer is not waited for. */
const PATIENCE = 400;

/** Milliseconds that nobody waits for. */
const LONGEST = 60_000;

/** Bytes: a survey of a thousand environments has less than one million. */
const MOST_BYTES = 64 * 1024 ** 2;

/**
 * A survey that began after this call: somebody else's when one was made meanwhile, else one's own, which others then share. However many ask at
 * once, one looks at a time, and at most one more than the one that is already under way has to. Nothing is written while nobody waits. Rejects as `look` does.
 */
export async function sharedSurvey(
  context: Context,
  look: () => Promise<MachineSurvey>,
): Promise<MachineSurvey> {
  const { bench, processes, folders, machine, cwd, now } = context;
  const asked = now();
  const path = join(folders.cache, "survey.json");
  const waiting = join(folders.cache, "survey.waiting");
  const mark = join(waiting, `${processes.self().pid}-${Math.random().toString(36).slice(2)}`);
  const key = JSON.stringify([programId(machine), machine.home, cwd]);
  const lock = await lockOf();
  try {
    const kept = read(bench.readText(path, MOST_BYTES));
    if (lock !== undefined && kept?.key === key && kept.began > asked && kept.began <= now())
      return kept.survey;
    const began = now();
    const survey = await look();
    if (lock !== undefined && isWaitedFor()) keep({ key, began, survey });
    return survey;
  } finally {
    lock?.release();
  }

  async function lockOf(): Promise<Lock | undefined> {
    let waits = false;
    const wait = () => {
      if (waits) return;
      waits = true;
      bench.makeFolder(waiting, 0o700);
      bench.createFile(mark, "", 0o600);
    };
    try {
      bench.makeFolder(folders.cache, 0o700);
      const folder = join(folders.cache, "survey.lock");
      return await patientLock(bench, processes, { folder, path, patience: PATIENCE, waits: wait });
    } catch {
      return undefined; // nobody may write here, or somebody looks for very long: each looks for itself
    } finally {
      if (waits) bench.removeFile(mark);
    }
  }

  /** Whether somebody waits for what is found. Marks of who was killed while it waited are cleared away. */
  function isWaitedFor(): boolean {
    const names = bench.names(waiting);
    const old = names.filter(
      (name) => (bench.state(join(waiting, name), false)?.ctimeMs ?? 0) < now() - LONGEST,
    );
    for (const name of old) bench.removeFile(join(waiting, name));
    return names.length > old.length;
  }

  function keep(kept: Kept): void {
    try {
      bench.writeFile(path, JSON.stringify(kept), 0o600);
    } catch {
      // Who waits looks for itself.
    }
  }
}

function read(text: string | undefined): Kept | undefined {
  try {
    return JSON.parse(text ?? "") as Kept; // of this very version: its key says so
  } catch {
    return undefined;
  }
}
