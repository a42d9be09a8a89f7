import { expect, test } from "vitest";
import { placedPaths } from "../../src/standards/conda-paths.ts";

test.each([
  ["as conda writes it", "site-packages/a/b.py", "lib/python3.12/site-packages/a/b.py"],
  ["a program of the archive's", "python-scripts/a", "bin/a"],
  ["as other tools write it", "lib/python3.12/site-packages/a/b.py", "lib/python3.12/site-packages/a/b.py"],
  ["an entry point", "bin/main", "bin/main"],
  ["what `files` does not have", "site-packages/a/c.py", "site-packages/a/c.py"],
])("%s", (_, path, lies) => {
  const files = ["lib/python3.12/site-packages/a/b.py", "bin/a", "bin/main"];
  expect(placedPaths({ noarch: "python", files })(path)).toBe(lies);
});

test("of a package that is for one platform, a folder of that name is that folder", () => {
  const files = ["lib/python3.12/site-packages/a.py", "site-packages/a.py"];
  expect(placedPaths({ files })("site-packages/a.py")).toBe("site-packages/a.py");
  expect(placedPaths({ noarch: "generic", files })("site-packages/a.py")).toBe("site-packages/a.py");
});
