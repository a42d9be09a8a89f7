import fc from "fast-check";
import type { Machine } from "../../src/machine/machine.ts";
import type { MachineSurvey } from "../../src/model/machine-survey.ts";
import { absolute } from "../../src/model/path.ts";
import { surveyMachine } from "../../src/survey/machine-survey.ts";
import type { SurveyMemory } from "../../src/survey/memory/survey-memory.ts";
import { condaEnv, python, type Tree, venv } from "../kit/builders.ts";
import type { FakeFile } from "../kit/fake-machine.ts";
import { hash8 } from "./machine-kit.ts";

/** What another program does at a path: puts a file there, or an environment; without content, all is gone. */
export interface Change {
  readonly path: string;
  readonly content: FakeFile | { readonly environment: true } | undefined;
}

/** Whether a whole environment is put there. */
export function isEnvironment(content: Change["content"]): content is { readonly environment: true } {
  return typeof content === "object" && "environment" in content;
}

/** A small home below a folder, and what may change in it; the folder is empty on a machine of its own. */
export function smallHome(under: string) {
  const home = `${under}/home/me`;
  const base = `${under}/opt/python312`;
  const shop = `${home}/code/shop`;
  const poetry = `${home}/.cache/pypoetry/virtualenvs/shop-${hash8(shop)}-py3.12`;
  const files: Tree = {
    ...python(base, "3.12.4"),
    [`${shop}/pyproject.toml`]: "",
    ...venv(`${shop}/.venv`, { base }),
    ...venv(poetry, { base }),
    ...venv(`${home}/.virtualenvs/w`, { base }),
    [`${home}/.virtualenvs/w/.project`]: shop,
    ...condaEnv(`${home}/far/geo`, "3.11.9"),
    [`${home}/lab/.venv`]: { link: "../.virtualenvs/w" },
    [`${home}/lab/docs/a.txt`]: "",
  };
  const environments = [
    `${shop}/.venv`,
    poetry,
    `${home}/.virtualenvs/w`,
    `${home}/far/geo`,
    `${home}/new/env`,
    `${home}/.local/share/pipx/venvs/tool`,
  ];
  const parts = [
    ...["pyvenv.cfg", "bin", "bin/python", "bin/activate", "bin/pip", ".project", "lib", "lib64"],
    ...["lib/python3.12", "lib/python3.12/site-packages", "conda-meta", "conda-meta/history"],
  ];
  const paths = [
    ...environments.flatMap((prefix) => [prefix, ...parts.map((name) => `${prefix}/${name}`)]),
    ...["pyproject.toml", "Pipfile", ".git/HEAD", "src"].map((name) => `${shop}/${name}`),
    ...["code", "code/shop", "lab", "lab/.venv", "lab/docs", "lab/package.json"].map(
      (name) => `${home}/${name}`,
    ),
    `${home}/.config/pypoetry/config.toml`,
    `${home}/.pyenv/versions/3.13.1/bin/python3.13`,
    ...["bin/python3.12", "include/python3.12/patchlevel.h", "lib/python3.12"].map(
      (name) => `${base}/${name}`,
    ),
  ];
  const contents: readonly FakeFile[] = [
    "",
    `home = ${base}/bin\nversion = 3.12.1\n`,
    "home = /gone/bin\nversion = 3.9.1\nuv = 0.5\n",
    `#!/gone/bin/python\n`,
    `VIRTUAL_ENV="${shop}/.venv"\n`,
    shop,
    '#define PY_VERSION "3.12.9"\n',
    { link: `${base}/bin/python3.12` },
    { link: "../.virtualenvs/w" },
    { link: "nowhere" },
    { link: shop },
    { folder: true },
    { folder: true, mode: 0o000 },
    { folder: true, mode: 0o555, uid: 0 },
    { file: "\u007fELF", mode: 0o755 },
  ];
  const change: fc.Arbitrary<Change> = fc.oneof(
    {
      weight: 2,
      arbitrary: fc.record({ path: fc.constantFrom(...paths), content: fc.constantFrom(...contents) }),
    },
    { weight: 1, arbitrary: fc.record({ path: fc.constantFrom(...paths), content: fc.constant(undefined) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        path: fc.constantFrom(...environments),
        content: fc.constant({ environment: true as const }),
      }),
    },
  );
  return { home, base, shop, poetry, files, paths, change };
}

/** A survey of a small home, and of nothing that is burrow's own. */
export function surveyHome(machine: Machine, memory: SurveyMemory): Promise<MachineSurvey> {
  const request = {
    pythons: absolute("/none/pythons"),
    own: absolute("/none/own"),
    roots: [],
    ignore: [],
    discover: true,
  };
  const context = { report: () => {}, signal: new AbortController().signal, now: () => 0, memory };
  return surveyMachine(machine, request, context);
}
