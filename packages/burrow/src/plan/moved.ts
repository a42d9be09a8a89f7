import { type AbsolutePath, isInside, join, relative } from "../model/path.ts";
import type { Snapshot } from "../model/snapshot.ts";

/** A folder that is elsewhere now. */
export interface Moved {
  readonly from: AbsolutePath;
  readonly to: AbsolutePath;
}

/** Where a path is, after the first of the moves that speaks of it. */
export function movedPath(path: AbsolutePath, moves: readonly Moved[]): AbsolutePath {
  const move = moves.find(({ from }) => isInside(path, from));
  return move === undefined ? path : join(move.to, relative(move.from, path));
}

/** A snapshot as it is to be had where folders have moved: its place, its project, its editable folders and its interpreter. */
export function movedSnapshot(snapshot: Snapshot, moves: readonly Moved[]): Snapshot {
  const { environment, python, distributions, project } = snapshot;
  const at = (path: AbsolutePath): AbsolutePath => movedPath(path, moves);
  return {
    ...snapshot,
    ...(project && { project: at(project) }),
    environment: {
      ...environment,
      prefix: at(environment.prefix),
      ...(environment.project && { project: at(environment.project) }),
    },
    python: { ...python, ...(python.executable && { executable: at(python.executable) }) },
    distributions: distributions.map(({ editable, ...one }) => ({
      ...one,
      ...(editable && { editable: at(editable) }),
    })),
  };
}
