import { expect, test } from "vitest";
import { absolute } from "../../src/model/path.ts";
import { survey, type SurveyRequest } from "../../src/survey/survey.ts";
import { python, venv, type Tree } from "../kit/builders.ts";
import { fakeMachine } from "../kit/fake-machine.ts";

/** The paths that are remembered, by the way in which the project reaches them. */
interface Ways {
  readonly tenant?: string;
  readonly chosen?: string;
  readonly shared?: readonly string[];
  readonly machine?: readonly string[];
  readonly reuse?: SurveyRequest["reuse"];
}

async function reaches(
  files: Tree,
  env: Readonly<Record<string, string>>,
  { tenant, chosen, shared = [], machine = [], reuse = "enclosing" }: Ways,
): Promise<readonly string[]> {
  const { reaches: found } = await survey(
    fakeMachine({ ...python("/opt/python312", "3.12.4"), "/w/app": { folder: true }, ...files }, { env }),
    {
      root: absolute("/w/app"),
      reuse,
      pythons: absolute("/none"),
      interpreters: false,
      remembered: {
        ...(tenant !== undefined && { tenant: absolute(tenant) }),
        ...(chosen !== undefined && { chosen: absolute(chosen) }),
        shared: shared.map(absolute),
        machine: machine.map(absolute),
      },
    },
    { report: () => {}, signal: new AbortController().signal, now: () => 0 },
  );
  return found.map(
    ({ origin, path, project }) => `${origin} ${path}${project === undefined ? "" : ` of ${project}`}`,
  );
}

test("what is remembered is reached in its place, as far as may be looked, and passed over when it is gone", async () => {
  const files = {
    ...venv("/x/tenant"),
    ...venv("/x/active"),
    ...venv("/x/chosen"),
    ...venv("/d/shared"),
    ...venv("/x/other"),
    ...venv("/w/venv"),
    "/w/package.json": "{}",
  };
  const ways = {
    tenant: "/x/tenant",
    chosen: "/x/chosen",
    shared: ["/d/gone", "/d/shared"],
    machine: ["/x/other", "/x/tenant"],
  };
  const env = { VIRTUAL_ENV: "/x/active" };
  const near = ["tenant /x/tenant", "active /x/active", "active /x/chosen", "enclosing /w/venv of /w"];
  expect(await reaches(files, env, ways)).toEqual(near);
  const shared = [...near, "shared /d/shared"];
  expect(await reaches(files, env, { ...ways, reuse: "shared" })).toEqual(shared);
  const all = [...shared, "machine /x/other", "machine /x/tenant"];
  expect(await reaches(files, env, { ...ways, reuse: "machine" })).toEqual(all);
  expect(await reaches(files, {}, { tenant: "/x/gone", chosen: "/x/gone" })).toEqual([
    "enclosing /w/venv of /w",
  ]);
});
