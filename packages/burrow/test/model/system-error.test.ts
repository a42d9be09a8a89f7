import { expect, test } from "vitest";
import { systemRefusal } from "../../src/model/system-error.ts";

function thrown(code: string): Error {
  return Object.assign(new Error(`${code}: said the system`), { code, path: "/p/.venv" });
}

test.each([
  ["EROFS", "its file system is read-only"],
  ["EACCES", "this user may not"],
  ["EPERM", "this user may not, or it cannot be changed"],
  ["ENOSPC", "the disk is full"],
  ["EDQUOT", "this user's share of the disk is full"],
  ["EIO", "the disk fails"],
])("%s is a refusal of the system, not a failure of burrow's", (code, because) => {
  const { code: error, message, because: why } = systemRefusal(thrown(code)) ?? {};
  expect([error, message, why]).toEqual([
    "machine/refused",
    "`/p/.venv` cannot be used",
    `${because} (${code}: said the system)`,
  ]);
});

test("any other error is none", () => {
  expect([systemRefusal(thrown("ENOENT")), systemRefusal("EIO")]).toEqual([undefined, undefined]);
});
