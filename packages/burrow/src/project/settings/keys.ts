import type { Hook } from "../../model/hook.ts";
import { DEFAULT_POLICY } from "../../model/policy.ts";
import type {
  DeclaredEnvironment,
  PlainSettings,
  PromptSettings,
  SurveySettings,
} from "../../model/settings.ts";
import type { Keys } from "./form.ts";
import { ENVIRONMENT, NAME, PATTERN, PROMPT, PYTHON, REQUIREMENT } from "./named-forms.ts";
import { FLAG, listOf, oneOf, PATH, SIZE, TEXT, TITLE, wholeNumber } from "./plain-forms.ts";

/** Keys that stand for a value of another one. */
export interface OldNames {
  readonly forceIsolation: boolean;
}

/** Keys at the top. This file is the only source of the parser, of `docs/settings.md` and of the JSON schema. */
export const PLAIN: Keys<PlainSettings & OldNames> = {
  reuse: {
    form: oneOf(["never", "own", "enclosing", "shared", "machine"]),
    default: DEFAULT_POLICY.reuse,
    about:
      "How far to look for an environment to reuse; each word includes those before it, `never` always isolates.",
  },
  allowGlobalPython: {
    form: FLAG,
    default: DEFAULT_POLICY.allowGlobalPython,
    about: "Whether a base interpreter may serve as it stands.",
  },
  conflictTolerance: {
    form: oneOf(["strict", "lenient"]),
    default: DEFAULT_POLICY.conflictTolerance,
    about: "Whether minor conflicts may be upgraded away in an environment that is not the project's.",
  },
  breaking: {
    form: listOf(NAME, "names"),
    default: DEFAULT_POLICY.breaking,
    about: "Distributions whose change is always a major conflict.",
  },
  upgradeable: {
    form: listOf(NAME, "names"),
    default: DEFAULT_POLICY.upgradeable,
    about: "Distributions whose change is a minor conflict.",
  },
  lockPolicy: {
    form: oneOf(["strict", "warn", "ignore"]),
    default: "warn",
    about:
      "What to do about a lock file that is older than the manifests: refuse, take it as a preference, or ignore it.",
    elsewhere: ["lock_file_policy"],
  },
  defaultEnvironment: {
    form: ENVIRONMENT,
    about: "The environment that serves when none is named.",
    elsewhere: ["default_env"],
  },
  environmentName: {
    form: ENVIRONMENT,
    about:
      "What the project's conda environment is called, whatever `name:` its `environment.yml` has; a venv is its `.venv`.",
    elsewhere: ["env_name"],
  },
  installProject: {
    form: oneOf(["auto", true, false]),
    default: "auto",
    about: "Whether the project itself is installed, editable; `auto`: when it has a `[build-system]`.",
  },
  allowBuilds: {
    form: listOf(NAME, "names"),
    default: DEFAULT_POLICY.allowBuilds,
    about: "Distributions that may be built from source.",
  },
  forceIsolation: {
    form: FLAG,
    default: false,
    about: '`reuse = "never"` under its old name.',
  },
  link: {
    idle: true,
    form: FLAG,
    default: true,
    about: "Whether `.venv` is a link to the current generation; `false`: a real folder.",
  },
  linkFiles: {
    form: oneOf(["auto", "copy"]),
    default: "auto",
    about: "Whether files may be hard links and clones from the engine's cache; `copy`: never.",
  },
  sharedCache: {
    idle: true,
    form: FLAG,
    default: true,
    about: "Whether the engine's usual cache is used; `false`: one of burrow's own.",
  },
  verifyImports: {
    form: oneOf(["warn", "require", "off"]),
    default: DEFAULT_POLICY.verifyImports,
    about:
      "What an import that fails after a change means: a warning, the end of the change, or it is not tried.",
  },
  autoRepair: {
    form: FLAG,
    default: false,
    about: "Whether `watch` repairs what it finds broken in the project's environment without being asked.",
    elsewhere: ["autoRecovery"],
  },
  healthInterval: {
    form: wholeNumber(1, 86_400),
    default: 300,
    about: "Seconds between two examinations of the project's environment by `watch`.",
    elsewhere: ["healthCheckInterval"],
  },
  machineHealthInterval: {
    form: wholeNumber(1, 86_400),
    default: 900,
    about: "Seconds between two examinations of all environments of the machine by `watch`.",
  },
  keepGenerations: {
    form: wholeNumber(1, 1000),
    default: 5,
    about: "How many generations of an environment `burrow gc` keeps, the current one included.",
  },
  keepGenerationsSize: {
    form: SIZE,
    about:
      "How much on disk the older ones among them may take that nothing else shares, such as `2 GB`; absent: any.",
  },
  snapshots: {
    form: FLAG,
    default: true,
    about: "Whether what an environment holds is written down before and after it changes, for its history.",
  },
};

