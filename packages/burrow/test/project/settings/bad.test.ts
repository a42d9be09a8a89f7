import { describe, expect, test } from "vitest";

import { DEVICE } from "../../kit/files.ts";
import { ofToml, settingsOf, told } from "./kit.ts";

/** Files of one line or few, and all that is told of them. */
test.each<[string, ...string[]]>([
  ["lnk = false", "1:1: `lnk` is not a setting (the nearest is `link`)"],
  ["\n  reus = 'own'", "2:3: `reus` is not a setting (the nearest is `reuse`)"],
  [
    "allow_global_python = true",
    "1:1: `allow_global_python` is not a setting (the nearest is `allow-global-python`)",
  ],
  ["default_env = 'dev'", "1:1: `default_env` is not a setting (here it is called `default-environment`)"],
  ["env_name = 'dev'", "1:1: `env_name` is not a setting (here it is called `environment-name`)"],
  ["environment-name = 'conda'", "1:21: `conda` is a reserved name (such as `env-conda`)"],
  ["lock_file_policy = 'warn'", "1:1: `lock_file_policy` is not a setting (here it is called `lock-policy`)"],
  ["roots = []", "1:1: `roots` is not a setting (there is `survey.roots`)"],
  ["external = true", "1:1: `external` is not a setting (there is `environments.NAME.external`)"],
  ["wholly-unlike = 1", "1:1: `wholly-unlike` is not a setting"],
  ["[environment.dev]\npath = 'x'", "1:1: `environment` is not a setting (the nearest is `environments`)"],
  ["[prompt]\ncolour = 'red'", "2:1: `prompt.colour` is not a setting (there are `show`, `format`)"],
  ["prompt.link = 1", "1:1: `prompt.link` is not a setting (there is `link`)"],
  ["'a b' = 1", '1:1: `"a b"` is not a setting'],
  ["__proto__ = 1", "1:1: `__proto__` is not a setting"],
  ["'toString' = 1", "1:1: `toString` is not a setting"],
  ["'\\u001b[31m' = 1", '1:1: `"\\u001b[31m"` is not a setting'],

  ["reuse = 'always'", "1:10: `reuse` is not one of `never`, `own`, `enclosing`, `shared`, `machine`"],
  [
    "reuse = 'Newer'",
    "1:10: `reuse` is not one of `never`, `own`, `enclosing`, `shared`, `machine` (the nearest is `never`)",
  ],
  ["conflict-tolerance = 'loose'", "1:23: `conflict-tolerance` is not one of `strict`, `lenient`"],
  [
    "install-project = 'true'",
    "1:20: `install-project` is not one of `auto`, `true`, `false` (without quotes: true)",
  ],
  ["link = 'false'", "1:9: `link` is not `true` or `false` (without quotes: false)"],
  ["link = 1", "1:8: `link` is not `true` or `false`"],
  ["force-isolation = 2020-01-01", "1:19: `force-isolation` is not `true` or `false`"],
  ["keep-generations = 0", "1:20: `keep-generations` is not a whole number from 1 to 1000"],
  ["keep-generations = 2.5", "1:20: `keep-generations` is not a whole number from 1 to 1000"],
  ["keep-generations = nan", "1:20: `keep-generations` is not a whole number from 1 to 1000"],
  [
    "keep-generations-size = 500",
    '1:25: `keep-generations-size` is not a size such as `500 MB` or `2 GB` (with its unit: "500 MB")',
  ],
  [
    "keep-generations-size = '2 GiB'",
    "1:26: `keep-generations-size` is not a size such as `500 MB` or `2 GB`",
  ],
  ["breaking = 'pytest'", '1:13: `breaking` is not a list of names (in brackets: ["…"])'],
  ["breaking = ['a', '-b']", "1:19: `breaking.1` is not a name"],
  ["breaking = ['a', 1, 'c d']", "1:18: `breaking.1` is not a name", "1:22: `breaking.2` is not a name"],
  [
    "force-isolation = true\nreuse = 'own'",
    "1:1: `force-isolation` and `reuse` contradict each other (keep `reuse`)",
  ],

  ["prompt = 'x'", "1:11: `prompt` is not a table"],
  ["[[prompt]]\nshow = true", "1:1: `prompt` is not a table"],
  ["prompt.format = '{env}'", "1:18: `{env}` is no place of a prompt (there are `{backend}`, `{env_name}`)"],
  ["prompt.format = 'a {b}'", "1:20: `{b}` is no place of a prompt (there are `{backend}`, `{env_name}`)"],
  ['prompt.format = "a\\nb"', "1:18: `prompt.format` is not a text of one line"],
  ["survey.roots = ['']", "1:18: `survey.roots.0` is not a path"],
  ["survey.roots = ['~you/x']", "1:18: `survey.roots.0` is not a path (`~` alone is the home folder)"],
  ['survey.ignore = ["a\\u0000b"]', "1:19: `survey.ignore.0` is not a path"],

  ["[environments.base]", "1:1: `base` is a reserved name (such as `env-base`)"],
  ["[environments.Default]", "1:1: `Default` is a reserved name (such as `env-default`)"],
  ["[environments.micromamba]", "1:1: `micromamba` is a reserved name (such as `env-micromamba`)"],
  ["[environments.3d-model]", "1:1: `3d-model` does not begin with a letter or `_` (such as `env-3d-model`)"],
  [
    "[environments.'my project!!v2']",
    "1:1: `my project!!v2` holds more than letters, digits, `-` and `_` (such as `my-project-v2`)",
  ],
  ["[environments.'']", "1:1: `` does not begin with a letter or `_` (such as `env`)"],
  ["default-environment = 'root'", "1:24: `root` is a reserved name (such as `env-root`)"],
  ["[environments]\ndev = 'x'", "2:8: `environments.dev` is not a table"],
  [
    "[environments.dev]\npython_version = '3.11'",
    "2:1: `environments.dev.python_version` is not a setting (here it is called `python`)",
  ],
  [
    "[environments.dev]\npython = 3.10",
    '2:10: `environments.dev.python` is not a version of Python (such as "3.11" in quotes, which `3.10` needs to differ from `3.1`)',
  ],
  [
    "[environments.dev]\npython = 'new'",
    '2:11: `environments.dev.python` is not a version of Python (such as "3.11")',
  ],
  [
    "[environments.dev]\nbackend = 'micromamba'",
    "2:12: `environments.dev.backend` is not one of `venv`, `conda`",
  ],
  [
    "[environments.dev]\npackages = ['numpy', 'a b']",
    "2:25: `a b` is not a requirement: expected a version specifier (PEP 440), `;` and a marker, or the end",
  ],
  ["[environments.dev]\nexternal = true", "2:1: `environments.dev` is external and has no `path`"],
  [
    "[environments.dev]\nfor = ['../x']",
    '2:9: `environments.dev.for.0` is not a pattern of files below the project (such as "scripts/**")',
  ],
  [
    "[environments.dev]\nfor = ['/x']",
    '2:9: `environments.dev.for.0` is not a pattern of files below the project (such as "scripts/**")',
  ],

  ["[after]\nx = {}", "2:1: `after.x` has no `run`"],
  ["[after]\nx = ['make']", "2:5: `after.x` is not a table", "2:1: `after.x` has no `run`"],
  ["[after.x]\nrun = []", "2:7: `after.x.run` is not a list of texts, at least 1"],
  [
    "[after.x]\nrun = 'make all'",
    '2:8: `after.x.run` is not a list of texts, at least 1 (in brackets: ["…"])',
  ],
  ["[after.x]\nrun = ['make', 7]", '2:16: `after.x.run.1` is not a text of one line (in quotes: "7")'],
  ["[after.1]\nrun = ['make']", "1:1: `after.1` is not a text of one line that is no number"],

  [
    "a = ",
    "1:5: it is not TOML: invalid value (mend the line: `key = value`, or `[table]` before those of a table)",
  ],
  [
    "link = true\nlink = true",
    "2:1: it is not TOML: trying to redefine an already defined table or value (mend the line: `key = value`, or `[table]` before those of a table)",
  ],
])("%s", (text, ...problems) => {
  expect(told(ofToml(text))).toEqual(problems.map((problem) => `burrow.toml:${problem}`));
});

