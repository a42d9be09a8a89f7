import { expect, test } from "vitest";
import { CONDA_CLIS, condaCandidates } from "../../../src/engines/conda/cli/find-cli.ts";
import { absolute } from "../../../src/model/path.ts";
import { fakeMachine } from "../../kit/fake-machine.ts";

const TOOL = { file: "\u007fELF", mode: 0o755 };
const FOLDERS = ["/w/shop/.burrow/bin", "/home/me/.local/share/burrow/engines"].map(absolute);

/** The programs in the order in which they are asked. */
function programs(files: Parameters<typeof fakeMachine>[0], trusted = (_path: string) => true) {
  const machine = fakeMachine(files, { env: { PATH: "bin:/usr/local/bin:/opt/conda/bin" } });
  return condaCandidates(machine, CONDA_CLIS, FOLDERS, trusted).map(({ program }) => program);
}

test("C68 the project's own first, then burrow's engines, then PATH in its order", () => {
  const places = [...FOLDERS, "/usr/local/bin", "/opt/conda/bin"].map((folder) => `${folder}/micromamba`);
  const all = Object.fromEntries(places.toReversed().map((path) => [path, TOOL]));
  expect(programs(all)).toEqual(places);
  expect(programs(Object.fromEntries(places.slice(1).map((path) => [path, TOOL])))).toEqual(places.slice(1));
});

test("in one folder micromamba before mamba before conda; what is no program, or may not be trusted, is passed over", () => {
  const here = (name: string) => `/usr/local/bin/${name}`;
  const files = {
    [here("conda")]: TOOL,
    [here("mamba")]: TOOL,
    [here("micromamba")]: "a text",
    "/opt/conda/bin/micromamba": TOOL,
  };
  expect(programs(files)).toEqual([here("mamba"), here("conda"), "/opt/conda/bin/micromamba"]);
  expect(programs(files, (path) => path.startsWith("/opt/"))).toEqual(["/opt/conda/bin/micromamba"]);
});

test("a relative folder of PATH is never looked into", () => {
  expect(programs({ "/home/me/bin/conda": TOOL, "/bin/conda": TOOL })).toEqual([]);
});
