import { join } from "../../model/path.ts";
import { keptBytes, readKept } from "../../survey/memory/kept-survey.ts";
import { surveyMemory, type SurveyMemory } from "../../survey/memory/survey-memory.ts";
import type { Context } from "../context.ts";
import { programId } from "../program-id.ts";

/** Gives a survey what the one before left, and keeps what it leaves. */
export type RememberSurvey = <Found>(look: (memory: SurveyMemory) => Promise<Found>) => Promise<Found>;

/** Bytes: a survey of a thousand environments and their projects leaves three million. */
const MOST_BYTES = 256 * 1024 ** 2;

/** What surveys of the whole machine leave is `survey.memory` in burrow's cache (0600). Losing it costs time and nothing else, so what cannot be read or written is passed over. */
export function rememberSurvey(
  context: Pick<Context, "bench" | "machine" | "folders" | "now">,
): RememberSurvey {
  const { bench, machine, folders, now } = context;
  const path = join(folders.cache, "survey.memory");
  const key = JSON.stringify([programId(machine), machine.uid, machine.home, machine.platform.os]);
  return async (look) => {
    const began = now();
    const bytes = bench.readBytes(path, MOST_BYTES);
    const memory = surveyMemory(machine, bytes && readKept(key, bytes));
    const found = await look(memory);
    const kept = memory.kept(began);
    if (kept === undefined) return found;
    try {
      bench.makeFolder(folders.cache, 0o700);
      bench.writeFile(path, keptBytes(key, kept), 0o600);
    } catch {
      // It is looked at anew the next time.
    }
    return found;
  };
}