test("what is wrong is left out, what is right beside it holds", () => {
  const { settings } = ofToml(
    "link = 'no'\nreuse = 'own'\nkeep-generations = 3\n[environments.base]\n[environments.ok]",
  );
  expect([
    settings.link,
    settings.reuse,
    settings.keepGenerations,
    Object.keys(settings.environments),
  ]).toEqual([true, "own", 3, ["ok"]]);
});

describe("in other files", () => {
  test.each<[string, Readonly<Record<string, string>>, ...string[]]>([
    [
      "[tool.burrow]: the line in the pyproject.toml",
      { "pyproject.toml": "[project]\nname = 'x'\n[tool.burrow]\nlnk = 1\n" },
      "pyproject.toml:4:1: `tool.burrow.lnk` is not a setting (the nearest is `link`)",
    ],
    [
      "[tool.burrow] that is no table",
      { "pyproject.toml": "[tool]\nburrow = 1\n" },
      "pyproject.toml:2:10: `tool.burrow` is not a table",
    ],
    [
      "two places: both lines",
      { "burrow.toml": "\nlink = true", "pyproject.toml": "[project]\n[tool.burrow]\n" },
      "pyproject.toml:2:1: there are settings in `burrow.toml:1` and in `pyproject.toml:2` [tool.burrow] (keep one of them)",
    ],
    [
      "three places",
      { "burrow.toml": "", "burrow.json": "{}", "pyproject.toml": "tool.burrow.link = true" },
      "burrow.json:1:1: there are settings in `burrow.toml:1` and in `burrow.json:1` and in `pyproject.toml:1` [tool.burrow] (keep one of them)",
    ],
    [
      "JSON: an unknown key",
      { "burrow.jsonc": '{\n  // mine\n  "lnk": true\n}' },
      "burrow.jsonc:3:3: `lnk` is not a setting (the nearest is `link`)",
    ],
    [
      "JSON: a wrong value",
      { "burrow.json": '{ "reuse": null }' },
      "burrow.json:1:12: `reuse` is not one of `never`, `own`, `enclosing`, `shared`, `machine`",
    ],
    ["JSON: no table", { "burrow.json": "[]" }, "burrow.json:1:1: the settings are not a table"],
    [
      "JSON: not JSON",
      { "burrow.json": "{,}" },
      "burrow.json:1:2: it is not JSON: a key in double quotes, or `}`, is missing",
    ],
    [
      "A52 CORTEX: a bad value",
      {
        "cortex.config.json":
          '{ "setup": { "python_environment": {\n "conflict_tolerance": "loose" // or strict\n} } }',
      },
      "cortex.config.json:2:25: `setup.python_environment.conflict_tolerance` is not one of `strict`, `lenient`",
    ],
    [
      "CORTEX: its settings cannot be read",
      { "cortex.config.json": '{ "setup": { "python_environment": }' },
      "cortex.config.json:1:36: it is not JSON: a value is missing",
    ],
  ])("%s", (_, files, ...problems) => {
    const placed = Object.fromEntries(Object.entries(files).map(([name, text]) => [`/w/shop/${name}`, text]));
    expect(told(settingsOf(placed))).toEqual(problems);
  });

  test("the user's", () => {
    expect(told(settingsOf({ "/home/me/.config/burrow/burrow.toml": "lnk = true" }))).toEqual([
      "/home/me/.config/burrow/burrow.toml:1:1: `lnk` is not a setting (the nearest is `link`)",
    ]);
  });

  test("a device, wrong bytes", () => {
    expect(told(settingsOf({ "/w/shop/burrow.toml": DEVICE }))).toEqual([
      "burrow.toml:1:1: `burrow.toml` cannot be read (it has to be a regular file of at most 4 MiB that this user may read)",
    ]);
    expect(told(settingsOf({ "/w/shop/burrow.toml": Uint8Array.of(0x61, 0xff) }))).toHaveLength(1);
  });
});

test("a hundred thousand unknown keys are a hundred problems and a number", () => {
  const text = Array.from({ length: 100_000 }, (_, index) => `reus${index} = 1\n`).join("");
  const problems = told(ofToml(text));
  expect(problems).toHaveLength(101);
  expect(problems.at(-1)).toBe("burrow.toml:101:1: 99900 more statements are not understood");
});
