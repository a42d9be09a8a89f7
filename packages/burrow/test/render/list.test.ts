import { expect, test } from "vitest";
import type { ProjectList } from "../../src/model/project-list.ts";
import { reason } from "../../src/model/reason.ts";
import type { Survey } from "../../src/model/survey.ts";
import { surveyText } from "../../src/render/survey.ts";
import { survey } from "./environments.ts";
import { path, ROOT, shown, TERMINAL } from "./kit.ts";

/** A list of what was found, with nothing said beside it. */
function listed(found: Survey): ProjectList {
  return { survey: found, states: {}, absent: [], resolution: [] };
}

test("list", () => {
  expect(shown(surveyText(listed(survey), TERMINAL))).toMatchInlineSnapshot(`
    "
    environments
      .venv                3.12.4  burrow  own · generation 3 · 3 distributions
      ~/old/api/.venv      3.12.4  venv
        ✗ its base ~/.pyenv/versions/3.9.1 is gone

    interpreters
      /usr/bin/python3.11  3.11.2  system  externally managed

    ! a change of .venv was interrupted; \`burrow recover\` finishes it
    "
  `);
});

test("P10 P13 list: how far each environment is, and who wins each command on PATH", () => {
  const [first, second] = survey.environments;
  const list: ProjectList = {
    survey: { ...survey, interpreters: [], warnings: [] },
    states: { [first!.realPrefix]: "ready" },
    absent: [
      { name: "gpu", prefix: path(`${ROOT}/.burrow/envs/gpu`), backend: "conda", state: "lazy" },
      { name: "forge", prefix: path("/srv/forge"), state: "not-provisioned" },
    ],
    resolution: [
      { command: "python", path: path("/usr/bin/python") },
      { command: "python3", problem: reason("not-found", { command: "python3" }) },
      {
        command: "pip",
        path: path("/opt/bin/pip"),
        problem: reason("broken-winner", { command: "pip", path: "/opt/bin/pip" }),
      },
    ],
  };
  expect(second?.broken).toBeDefined();
  expect(shown(surveyText(list, TERMINAL))).toMatchInlineSnapshot(`
    "
    environments
      .venv             3.12.4  burrow  ready · own · generation 3 · 3 distributions
      ~/old/api/.venv   3.12.4  venv    ✗ its base ~/.pyenv/versions/3.9.1 is gone
      .burrow/envs/gpu          conda   lazy · gpu
      /srv/forge                        not provisioned · forge

    on PATH
      python   /usr/bin/python
      python3  no folder on PATH has \`python3\`
      pip      /opt/bin/pip
        ! the first \`pip\` on PATH is /opt/bin/pip, a link to nothing
    "
  `);
});

test("P10 list: what is wrong with several programs of one folder for one cause is said once", () => {
  const shims = path("/home/me/.pyenv/shims");
  const shim = (command: string, problem = "no-version-set" as const) => ({
    command,
    path: path(`${shims}/${command}`),
    problem: reason(problem, { command, path: `${shims}/${command}` }),
  });
  const list = (resolution: ProjectList["resolution"]): ProjectList => ({
    ...listed({ ...survey, environments: [], interpreters: [], warnings: [] }),
    resolution,
  });
  expect(shown(surveyText(list([shim("python"), shim("python3"), shim("pip")]), TERMINAL)))
    .toMatchInlineSnapshot(`
    "
    no environments

    on PATH
      python   ~/.pyenv/shims/python
      python3  ~/.pyenv/shims/python3
      pip      ~/.pyenv/shims/pip
        ! \`python\`, \`python3\` and \`pip\` are shims in ~/.pyenv/shims, and no version
          is set for them here
    "
  `);
  const active = "/home/me/code/shop/.venv";
  const shadowed = ["python", "pip"].map((command) => ({
    command,
    path: path(`/usr/bin/${command}`),
    problem: reason("shadowed", { active, command, path: `/usr/bin/${command}` }),
  }));
  const elsewhere = { command: "python3", path: path(`${active}/bin/python3`) };
  const [first, last] = shadowed;
  expect(shown(surveyText(list([first!, elsewhere, last!]), TERMINAL))).toMatchInlineSnapshot(`
    "
    no environments

    on PATH
      python   /usr/bin/python
      python3  .venv/bin/python3
      pip      /usr/bin/pip
        ! .venv is active, and \`python\` and \`pip\` are those of /usr/bin
    "
  `);
  expect(shown(surveyText(list([shim("python"), elsewhere, last!]), TERMINAL))).toMatchInlineSnapshot(`
    "
    no environments

    on PATH
      python   ~/.pyenv/shims/python
        ! \`python\` is the shim ~/.pyenv/shims/python, and no version is set for it
          here
      python3  .venv/bin/python3
      pip      /usr/bin/pip
        ! .venv is active, and \`pip\` is /usr/bin/pip
    "
  `);
});

test("list: long paths lose their middle, and what does not fit beside them has its own line", () => {
  const [first] = survey.environments;
  const prefix = path(`/srv/projects/${"deep/".repeat(8)}canvas/.venv`);
  const crowded = { ...survey, environments: [{ ...first!, prefix }], interpreters: [], warnings: [] };
  expect(shown(surveyText(listed(crowded), TERMINAL))).toMatchInlineSnapshot(`
    "
    environments
      /srv/projects/deep/…ep/deep/canvas/.venv  3.12.4  burrow
        own · generation 3 · 3 distributions
    "
  `);
  expect(shown(surveyText(listed(crowded), { ...TERMINAL, cut: false }))).toMatchInlineSnapshot(`
    "
    environments
      /srv/projects/deep/deep/deep/deep/deep/deep/deep/deep/canvas/.venv  3.12.4  burrow
        own · generation 3 · 3 distributions
    "
  `);
});

test("list: in 40 columns the version is the last to be cut", () => {
  const [first] = survey.environments;
  const prefix = path("/srv/projects/deep/deep/deep/canvas/.venv");
  const interpreter = survey.interpreters![0]!;
  const narrow: Survey = {
    ...survey,
    environments: [first!, { ...first!, prefix, version: "3.14.0rc2" }],
    interpreters: [
      { ...interpreter, source: "pyenv", executable: path("/opt/pythons/3.13.0/bin/python3.13") },
    ],
    warnings: [],
  };
  expect(shown(surveyText(listed(narrow), { ...TERMINAL, width: 40 }))).toMatchInlineSnapshot(`
    "
    environments
      .venv                3.12.4     burrow
        own · generation 3 · 3 distributions
      /srv/proj…vas/.venv  3.14.0rc2  burrow
        own · generation 3 · 3 distributions

    interpreters
      /opt/pyth…ython3.13  3.11.2     pyenv
        externally managed
    "
  `);
  expect(shown(surveyText(listed(narrow), { ...TERMINAL, width: 24 }))).toMatchInlineSnapshot(`
    "
    environments
      .venv        3.12.4
        own · generation 3 ·
          3 distributions
      /srv/….venv  3.14.0rc2
        own · generation 3 ·
          3 distributions

    interpreters
      /opt/…n3.13  3.11.2
        externally managed
    "
  `);
});