/** Keys of `[survey]`. */
export const SURVEY: Keys<SurveySettings> = {
  discover: {
    form: FLAG,
    default: true,
    about: "Whether environments are looked for by themselves; `false`: only below `roots`.",
    elsewhere: ["autoDiscovery"],
  },
  roots: {
    form: listOf(PATH, "paths"),
    default: [],
    about: "Folders to look into beside what is found by itself.",
  },
  ignore: { form: listOf(PATH, "paths"), default: [], about: "Folders to leave alone." },
};

/** Keys of `[prompt]`. */
export const PROMPT_KEYS: Keys<PromptSettings> = {
  show: {
    idle: true,
    form: FLAG,
    default: true,
    about: "Whether an activated environment shows in the shell's prompt.",
  },
  format: { idle: true, form: PROMPT, default: "({backend}:{env_name})", about: "How it shows." },
};

/** Keys of `[environments.NAME]`. */
export const ENVIRONMENT_KEYS: Keys<DeclaredEnvironment> = {
  backend: {
    idle: true,
    form: oneOf(["venv", "conda"]),
    about: "What kind of environment; absent: as the project's files say.",
  },
  python: {
    idle: true,
    form: PYTHON,
    about: "Its Python: a version, a specifier or a path.",
    elsewhere: ["python_version"],
  },
  requirements: {
    idle: true,
    form: listOf(PATH, "paths"),
    about: "Files that list what it holds.",
    elsewhere: ["env_file"],
  },
  groups: {
    idle: true,
    form: listOf(NAME, "names"),
    about: "Dependency groups of the project that it holds.",
  },
  extras: { idle: true, form: listOf(NAME, "names"), about: "Extras of the project that it holds." },
  packages: {
    idle: true,
    form: listOf(REQUIREMENT, "requirements"),
    about: "Requirements that it holds besides.",
  },
  profiles: { idle: true, form: listOf(NAME, "names"), about: "Profiles that it holds." },
  path: { form: PATH, about: "Where it is, when it is not the project's own to build." },
  external: {
    form: FLAG,
    default: false,
    about: "Whether it is governed elsewhere: used, never changed, never purged. Needs `path`.",
  },
  lazy: {
    form: FLAG,
    default: false,
    about: "Whether it is made only when it is first needed; until then `list` calls it lazy.",
  },
  for: {
    idle: true,
    form: listOf(PATTERN, "patterns"),
    default: [],
    about: "Files below the project that run in it.",
  },
};

/** Keys of each entry of `[after]`. */
export const HOOK_KEYS: Keys<Hook> = {
  run: {
    form: listOf(TEXT, "texts", 1),
    about: "A program and its arguments; no shell reads them.",
  },
  required: { form: FLAG, default: false, about: "Whether its failure takes everything back." },
};

/** Tables of the top that hold keys. */
export const SECTIONS = {
  survey: { about: "Where environments are looked for.", keys: SURVEY },
  prompt: { about: "How an activated environment shows in a shell's prompt.", keys: PROMPT_KEYS },
} as const;

/** Tables of the top that hold tables by name. */
export const COLLECTIONS = {
  environments: {
    about:
      "Environments by name, beside the project's unnamed one. What is not said comes from the project's files.",
    placeholder: "NAME",
    name: ENVIRONMENT,
    keys: ENVIRONMENT_KEYS,
    required: [],
  },
  after: {
    about:
      "Programs that run after `up`, in order: the required ones before the environment is exchanged, the others afterwards. Somebody is asked for each once; the answer is remembered by its content.",
    placeholder: '"NAME"',
    name: TITLE,
    keys: HOOK_KEYS,
    required: ["run"],
  },
} as const;
