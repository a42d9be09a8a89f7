import { absolute, isAbsolute } from "../model/path.ts";
import type { Look } from "../render/look.ts";
import type { Output, World } from "./world.ts";

/** Columns where nobody says; and the fewest that a layout is made for. */
const COLUMNS = 80;
const FEWEST = 40;

/** How to lay out for whoever reads a stream: a terminal has a width, colours and a locale; a file or a pipe keeps its data whole. */
export function lookFor(stream: Output, world: World, verbose: boolean): Look {
  const { env } = world;
  const home = env["HOME"] ?? env["USERPROFILE"];
  const told = /^[1-9][0-9]{0,4}$/u.test(env["COLUMNS"] ?? "") ? Number(env["COLUMNS"]) : undefined;
  return {
    // A terminal that does not know its width says 0.
    width: Math.max(told ?? (stream.columns || COLUMNS), FEWEST),
    cut: stream.isTTY === true || told !== undefined,
    unicode: isUtf8(world),
    colour: stream.isTTY === true && (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb",
    verbose,
    here: absolute(world.cwd),
    ...(home !== undefined && isAbsolute(home) && { home: absolute(home) }),
  };
}

/** Whether the locale is UTF-8 (POSIX: `LC_ALL`, else `LC_CTYPE`, else `LANG`); the terminals of Windows and macOS are. */
function isUtf8({ env, platform }: World): boolean {
  const locale = [env["LC_ALL"], env["LC_CTYPE"], env["LANG"]].find((value) => (value ?? "") !== "");
  if (locale === undefined) return platform === "win32" || platform === "darwin";
  return /utf-?8/iu.test(locale);
}
