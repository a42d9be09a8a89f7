import { expect, test } from "vitest";
import { bestWheel, interpreterTags, parseWheelName, wheelRank } from "../../src/standards/index.ts";

test("the parts of a wheel's name", () => {
  const result = parseWheelName(
    "Foo_Bar-1.0rc1+cu118-2b-cp312.CP313-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
  );
  expect(JSON.parse(JSON.stringify(result))).toEqual({
    ok: true,
    value: {
      name: "foo-bar",
      version: "1.0rc1+cu118",
      build: { number: "2", text: "b" },
      tags: {
        interpreters: ["cp312", "cp313"],
        abis: ["abi3"],
        platforms: ["manylinux_2_17_x86_64", "manylinux2014_x86_64"],
      },
    },
  });
});

test.each([
  ["foo-1.0.tar.gz", 14, "it does not end in `.whl`"],
  ["foo-1.0-any.whl", 0, "its parts are not five or six"],
  ["foo__x-1.0-py3-none-any.whl", 0, "its name is not well written"],
  ["foo-x-py3-none-any.whl", 4, "`x` is not a version (PEP 440)"],
  ["foo-1.0-x-py3-none-any.whl", 8, "its build tag does not begin with a digit"],
  ["foo-1.0-3py-none-any.whl", 8, "`3py` is not an interpreter of a tag (PEP 425)"],
  ["foo-1.0-py3-none-.whl", 8, "`py3-none-` is not a tag (PEP 425)"],
])("%s is no wheel, wrong at %d: %s", (text, index, why) => {
  expect(parseWheelName(text)).toEqual({
    ok: false,
    problem: { message: `\`${text}\` is not the file name of a wheel: ${why}`, index },
  });
});

const TAGS = interpreterTags({
  version: "3.12.4",
  implementation: "cpython",
  platform: { os: "linux", arch: "x86_64", libc: { kind: "glibc", version: "2.36" } },
});

function wheel(text: string) {
  const result = parseWheelName(text);
  if (!result.ok) throw new Error(result.problem.message);
  return { ...result.value, text };
}

const best = (...texts: readonly string[]): string | undefined => bestWheel(texts.map(wheel), TAGS)?.text;

test("the best wheel: what fits, the newest version, the closest tag, the highest build", () => {
  expect(best("foo-1-cp311-cp311-manylinux_2_17_x86_64.whl", "foo-1-py3-none-win_amd64.whl")).toBeUndefined();
  expect(
    best(
      "foo-1-py3-none-any.whl",
      "foo-1-cp312-cp312-manylinux_2_17_x86_64.whl",
      "foo-1-cp38-abi3-manylinux1_x86_64.whl",
    ),
  ).toBe("foo-1-cp312-cp312-manylinux_2_17_x86_64.whl");
  expect(best("foo-1.0-cp312-cp312-linux_x86_64.whl", "foo-1.1-py3-none-any.whl")).toBe(
    "foo-1.1-py3-none-any.whl",
  );
  expect(best("foo-1-9-py3-none-any.whl", "foo-1-10-py3-none-any.whl", "foo-1-py3-none-any.whl")).toBe(
    "foo-1-10-py3-none-any.whl",
  );
});

test("a wheel's rank is that of its best tag", () => {
  expect(wheelRank(wheel("foo-1-cp312-cp312-linux_x86_64.whl"), TAGS)).toBe(0);
  expect(wheelRank(wheel("foo-1-py2.py3-none-any.whl"), TAGS)).toBe(
    TAGS.findIndex(({ interpreter, platform }) => interpreter === "py3" && platform === "any"),
  );
  expect(wheelRank(wheel("foo-1-py2-none-any.whl"), TAGS)).toBeUndefined();
});
