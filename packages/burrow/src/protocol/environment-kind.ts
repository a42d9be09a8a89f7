import type { EnvironmentKind } from "../model/environment.ts";
import { type Codec, oneOf } from "./codec.ts";

/** A table, so that a kind which the model gains and this lacks does not compile. */
const KINDS: Readonly<Record<EnvironmentKind, true>> = {
  venv: true,
  virtualenv: true,
  uv: true,
  poetry: true,
  pipenv: true,
  virtualenvwrapper: true,
  hatch: true,
  pdm: true,
  "pyenv-virtualenv": true,
  pipx: true,
  "uv-tool": true,
  tox: true,
  nox: true,
  conda: true,
  "conda-base": true,
  pixi: true,
  rye: true,
  base: true,
};

/** What a found environment is. */
export const environmentKind: Codec<EnvironmentKind> = oneOf(
  Object.keys(KINDS) as readonly EnvironmentKind[],
);
