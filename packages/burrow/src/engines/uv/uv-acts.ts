import { join } from "../../model/path.ts";
import type { Done, Engine, Talk } from "../engine.ts";
import { nameArgument, pinLines } from "../requirement-lines.ts";
import { doneOf, type UvContext, uvCommand, uvOptions } from "./uv-context.ts";

type Request<Act extends "create" | "fetch" | "install" | "uninstall" | "buildProject"> = Parameters<
  Engine[Act]
>[0];

/** `uv venv`: uv refuses a folder that is there and not empty. */
export function* uvCreate(
  context: UvContext,
  { prefix, python, prompt, systemSitePackages }: Request<"create">,
): Talk<Done> {
  const system = systemSitePackages === true ? ["--system-site-packages"] : [];
  return doneOf(
    yield uvCommand(context, ["venv", "--no-project", ...system, `--prompt=${prompt}`, "-p", python, prefix]),
  );
}

/** Fills uv's cache by installing into a folder that nobody uses: uv has no `download`. */
export function* uvFetch(
  context: UvContext,
  { python, pins, options, scratch }: Request<"fetch">,
): Talk<Done> {
  if (pins.length === 0) return { ok: true };
  const { lines, args } = uvOptions(options);
  return doneOf(
    yield uvCommand(
      context,
      [
        "pip",
        "install",
        "--target",
        join(scratch, "fetched"),
        ...PROVEN,
        ...args,
        "-p",
        python,
        "-r",
        { scratch: "pins.txt" },
      ],
      { files: { "pins.txt": lines + pinLines(pins) } },
    ),
  );
}

/**
 * Installs the pins whether or not uv thinks that they are there: what a prefix says of itself may be wrong. Where nothing is there yet it is not told to
 * reinstall, for then it reads its whole cache anew.
 */
export function* uvInstall(
  context: UvContext,
  { python, pins, options, offline, link, empty = false, anew = false }: Request<"install">,
): Talk<Done> {
  if (pins.length === 0) return { ok: true };
  const { lines, args } = uvOptions(options);
  return doneOf(
    yield uvCommand(
      context,
      [
        "pip",
        "install",
        ...(empty ? [] : ["--reinstall"]),
        ...(anew ? ["--no-cache"] : []),
        ...(link ? [] : ["--link-mode", "copy"]),
        ...PROVEN,
        ...args,
        "-p",
        python,
        "-r",
        { scratch: "pins.txt" },
      ],
      { files: { "pins.txt": lines + pinLines(pins) }, offline },
    ),
  );
}

/** `uv pip uninstall`: a name that is not there is no failure. */
export function* uvUninstall(context: UvContext, { python, names }: Request<"uninstall">): Talk<Done> {
  if (names.length === 0) return { ok: true };
  return doneOf(
    yield uvCommand(context, ["pip", "uninstall", "-p", python, ...names.map((name) => nameArgument(name))]),
  );
}

/** Builds the folder and nothing else: what the build requires comes as wheels. */
export function* uvBuildProject(
  context: UvContext,
  { python, project, options }: Request<"buildProject">,
): Talk<Done> {
  const { lines, args } = uvOptions(options);
  return doneOf(
    yield uvCommand(
      context,
      [
        "pip",
        "install",
        "--reinstall",
        "--no-deps",
        "--only-binary",
        ":all:",
        ...args,
        "-p",
        python,
        ...(lines === "" ? [] : ["-r", { scratch: "options.txt" }]),
        "-e",
        project,
      ],
      { ...(lines !== "" && { files: { "options.txt": lines } }), builds: true },
    ),
  );
}

const PROVEN = ["--no-deps", "--require-hashes", "--only-binary", ":all:"] as const;
