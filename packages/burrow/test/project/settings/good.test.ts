import { describe, expect, test } from "vitest";

import { ofToml, settingsOf, told } from "./kit.ts";

const DEFAULTS = {
  reuse: "enclosing",
  allowGlobalPython: false,
  conflictTolerance: "strict",
  breaking: ["pytest", "pyyaml", "scikit-learn"],
  upgradeable: ["watchdog", "psutil", "tree-sitter"],
  lockPolicy: "warn",
  installProject: "auto",
  allowBuilds: [],
  link: true,
  linkFiles: "auto",
  sharedCache: true,
  verifyImports: "warn",
  autoRepair: false,
  keepGenerations: 5,
  healthInterval: 300,
  machineHealthInterval: 900,
  snapshots: true,
  survey: { discover: true, roots: [], ignore: [] },
  prompt: { show: true, format: "({backend}:{env_name})" },
  environments: {},
  after: {},
};

test("A49 A50 A51 C20 without any file the defaults hold, and every absent file is a fact", () => {
  const { settings, problems, notes, facts } = settingsOf({});
  expect([settings, problems, notes]).toEqual([DEFAULTS, [], []]);
  expect(facts.map(({ path, was }) => `${path} ${was}`)).toEqual([
    "/home/me/.config/burrow/burrow.toml absent",
    "/w/shop/cortex.config.json absent",
    "/w/shop/burrow.toml absent",
    "/w/shop/burrow.json absent",
    "/w/shop/burrow.jsonc absent",
    "/w/shop/pyproject.toml absent",
  ]);
});

test.each<[string, string, object]>([
  ["an empty file", "", {}],
  ["a comment", "# nothing\n", {}],
  ["A49 the old name", "force-isolation = true", { reuse: "never" }],
  ["the old name, off", "force-isolation = false", {}],
  ["both names, agreed", 'force-isolation = true\nreuse = "never"', { reuse: "never" }],
  ["A50", "allow-global-python = true", { allowGlobalPython: true }],
  ["A51", 'conflict-tolerance = "lenient"', { conflictTolerance: "lenient" }],
  [
    "names are normalised",
    'breaking = ["Py_Yaml", "Zope.Interface"]',
    { breaking: ["py-yaml", "zope-interface"] },
  ],
  ["C83 lock policy", 'lock-policy = "strict"', { lockPolicy: "strict" }],
  ["C32", 'default-environment = "dev"', { defaultEnvironment: "dev" }],
  ["C3 C83", 'environment-name = "ml_pipe"', { environmentName: "ml_pipe" }],
  [
    "C83 every key of the old file, by its name here",
    'environment-name = "ml-pipe"\ndefault-environment = "dev"\nlock-policy = "ignore"\nprompt.show = false\nprompt.format = "[{env_name}]"\n[environments.dev]\npython = "3.11"',
    {
      environmentName: "ml-pipe",
      defaultEnvironment: "dev",
      lockPolicy: "ignore",
      prompt: { show: false, format: "[{env_name}]" },
      environments: { dev: { python: "3.11", external: false, lazy: false, for: [] } },
    },
  ],
  ["a flag or a word", "install-project = false", { installProject: false }],
  ["the other flag", "install-project = true", { installProject: true }],
  ["builds", 'allow-builds = ["Llama_CPP"]', { allowBuilds: ["llama-cpp"] }],
  ["generations", "keep-generations = 1", { keepGenerations: 1 }],
  ["their size", 'keep-generations-size = "1.5 GB"', { keepGenerationsSize: 1_500_000_000 }],
  [
    "B44",
    "health-interval = 60\nmachine-health-interval = 3600",
    { healthInterval: 60, machineHealthInterval: 3600 },
  ],
  ["C20", "prompt.show = false", { prompt: { show: false, format: "({backend}:{env_name})" } }],
  ["C21", '[prompt]\nformat = "[{backend}]"', { prompt: { show: true, format: "[{backend}]" } }],
  [
    "paths start at the file or at home",
    '[survey]\nroots = ["~", "~/work", "../more", "/opt/envs/"]',
    { survey: { discover: true, roots: ["/home/me", "/home/me/work", "/w/more", "/opt/envs"], ignore: [] } },
  ],
  [
    "C33 C34 C35 an environment",
    '[environments.prod]\nbackend = "conda"\npython = "3.11"\nrequirements = ["requirements-prod.txt"]',
    {
      environments: {
        prod: {
          backend: "conda",
          python: "3.11",
          requirements: ["/w/shop/requirements-prod.txt"],
          external: false,
          lazy: false,
          for: [],
        },
      },
    },
  ],
  [
    "what an environment may hold",
    '[environments.gpu_1]\ngroups = ["Dev"]\nextras = ["GPU"]\npackages = ["numpy >= 1.24"]\nprofiles = ["data-science"]',
    {
      environments: {
        gpu_1: {
          groups: ["dev"],
          extras: ["gpu"],
          packages: ["numpy >= 1.24"],
          profiles: ["data-science"],
          external: false,
          lazy: false,
          for: [],
        },
      },
    },
  ],
  [
    "E5 E6 E7 an external environment and what runs in it",
    '[environments.forge]\npath = "~/ml_env"\nexternal = true\nfor = ["forge/scripts/**"]',
    {
      environments: {
        forge: { path: "/home/me/ml_env", external: true, lazy: false, for: ["forge/scripts/**"] },
      },
    },
  ],
  [
    "hooks, the same word twice",
    '[after]\n"prepare data" = { run = ["python", "x", "x"] }\n"second" = { run = ["true"], required = true }',
    {
      after: {
        "prepare data": { run: ["python", "x", "x"], required: false },
        second: { run: ["true"], required: true },
      },
    },
  ],
])("%s", (_, text, differs) => {
  const reading = ofToml(text);
  expect(told(reading)).toEqual([]);
  expect(reading.settings).toEqual({ ...DEFAULTS, ...differs });
});

