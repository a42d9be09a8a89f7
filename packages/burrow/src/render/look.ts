import { type AbsolutePath, isInside, relative } from "../model/path.ts";

/** How a text is laid out for whoever reads it. */
export interface Look {
  /** Columns of a line. */
  readonly width: number;
  /** Whether what is too long is shortened to the width; false where nothing would wrap it, so that data stay whole. */
  readonly cut: boolean;
  /** Whether the reader's locale is UTF-8; everything has an ASCII form. */
  readonly unicode: boolean;
  readonly colour: boolean;
  /** Everything that is known, not only what matters. */
  readonly verbose: boolean;
  /** Paths below it are shown relative to it. */
  readonly here: AbsolutePath;
  /** Shown as `~`. */
  readonly home?: AbsolutePath;
}

/** A path as people know it: relative below `here`, else from `~`, else whole; `here` itself too, which "." would not name. */
export function shown(path: AbsolutePath, look: Pick<Look, "here" | "home">): string {
  return path !== look.here && isInside(path, look.here) ? relative(look.here, path) : fromHome(path, look);
}

/** A path from `~`, else whole: for the place that other paths are relative to. */
export function fromHome(path: AbsolutePath, { home }: Pick<Look, "home">): string {
  if (home === undefined || !isInside(path, home)) return path;
  return path === home ? "~" : `~${path.slice(home.length)}`;
}
