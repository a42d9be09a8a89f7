import { hatch } from "./hatch.ts";
import { pdm } from "./pdm.ts";
import { pipenv } from "./pipenv.ts";
import { pipx } from "./pipx.ts";
import { pixi } from "./pixi.ts";
import { poetry } from "./poetry.ts";
import { pyenvVirtualenv } from "./pyenv.ts";
import { rye } from "./rye.ts";
import type { Tool } from "./tool.ts";
import { uvTool } from "./uv-tool.ts";
import { virtualenvwrapper } from "./virtualenvwrapper.ts";

/** Every tool that keeps environments in folders of its own. */
export const TOOLS: readonly Tool[] = [
  hatch,
  pdm,
  pipenv,
  pipx,
  pixi,
  poetry,
  pyenvVirtualenv,
  rye,
  uvTool,
  virtualenvwrapper,
];