describe("places", () => {
  const user = "/home/me/.config/burrow/burrow.toml";

  test("the project's settings come before the user's, key by key", () => {
    const reading = settingsOf({
      [user]: 'link = false\nlock-policy = "ignore"\nprompt.show = false\nsurvey.roots = ["envs"]',
      "/w/shop/burrow.toml": 'lock-policy = "strict"\nprompt.format = "x"',
    });
    expect(told(reading)).toEqual([]);
    expect(reading.settings).toEqual({
      ...DEFAULTS,
      link: false,
      lockPolicy: "strict",
      prompt: { show: false, format: "x" },
      survey: { discover: true, roots: ["/home/me/.config/burrow/envs"], ignore: [] },
    });
  });

  test("an environment and a hook count as a whole", () => {
    const { settings } = settingsOf({
      [user]: 'environments.a.python = "3.9"\nenvironments.a.groups = ["x"]\nenvironments.b.python = "3.8"',
      "/w/shop/burrow.toml": 'environments.a.python = "3.12"',
    });
    expect(settings.environments).toEqual({
      a: { python: "3.12", external: false, lazy: false, for: [] },
      b: { python: "3.8", external: false, lazy: false, for: [] },
    });
  });

  test.each<[string, string, string]>([
    ["force-isolation = true", "", "never"],
    ["force-isolation = true", "force-isolation = false", "enclosing"],
    ["force-isolation = true", 'reuse = "shared"', "shared"],
    ['reuse = "machine"', "force-isolation = true", "never"],
    ['reuse = "machine"', "force-isolation = false", "machine"],
    ['reuse = "never"', "force-isolation = false", "never"],
  ])("isolation: the user says %s, the project %s: %s", (mine, its, reuse) => {
    expect(settingsOf({ [user]: mine, "/w/shop/burrow.toml": its }).settings.reuse).toBe(reuse);
  });

  test("[tool.burrow] of a pyproject.toml", () => {
    const reading = settingsOf({
      "/w/shop/pyproject.toml":
        '[project]\nname = "shop"\n[tool.burrow]\nlink = false\n[tool.burrow.environments.dev]\npath = "e"\n',
    });
    expect(told(reading)).toEqual([]);
    expect(reading.settings).toEqual({
      ...DEFAULTS,
      link: false,
      environments: { dev: { path: "/w/shop/e", external: false, lazy: false, for: [] } },
    });
  });

  test("a pyproject.toml that is broken, or speaks of another burrow, is none of the settings' affair", () => {
    expect(told(settingsOf({ "/w/shop/pyproject.toml": "[tool.burrow\n" }))).toEqual([]);
    const other = {
      "/w/shop/pyproject.toml": "[tool.other]\nburrow = 1\n",
      "/w/shop/burrow.toml": "link = false",
    };
    expect(told(settingsOf(other))).toEqual([]);
  });

  test("a folder by the name of a settings file is none", () => {
    expect(settingsOf({ "/w/shop/burrow.toml/x": "" }).settings).toEqual(DEFAULTS);
  });
});

