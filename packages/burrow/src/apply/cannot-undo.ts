import type { AbsolutePath } from "../model/path.ts";

/** Something stands where burrow would have to put things back, and burrow did not put it there. */
export class CannotUndo extends Error {
  override readonly name = "CannotUndo";
  readonly paths: readonly AbsolutePath[];

  constructor(message: string, paths: readonly AbsolutePath[]) {
    super(message);
    this.paths = paths;
  }
}
