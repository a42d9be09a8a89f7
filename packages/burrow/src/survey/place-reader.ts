import type { Machine } from "../machine/machine.ts";
import type { MachineEnvironment } from "../model/machine-survey.ts";
import type { AbsolutePath } from "../model/path.ts";
import { learner } from "./inspect/learned.ts";
import { environmentAt, environmentReader, lastUseAt } from "./machine-environment.ts";
import type { Reading, SurveyMemory } from "./memory/survey-memory.ts";
import type { Place } from "./places.ts";

/** What is remembered of an environment: the platform is the machine's, and every survey looks for its last use. */
type Remembered = Omit<MachineEnvironment, "platform" | "lastUsed">;

/** Reads one place after the other, or recalls it; undefined where there is no environment. `projects`: folders that may have environments elsewhere. */
export function placeReader(
  machine: Machine,
  projects: readonly AbsolutePath[],
  memory: SurveyMemory,
): (place: Place) => MachineEnvironment | undefined {
  const known = new Set(projects);
  const learned = learner(memory.machine, () => projects, memory.share);
  const reader = environmentReader(memory.machine);
  const { platform } = machine;
  const readAt = (place: Place): Reading => {
    let hashed: AbsolutePath | null | undefined;
    const read = environmentAt(reader, place, {
      ...learned,
      projectOf: (prefix, hash) => {
        const project = learned.projectOf(prefix, hash);
        if (hash.read(prefix).length > 0) hashed = project ?? null;
        return project;
      },
    });
    const about = hashed === undefined ? {} : { hashed };
    if (read === undefined) return about;
    const { platform: _machines, ...value } = read.environment;
    return { ...about, value, ...(read.used !== undefined && { used: read.used }) };
  };
  return (place) => {
    const { value, used } = memory.place(
      place,
      (path) => known.has(path),
      () => readAt(place),
    );
    if (value === undefined) return undefined;
    const lastUsed = used === undefined ? undefined : lastUseAt(machine, used);
    // Of this very version, or read just now.
    return { ...(value as Remembered), platform, ...(lastUsed !== undefined && { lastUsed }) };
  };
}