test("what nothing uses yet is said, unless it is what holds anyway", () => {
  const text =
    "link = false\nauto-repair = false\nreuse = 'own'\n[environments.dev]\npath = 'x'\npython = '3.11'";
  expect(ofToml(text).notes).toEqual([
    {
      code: "not-used-yet",
      params: { what: "`link`, `environments.dev.python`", path: "/w/shop/burrow.toml" },
    },
  ]);
  const many =
    "[environments.dev]\ngroups = ['a']\nextras = ['b']\nprofiles = ['c']\nfor = ['d']\npython = '3'";
  expect(ofToml(many).notes.map(({ params }) => params["what"])).toEqual([
    "`environments.dev.groups`, `environments.dev.extras`, `environments.dev.profiles` and 2 more",
  ]);
});

describe("A57 JSON with comments", () => {
  const TEXT = `{
  "$schema": "docs/schemas/settings.json", // for editors
  /* how to choose */ "reuse": "own",
  "environments": { "dev": { "python": "3.12", }, },
}`;

  test.each(["burrow.json", "burrow.jsonc"])("%s", (name) => {
    const reading = settingsOf({ [`/w/shop/${name}`]: TEXT });
    expect(told(reading)).toEqual([]);
    expect(reading.settings).toEqual({
      ...DEFAULTS,
      reuse: "own",
      environments: { dev: { python: "3.12", external: false, lazy: false, for: [] } },
    });
  });
});

describe("A52 A57 CORTEX's file", () => {
  const SAMPLE = `{
  // CORTEX configuration
  "version": "3.0",
  "setup": {
    "python_environment": {
      "force_isolation": true,        // Always create a venv (default: false)
      "allow_global_python": true,    // Allow the global Python (default: false)
      "conflict_tolerance": "lenient" // "strict" or "lenient"
    }
  }
}
`;

  test("the literal sample is read, with a note for each key", () => {
    const reading = settingsOf({ "/w/shop/cortex.config.json": SAMPLE });
    expect(told(reading)).toEqual([]);
    expect(reading.settings).toEqual({
      ...DEFAULTS,
      reuse: "never",
      allowGlobalPython: true,
      conflictTolerance: "lenient",
    });
    const path = "/w/shop/cortex.config.json";
    expect(reading.notes).toEqual([
      {
        code: "old-setting",
        params: { what: "setup.python_environment.force_isolation", name: "force-isolation", path },
      },
      {
        code: "old-setting",
        params: { what: "setup.python_environment.allow_global_python", name: "allow-global-python", path },
      },
      {
        code: "old-setting",
        params: { what: "setup.python_environment.conflict_tolerance", name: "conflict-tolerance", path },
      },
    ]);
  });

  test("burrow's own settings come before it, the user's behind", () => {
    const { settings } = settingsOf({
      "/home/me/.config/burrow/burrow.toml": 'conflict-tolerance = "strict"',
      "/w/shop/cortex.config.json": SAMPLE,
      "/w/shop/burrow.toml": 'reuse = "own"',
    });
    expect([settings.reuse, settings.conflictTolerance]).toEqual(["own", "lenient"]);
  });

  test("the rest of that file is CORTEX's affair", () => {
    const rest = { "/w/shop/cortex.config.json": '{ "x": [1, "setup" }' };
    expect(settingsOf(rest)).toMatchObject({ settings: DEFAULTS, problems: [], notes: [] });
    const more = { "/w/shop/cortex.config.json": '{ "setup": { "python_environment": { "colour": 1 } } }' };
    expect(settingsOf(more)).toMatchObject({
      problems: [],
      notes: [{ code: "not-read", params: { what: "`setup.python_environment.colour`" } }],
    });
  });
});
