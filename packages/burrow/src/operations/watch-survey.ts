import { setTimeout as sleep } from "node:timers/promises";
import { BurrowError } from "../model/error.ts";
import type { MachineSurvey } from "../model/machine-survey.ts";
import { type AbsolutePath, parent } from "../model/path.ts";
import { answerUntil } from "../watch/resident-socket.ts";
import { watchFolders } from "../watch/watch-folders.ts";
import type { Context } from "./context.ts";
import { surveyWhole } from "./machine/machine.ts";
import { programId } from "./program-id.ts";
import { rememberSurvey } from "./machine/remember-survey.ts";
import { residentSocket } from "./machine/resident.ts";

/** How a resident survey goes about it. */
export interface WatchSurveyOptions {
  /** Seconds after which everything is looked at again though nothing was told; default 900. */
  readonly interval?: number;
  /** Told each survey, the first one included. */
  readonly found?: (survey: MachineSurvey) => void;
}

/** Milliseconds that changes are gathered for. */
const GATHER = 300;

/** A survey may take this part of the time at most: after one of a second, the next is nine seconds away. */
const SHARE = 10;

/**
 * Keeps a survey of the machine fresh, from file events and at an interval, and answers at once on a socket of this user's, until the signal aborts.
 * Throws `watch/running` when another does it already.
 */
export async function watchSurvey(context: Context, options: WatchSurveyOptions = {}): Promise<void> {
  const { bench, folders, signal, now } = context;
  const interval = (options.interval ?? 900) * 1000;
  const remember = rememberSurvey(context);
  let text = "";
  let changed = new AbortController();
  const watch = watchFolders(() => changed.abort());
  const look = async () => {
    const began = now();
    changed = new AbortController();
    const survey = await surveyWhole(
      { ...context, cwd: context.machine.home, report: () => {} },
      { remember },
    );
    text = JSON.stringify({ program: programId(context.machine), survey });
    watch.set(foldersOf(survey));
    options.found?.(survey);
    return now() - began;
  };
  const over = new AbortController();
  const stop = AbortSignal.any([signal, over.signal]);
  const keepFresh = async (first: number) => {
    for (let took = first; ; took = await look()) {
      await sleep(took * (SHARE - 1), undefined, { signal: stop });
      const woken = AbortSignal.any([stop, changed.signal]);
      await sleep(interval, undefined, { signal: woken }).catch(() => {});
      await sleep(GATHER, undefined, { signal: stop });
    }
  };
  try {
    bench.makeFolder(folders.data, 0o700);
    const fresh = keepFresh(await look()).catch((error: unknown) => {
      if (stop.aborted) return;
      over.abort();
      throw error;
    });
    const served = await answerUntil(residentSocket(folders), () => text, stop).finally(() => over.abort());
    await fresh;
    if (!served)
      throw new BurrowError("watch/running", "another burrow keeps the survey fresh already", {
        hint: "burrow list --all",
      });
  } finally {
    watch.close();
  }
}

/** What tells of an environment that comes, goes or changes: its folder, the one above, and its site-packages' own. */
function foldersOf({ environments }: MachineSurvey): readonly AbsolutePath[] {
  return [...new Set(environments.flatMap(({ prefix }) => [parent(prefix), parent(parent(prefix)), prefix]))];
}
