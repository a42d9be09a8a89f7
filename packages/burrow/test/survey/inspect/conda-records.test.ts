import { expect, test } from "vitest";
import { readCondaPackages } from "../../../src/survey/inspect/conda-packages.ts";
import { absolute } from "../../../src/model/path.ts";
import { fakeMachine } from "../../kit/fake-machine.ts";

const HASH = "b3a612bc887f3dd0fb7c4199ad8e342bd148cf69a9b74fd9468a18cf2bef07b7";

/** What conda, mamba and rattler write alike into a record of `conda-meta`. */
const SHARED = {
  build: "py_0",
  build_number: 0,
  channel: "https://conda.example/main/noarch",
  constrains: [],
  depends: ["python"],
  extracted_package_dir: "/home/me/pkgs/pear-1.1-py_0",
  files: ["lib/python3.11/site-packages/pear.py"],
  fn: "pear-1.1-py_0.conda",
  link: { source: "/home/me/pkgs/pear-1.1-py_0", type: 1 },
  md5: "56cd9fe388baac0e90c7149cfac95b60",
  name: "pear",
  noarch: "python",
  package_tarball_full_path: "/home/me/pkgs/pear-1.1-py_0.conda",
  paths_data: { paths: [], paths_version: 1 },
  sha256: HASH,
  subdir: "noarch",
  url: "https://conda.example/main/noarch/pear-1.1-py_0.conda",
  version: "1.1",
};

/** Who asked for a package, in the form of each tool: conda's `PrefixRecord`, mamba's `PackageInfo::json_record`, rattler's `PrefixRecord`. */
test.each([
  ["conda, asked for", { auth: null, requested_spec: "pear[version='>=1']" }, ["pear[version='>=1']"]],
  ["conda, needed by another", { auth: null, requested_spec: "None" }, []],
  [
    "mamba, needed by another",
    { arch: null, build_string: "py_0", requested_spec: "", track_features: "" },
    [],
  ],
  [
    "rattler, asked for twice",
    { requested_spec: "pear >=1", requested_specs: ["pear >=1", "pear"] },
    ["pear >=1", "pear"],
  ],
  ["rattler, needed by another", { requested_spec: null, requested_specs: [] }, []],
])("a record of %s", (_, more, requested) => {
  const record = "/env/conda-meta/pear-1.1-py_0.json";
  const machine = fakeMachine({ [record]: JSON.stringify({ ...SHARED, ...more }) });
  expect(readCondaPackages(machine, absolute("/env"))).toEqual([
    {
      name: "pear",
      version: "1.1",
      build: "py_0",
      buildNumber: 0,
      subdir: "noarch",
      channel: SHARED.channel,
      url: SHARED.url,
      sha256: HASH,
      md5: SHARED.md5,
      depends: ["python"],
      constrains: [],
      requested,
      record,
      problems: [],
    },
  ]);
});
