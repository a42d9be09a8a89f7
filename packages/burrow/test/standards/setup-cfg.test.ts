import { expect, test } from "vitest";

import { parseSetupCfg } from "../../src/standards/setup-cfg.ts";

test("a value on the line of its key is split at semicolons, a longer one at lines", () => {
  const { requires, extras } = parseSetupCfg(
    "[options]\ninstall_requires = a>=1, <2; b\n[options.extras_require]\nNet_Work =\n    c ; os_name == 'nt'  # why\n    # no\n    d\n",
  );
  expect(requires).toEqual([
    { text: "a>=1, <2", line: 2, column: 20 },
    { text: "b", line: 2, column: 30 },
  ]);
  expect(extras).toEqual(
    new Map([
      [
        "net-work",
        [
          { text: "c ; os_name == 'nt'", line: 5, column: 5 },
          { text: "d", line: 7, column: 5 },
        ],
      ],
    ]),
  );
});

test("files that hold the requirements", () => {
  const { requires, requiresFiles } = parseSetupCfg("[options]\ninstall_requires = file: a.txt, b.txt\n");
  expect(requires).toBeUndefined();
  expect(requiresFiles.map(({ text }) => text)).toEqual(["a.txt", "b.txt"]);
});
