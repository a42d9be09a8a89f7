import { type AbsolutePath, join } from "../../model/path.ts";
import type { Done, Engine, Talk } from "../engine.ts";
import { engineOptions } from "../engine-options.ts";
import { engineEnvironment } from "../environment.ts";
import { nameArgument, pinLines } from "../requirement-lines.ts";
import { type PipContext, pipCommand, pipDone } from "./pip-context.ts";
import { pipOptionArguments } from "./pip-options.ts";

type Request<Act extends "create" | "fetch" | "install" | "uninstall" | "buildProject"> = Parameters<
  Engine[Act]
>[0];

const PROVEN = ["--no-deps", "--require-hashes", "--only-binary", ":all:"] as const;

/** `python -m venv` without pip: that needs no `ensurepip`, which Debian packs apart. */
export function* pipCreate(
  { env }: PipContext,
  { prefix, python, prompt, systemSitePackages }: Request<"create">,
): Talk<Done> {
  const system = systemSitePackages === true ? ["--system-site-packages"] : [];
  return pipDone(
    yield {
      program: python,
      args: ["-I", "-B", "-m", "venv", "--without-pip", ...system, `--prompt=${prompt}`, prefix],
      env: engineEnvironment(env),
    },
  );
}

/** `pip download`, the files kept below `scratch` for `install`. */
export function* pipFetch(
  context: PipContext,
  { python, pins, options, scratch }: Request<"fetch">,
): Talk<Done> {
  if (pins.length === 0) return { ok: true };
  const read = engineOptions(options);
  return pipDone(
    yield pipCommand(
      context,
      python,
      [
        "download",
        ...PROVEN,
        ...(context.offline ? ["--no-index"] : []),
        ...pipOptionArguments(read),
        "--dest",
        wheels(scratch),
        "-r",
        { scratch: "pins.txt" },
      ],
      { files: { "pins.txt": read.lines + pinLines(pins) } },
    ),
  );
}

/** Installs the pins whether or not pip thinks that they are there. Only a pin with a direct URL may want the network: its file alone would not record where it is from. */
export function* pipInstall(
  context: PipContext,
  { python, pins, options, scratch, offline, empty = false, anew = false }: Request<"install">,
): Talk<Done> {
  if (pins.length === 0) return { ok: true };
  const read = engineOptions(options);
  const source = offline
    ? ["--no-index", `--find-links=${wheels(scratch)}`]
    : [...(context.offline ? ["--no-index"] : []), ...pipOptionArguments(read)];
  return pipDone(
    yield pipCommand(
      context,
      python,
      [
        "install",
        ...(empty ? [] : ["--force-reinstall"]),
        ...(anew ? ["--no-cache-dir"] : []),
        "--no-compile",
        ...PROVEN,
        ...source,
        "-r",
        { scratch: "pins.txt" },
      ],
      { files: { "pins.txt": (offline ? "" : read.lines) + pinLines(pins) } },
    ),
  );
}

/** `pip uninstall`: a name that is not there is no failure. */
export function* pipUninstall(context: PipContext, { python, names }: Request<"uninstall">): Talk<Done> {
  if (names.length === 0) return { ok: true };
  return pipDone(
    yield pipCommand(context, python, ["uninstall", "--yes", ...names.map((name) => nameArgument(name))]),
  );
}

/** Builds the folder and nothing else: what the build requires comes as wheels. */
export function* pipBuildProject(
  context: PipContext,
  { python, project, options }: Request<"buildProject">,
): Talk<Done> {
  const read = engineOptions(options);
  return pipDone(
    yield pipCommand(
      context,
      python,
      [
        "install",
        "--force-reinstall",
        "--no-compile",
        "--no-deps",
        "--only-binary",
        ":all:",
        ...(context.offline ? ["--no-index"] : []),
        ...pipOptionArguments(read),
        ...(read.lines === "" ? [] : ["-r", { scratch: "options.txt" }]),
        "-e",
        project,
      ],
      { ...(read.lines !== "" && { files: { "options.txt": read.lines } }), builds: true },
    ),
  );
}

function wheels(scratch: AbsolutePath): AbsolutePath {
  return join(scratch, "wheels");
}
