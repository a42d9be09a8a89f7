import { describe, expect, test } from "vitest";

import type { Goal } from "../../src/model/goal.ts";
import { absolute } from "../../src/model/path.ts";
import { sentence } from "../../src/model/reason.ts";
import type { GoalRequest } from "../../src/project/files.ts";
import { condaContentHash } from "../../src/project/conda/content-hash.ts";
import { readGoal } from "../../src/project/goal.ts";
import { parseYaml } from "../../src/standards/yaml.ts";
import { filesOf } from "../kit/files.ts";

const HASH = "0123456789abcdef0123456789abcdef";
const MANIFEST = "name: shop\nchannels: [conda-forge]\ndependencies: [python=3.12]\n";
const LOCK = `version: 1
metadata: {platforms: [linux-64], channels: [{url: conda-forge}]}
package:
- {name: python, version: 3.12.4, manager: conda, platform: linux-64, url: "https://channels.example/main/linux-64/python-3.12.4-h1_0_cpython.conda", hash: {md5: ${HASH}}}
`;

function goal(
  files: Readonly<Record<string, string>>,
  request: Omit<GoalRequest, "path" | "env"> = {},
  changed: Readonly<Record<string, string>> = {},
): Goal {
  const given = filesOf(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`/w/shop/${name}`, text])),
  );
  return readGoal(
    {
      path: absolute("/w/shop"),
      env: {},
      platform: { os: "linux", arch: "x86_64" },
      yaml: parseYaml,
      ...request,
    },
    {
      ...given,
      fact: (path) => {
        const at = changed[path.slice("/w/shop/".length)];
        return at === undefined ? given.fact(path) : { path, was: `file:1:${at}:7` };
      },
    },
  );
}

const said = ({ warnings }: Goal): readonly string[] => warnings.map(sentence);
const problems = (read: Goal): readonly string[] =>
  read.problems.map(({ message, hint }) => `${message} → ${hint ?? ""}`);

describe("the backend is told by the files, and by nothing that happens to be installed (C64, C65)", () => {
  test.each<[string, Readonly<Record<string, string>>, Goal["backend"]]>([
    ["nothing", {}, "venv"],
    ["requirements.txt", { "requirements.txt": "flask" }, "venv"],
    ["pyproject.toml", { "pyproject.toml": '[project]\nname="a"\nversion="1"' }, "venv"],
    ["environment.yml", { "environment.yml": MANIFEST }, "conda"],
    ["environment.yaml", { "environment.yaml": MANIFEST }, "conda"],
    ["conda-lock.yml", { "conda-lock.yml": LOCK }, "conda"],
    ["both", { "environment.yml": MANIFEST, "requirements.txt": "flask" }, "conda"],
    ["both, with a lock alone", { "conda-lock.yml": LOCK, "pyproject.toml": "[project]\nname='a'" }, "conda"],
  ])("%s", (_, files, backend) => {
    expect(goal(files).backend).toBe(backend);
  });

  test("--backend venv is told and keeps conda's files out", () => {
    const read = goal({ "environment.yml": MANIFEST, "requirements.txt": "flask" }, { backend: "venv" });
    expect(read.backend).toBe("venv");
    expect(read.requirements.map(({ text }) => text)).toEqual(["flask"]);
    expect(said(read)).toEqual(["/w/shop/environment.yml is not read: --backend asks for a venv"]);
  });

  test("--backend conda without a file says what to write (C40, C41)", () => {
    const read = goal({ "requirements.txt": "flask" }, { backend: "conda" });
    expect(read.backend).toBe("conda");
    expect(problems(read)).toEqual([
      "a conda environment needs `environment.yml` or `conda-lock.yml` → printf 'name: myproject\\nchannels:\\n  - conda-forge\\ndependencies:\\n  - python=3.11\\n' > environment.yml",
    ]);
  });
});

describe("the environment's name (C2 … C11)", () => {
  const named = (manifest: string, envName?: string): string | undefined =>
    goal({ "environment.yml": manifest }, envName === undefined ? {} : { envName }).conda?.name;

  test("the command line before the file before the folder", () => {
    expect(named(MANIFEST, "gpu")).toBe("gpu");
    expect(named(MANIFEST)).toBe("shop");
    expect(named("dependencies: [python]")).toBe("shop");
    expect(named("name: ML Pipe (2)\ndependencies: [python]")).toBe("ml-pipe-2");
  });

  test("a reserved one is changed, and that is said", () => {
    const read = goal(
      { "environment.yml": "name: base\nchannels: [a]\ndependencies: [python]" },
      { lockPolicy: "ignore" },
    );
    expect(read.conda?.name).toBe("env-base");
    expect(said(read)).toEqual([
      "`base` in /w/shop/environment.yml is a reserved name, so the environment is called env-base",
    ]);
  });
});

