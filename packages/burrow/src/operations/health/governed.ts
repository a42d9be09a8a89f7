import type { Environment } from "../../model/environment.ts";
import { baseName } from "../../model/path.ts";
import { reason, type Reason } from "../../model/reason.ts";
import { shellWord } from "../../model/shell-word.ts";

/** What each tool calls to make an environment of its own anew. */
const COMMANDS: Readonly<Record<string, (name: string) => string>> = {
  pipx: (name) => `pipx reinstall ${name}`,
  "uv tool": (name) => `uv tool install --reinstall ${name}`,
  tox: (name) => `tox run --recreate -e ${name}`,
  nox: (name) => `nox --session ${name}`,
  hatch: () => "hatch env prune, then hatch env create",
  poetry: () => "poetry env remove --all, then poetry install",
  pdm: () => "pdm venv remove, then pdm install",
  pixi: () => "pixi reinstall",
};

/** Why an environment is left to the tool that governs it, with that tool's command; undefined when it is nobody's. */
export function governedBy({
  governor,
  kind,
  prefix,
  generation,
  external,
  frozen,
}: Environment): Reason | undefined {
  if (governor !== undefined) {
    const command = COMMANDS[governor]?.(baseName(prefix)) ?? `make it again with ${governor}`;
    return reason("governed-repair", { governor, command });
  }
  if ((kind === "conda" && generation === undefined) || kind === "conda-base") {
    const command = `conda install --prefix ${shellWord(prefix)} --force-reinstall NAME`;
    return reason("governed-repair", { governor: "conda", command });
  }
  if (kind === "base") return reason("base-interpreter", {});
  if (external) return reason("external", {});
  return frozen === undefined ? undefined : reason("frozen", { message: frozen || "externally managed" });
}
