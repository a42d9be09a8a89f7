import type { Distribution } from "../../src/model/distribution.ts";
import type { Environment } from "../../src/model/environment.ts";
import { reason } from "../../src/model/reason.ts";
import type { Survey } from "../../src/model/survey.ts";
import { path, ROOT } from "./kit.ts";

const linux = { os: "linux", arch: "x86_64" } as const;

function distribution(
  displayName: string,
  version: string,
  differs: Partial<Distribution> = {},
): Distribution {
  return {
    name: displayName.toLowerCase(),
    displayName,
    version,
    location: path(`${ROOT}/.venv/lib/python3.12/site-packages`),
    info: path(`${ROOT}/.venv/lib/python3.12/site-packages/${displayName}-${version}.dist-info`),
    format: "dist-info",
    requires: [],
    extras: [],
    requested: false,
    inherited: false,
    problems: [],
    ...differs,
  };
}

/** The third generation of the invented project. */
export const environment: Environment = {
  prefix: path(`${ROOT}/.venv`),
  realPrefix: path(`${ROOT}/.burrow/generations/default/3`),
  aliases: [],
  kind: "uv",
  executable: path(`${ROOT}/.venv/bin/python`),
  version: "3.12.4",
  implementation: "cpython",
  platform: linux,
  base: {
    prefix: path("/home/me/.pyenv/versions/3.12.4"),
    executable: path("/home/me/.pyenv/versions/3.12.4/bin/python3.12"),
  },
  layers: [],
  distributions: [
    distribution("PyYAML", "6.0.2", { requested: true }),
    distribution("shop", "1.0", { editable: ROOT }),
    distribution("six", "1.16.0", {
      problems: [reason("files-missing", { missing: 3, total: 12, name: "six", version: "1.16.0" })],
    }),
  ],
  generation: { name: "default", number: 3, folder: path(`${ROOT}/.burrow/generations/default/3`) },
  writable: true,
  external: false,
  project: ROOT,
  facts: [],
};

const { generation: _, ...foreign } = environment;

/** Two environments, one of them broken, and the interpreter of the system. */
export const survey: Survey = {
  schema: 1,
  id: "survey-1",
  takenAt: "2024-01-01T00:00:00Z",
  platform: linux,
  environments: [
    environment,
    {
      ...foreign,
      prefix: path("/home/me/old/api/.venv"),
      realPrefix: path("/home/me/old/api/.venv"),
      kind: "venv",
      broken: reason("base-gone", { path: "/home/me/.pyenv/versions/3.9.1" }),
    },
  ],
  interpreters: [
    {
      executable: path("/usr/bin/python3.11"),
      realPath: path("/usr/bin/python3.11"),
      aliases: [],
      prefix: path("/usr"),
      implementation: "cpython",
      version: "3.11.2",
      freeThreaded: false,
      platform: linux,
      source: "system",
      managed: false,
      externallyManaged: "",
      evidence: "read",
    },
  ],
  reaches: [{ origin: "own", path: environment.prefix, realPrefix: environment.realPrefix }],
  warnings: [reason("unfinished-journal", { path: `${ROOT}/.venv` })],
};
