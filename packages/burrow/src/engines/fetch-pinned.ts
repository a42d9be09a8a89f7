import type { Command } from "../machine/command.ts";
import type { GoalOption } from "../model/goal.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Done, Talk } from "./engine.ts";
import { engineOptions } from "./engine-options.ts";
import { engineEnvironment } from "./environment.ts";
import type { Pinned } from "./pinned.ts";
import { pipFailure } from "./pip/pip-failure.ts";
import { pipOptionArguments } from "./pip/pip-options.ts";
import { pinLines } from "./requirement-lines.ts";

/**
 * Has the pip of a Python that is trusted (pip 20.3 or later) fetch the wheel of a pinned program into `folder`: fetched, not installed, and refused
 * when its hash is not one that burrow knows. The index is the one that the person's variables, pip's settings and the options name.
 */
export function* fetchPinned(
  pinned: Pinned,
  request: {
    readonly python: AbsolutePath;
    readonly folder: AbsolutePath;
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly options: readonly GoalOption[];
  },
): Talk<Done> {
  const options = engineOptions(request.options);
  const pin = { ...pinned, hashes: pinned.sha256.map((hex) => `sha256:${hex}`) };
  const command: Command = {
    program: request.python,
    args: [
      "-I",
      "-B",
      "-m",
      "pip",
      "download",
      "--no-deps",
      "--only-binary",
      ":all:",
      "--require-hashes",
      ...pipOptionArguments(options),
      "--dest",
      request.folder,
      "-r",
      { scratch: "pinned.txt" },
    ],
    files: { "pinned.txt": options.lines + pinLines([pin]) },
    env: engineEnvironment(request.env),
  };
  const output = yield command;
  if (output.status === 0 && output.failure === undefined) return { ok: true };
  return { ok: false, detail: pipFailure(output) };
}

/** The wheel of a pinned program among the names of a folder. */
export function wheelAmong(names: readonly string[], { name, version }: Pinned): string | undefined {
  const distribution = name.replaceAll("-", "_"); // as file names of wheels spell it
  return names.find((file) => file.startsWith(`${distribution}-${version}-`) && file.endsWith(".whl"));
}