describe("the lock", () => {
  const both = { "environment.yml": MANIFEST, "conda-lock.yml": LOCK };

  test("comes first (C38), and alone is enough", () => {
    for (const files of [both, { "conda-lock.yml": LOCK }]) {
      const read = goal(files);
      expect(read.requirements.map(({ text, fromLock }) => [text, fromLock])).toEqual([
        ["python ==3.12.4 h1_0_cpython", true],
      ]);
      expect(read.conda?.locked?.map(({ name, hashes }) => [name, hashes])).toEqual([
        ["python", [`md5:${HASH}`]],
      ]);
      expect([said(read), read.problems]).toEqual([[], []]);
    }
  });

  const LATER = { "environment.yml": "1709285400000000001", "conda-lock.yml": "1709285400000000000" };
  const SAME = { "environment.yml": "1709285400000000000", "conda-lock.yml": "1709285400000000000" };

  test("is used with a warning when the manifest was changed after it, to the nanosecond (C43, C44, C48, C85)", () => {
    const read = goal(both, {}, LATER);
    expect(read.conda?.locked).toHaveLength(1);
    expect(said(read)).toEqual([
      "conda-lock.yml may be stale: environment.yml was changed after it (2024-03-01 09:30:00, 2024-03-01 09:30:00); it is used all the same. `burrow lock --platform linux-64` makes it anew",
    ]);
    expect(said(goal(both, {}, SAME))).toEqual([]);
  });

  test.each([
    ["macos", "arm64", "osx-arm64"],
    ["macos", "x86_64", "osx-64"],
    ["linux", "x86_64", "linux-64"],
    ["linux", "aarch64", "linux-aarch64"],
  ] as const)(
    "C48 C85 the command that makes it anew names this machine's platform: %s on %s",
    (os, arch, subdir) => {
      const lock = { ...both, "conda-lock.yml": LOCK.replaceAll("linux-64", subdir) };
      expect(said(goal(lock, { platform: { os, arch } }, LATER))).toEqual([
        expect.stringContaining(`\`burrow lock --platform ${subdir}\``),
      ]);
    },
  );

  test("that records burrow's own hash of what is asked for is fresh, whatever its date", () => {
    const asked = goal({ "environment.yml": MANIFEST }).requirements;
    const hash = condaContentHash({ channels: ["conda-forge"] }, asked, "linux-64");
    const lock = LOCK.replace("metadata: {", `metadata: {content_hash: {linux-64: ${hash}}, `);
    expect(said(goal({ ...both, "conda-lock.yml": lock }, {}, LATER))).toEqual([]);
    expect(said(goal({ ...both, "conda-lock.yml": lock }, { channels: ["other"] }, LATER))).toHaveLength(1);
  });

  test("that lacks what is asked for is stale: the manifest is taken and its versions preferred", () => {
    const read = goal({ ...both, "environment.yml": MANIFEST.replace("3.12", "3.11") });
    expect(read.requirements.map(({ text }) => text)).toEqual(["python=3.11"]);
    expect(read.conda?.locked).toBeUndefined();
    expect(read.preferences?.map(({ text }) => text)).toEqual(["python ==3.12.4 h1_0_cpython"]);
    expect(said(read)).toEqual([
      "/w/shop/conda-lock.yml does not fit the project's files any more (~ python=3.11 (3.12.4 is locked)); they are taken, and its versions preferred",
    ]);
  });

  test("is refused by the policy strict: stale, older or missing (C50, C51)", () => {
    const strict = { lockPolicy: "strict" } as const;
    const hint = " → burrow lock --platform linux-64, or set lock-policy to warn";
    expect(problems(goal(both, strict, LATER))).toEqual([
      `\`conda-lock.yml\` cannot be relied on: it is older than environment.yml${hint}`,
    ]);
    expect(problems(goal({ "environment.yml": MANIFEST }, strict))).toEqual([
      `\`environment.yml\` cannot be relied on: it has no lock file beside it${hint}`,
    ]);
    expect(
      problems(
        goal(
          { ...both, "environment.yml": `${MANIFEST}  `.replace("[python=3.12]", "[python=3.12, gdal]") },
          strict,
        ),
      ),
    ).toEqual([
      `\`conda-lock.yml\` cannot be relied on: it does not fit environment.yml any more: + gdal${hint}`,
    ]);
    expect(problems(goal(both, strict, SAME))).toEqual([]);
  });

  test("is not read by the policy ignore", () => {
    const read = goal(both, { lockPolicy: "ignore" }, LATER);
    expect(read.requirements.map(({ text }) => text)).toEqual(["python=3.12"]);
    expect(said(read)).toEqual([]);
  });

  test("that is missing is told (C45)", () => {
    expect(said(goal({ "environment.yml": MANIFEST }))).toEqual([
      "environment.yml is used without a lock file, so another day may bring other versions; `burrow lock --platform linux-64` keeps them",
    ]);
  });
});

test("channels are the file's, as written and in order; those of the command line follow (C52, C53)", () => {
  const manifest = "channels: [nvidia, conda-forge, nodefaults]\ndependencies: [python]";
  expect(
    goal({ "environment.yml": manifest }, { channels: ["pytorch", "bioconda"] }).conda?.channels,
  ).toEqual(["nvidia", "conda-forge", "nodefaults", "pytorch", "bioconda"]);
});

test("a lock for other platforms only is passed over, and alone it is a problem that names them", () => {
  const lock = LOCK.replaceAll("linux-64", "osx-arm64");
  expect(said(goal({ "environment.yml": MANIFEST, "conda-lock.yml": lock }))[0]).toContain(
    "it has nothing for linux-64, only for osx-arm64",
  );
  expect(problems(goal({ "conda-lock.yml": lock }))[0]).toContain(
    "it has nothing for linux-64, only for osx-arm64",
  );
});
