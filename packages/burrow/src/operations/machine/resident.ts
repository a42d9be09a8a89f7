import type { MachineSurvey } from "../../model/machine-survey.ts";
import { type AbsolutePath, isInside, join } from "../../model/path.ts";
import type { Context } from "../context.ts";
import { programId } from "../program-id.ts";

/** The answer of a resident survey: what it found, and which burrow it is. */
export interface ResidentAnswer {
  readonly program: string;
  readonly survey: MachineSurvey;
}

type Asking = Pick<Context, "machine" | "folders" | "cwd">;

/** Where a resident survey answers. */
export function residentSocket({ data }: Context["folders"]): AbsolutePath {
  return join(data, "survey.sock");
}

/** The survey of a resident burrow of this very version, which is there at once; undefined when there is none, or it does not look where this is. */
export async function residentSurvey(context: Asking): Promise<MachineSurvey | undefined> {
  const { machine, folders, cwd } = context;
  const socket = residentSocket(folders);
  const homes = [machine.home, machine.realPath(machine.home)];
  if (!homes.some((home) => home !== undefined && isInside(cwd, home))) return undefined;
  if (machine.status(socket) === undefined) return undefined;
  // The library of sockets takes longer to load than many a survey to be taken.
  const { askResident } = await import("../../watch/resident-socket.ts");
  const text = await askResident(socket);
  try {
    const { program, survey } = JSON.parse(text ?? "") as ResidentAnswer; // of this very version
    return program === programId(machine) ? survey : undefined;
  } catch {
    return undefined;
  }
}
