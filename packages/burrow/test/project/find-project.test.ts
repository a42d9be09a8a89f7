import { expect, test } from "vitest";

import { absolute } from "../../src/model/path.ts";
import { findProject } from "../../src/project/find-project.ts";
import { filesOf } from "../kit/files.ts";

const HOME = absolute("/home/me");

test.each([
  ["pyproject.toml", true],
  ["requirements.txt", true],
  ["requirements-dev.txt", true],
  ["setup.py", true],
  ["setup.cfg", true],
  [".python-version", true],
  ["Pipfile", true],
  ["environment.yml", true],
  ["conda-lock.yml", true],
  ["burrow.toml", true],
  ["package.json", false],
  ["my-requirements.txt", false],
])("%s marks a project: %s", (name, marks) => {
  const files = filesOf({ [`/home/me/shop/${name}`]: "", "/home/me/shop/src/deep/a.py": "" });
  expect(findProject(absolute("/home/me/shop/src/deep"), files, HOME)).toBe(
    marks ? "/home/me/shop" : "/home/me/shop/src/deep",
  );
});

test("the nearest wins; home and the root only when one starts there", () => {
  const files = filesOf({
    "/setup.py": "",
    "/home/me/requirements.txt": "",
    "/home/me/a/setup.py": "",
    "/home/me/a/b/setup.cfg": "",
    "/home/me/other/x": "",
  });
  expect(findProject(absolute("/home/me/a/b"), files, HOME)).toBe("/home/me/a/b");
  expect(findProject(absolute("/home/me/other"), files, HOME)).toBe("/home/me/other");
  expect(findProject(HOME, files, HOME)).toBe("/home/me");
  expect(findProject(absolute("/"), files, HOME)).toBe("/");
  expect(findProject(absolute("/srv"), files, HOME)).toBe("/srv");
});
