import { expect, test } from "vitest";
import { engineOptions } from "../../src/engines/engine-options.ts";
import { pipOptionArguments } from "../../src/engines/pip/pip-options.ts";
import { uvOptions } from "../../src/engines/uv/uv-context.ts";
import { option } from "../kit/requirement.ts";

test.each([
  ["--index-url https://index.test/simple", "--index-url https://index.test/simple\n", [], []],
  ["-i https://me:secret@index.test/simple", "--index-url https://me:secret@index.test/simple\n", [], []],
  ["--extra-index-url=https://index.test/s", "--extra-index-url https://index.test/s\n", [], []],
  ["--find-links https://index.test/links", "--find-links https://index.test/links\n", [], []],
  ["--find-links ./wheels", "", ["--find-links=/project/wheels"], ["--find-links=/project/wheels"]],
  ["-f '/a wheel/house'", "", ["--find-links=/a wheel/house"], ["--find-links=/a wheel/house"]],
  ["--pre", "", ["--prerelease=allow"], ["--pre"]],
  ["--no-index", "", ["--no-index"], ["--no-index"]],
  [
    "--trusted-host index.test:8080",
    "",
    ["--allow-insecure-host=index.test:8080"],
    ["--trusted-host=index.test:8080"],
  ],
  ["--no-binary :all:", "", [], []],
  ["--only-binary=:all:", "", [], []],
  ["--require-hashes", "", [], []],
  ["--prefer-binary", "", [], []],
  ["--config-settings a=b", "", [], []],
])("%s", (text, lines, uv, pip) => {
  expect(uvOptions([option(text)])).toEqual({ lines, args: uv });
  expect(engineOptions([option(text)]).lines).toBe(lines);
  expect(pipOptionArguments(engineOptions([option(text)]))).toEqual(pip);
});

test.each([
  "--index-url 'https://index.test/ --pre'",
  "--index-url simple",
  "--index-url ssh://index.test/simple",
  "--index-url https://index.test/${TOKEN}/simple",
  "--extra-index-url 'https://index.test/\n-e .'",
  "--trusted-host '--pre'",
  "--trusted-host 'a b'",
  "--index-url",
  "--unknown",
])("%j is not left out in silence", (text) => {
  expect(() => engineOptions([option(text)])).toThrow(expect.objectContaining({ code: "goal/problems" }));
});

test.each(["-e .", "-r other.txt", "-c other.txt", `--hash sha256:${"a".repeat(64)}`])(
  "%s is no option of a goal",
  (text) => {
    expect(() => engineOptions([option(text)])).toThrow(expect.objectContaining({ code: "bug" }));
  },
);
