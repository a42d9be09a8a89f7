import { expect, test } from "vitest";

import { parseDirectUrl } from "../../src/standards/direct-url.ts";

const read = (value: unknown): unknown => {
  const result = parseDirectUrl(JSON.stringify(value));
  return result.ok ? result.value : result.problem.message;
};

test("a folder, editable or not", () => {
  expect(read({ url: "file:///home/me/shop", dir_info: { editable: true } })).toEqual({
    url: "file:///home/me/shop",
    folder: { editable: true },
  });
  expect(read({ url: "file:///home/me/shop", dir_info: {}, subdirectory: "py" })).toEqual({
    url: "file:///home/me/shop",
    folder: { editable: false },
    subdirectory: "py",
  });
});

test("an archive with hashes in the old form, the new one, both, or none", () => {
  const url = "https://files.example.invalid/a.whl";
  expect(read({ url, archive_info: { hash: "sha256=aa=" } })).toEqual({
    url,
    archive: { hashes: { sha256: "aa=" } },
  });
  expect(read({ url, archive_info: { hash: "md5=0", hashes: { sha256: "bb" } } })).toEqual({
    url,
    archive: { hashes: { md5: "0", sha256: "bb" } },
  });
  expect(read({ url, archive_info: {} })).toEqual({ url, archive: { hashes: {} } });
});

test("a checkout", () => {
  const url = "https://git.example.invalid/shop.git";
  expect(read({ url, vcs_info: { vcs: "git", commit_id: "9f2c", requested_revision: "main" } })).toEqual({
    url,
    vcs: { kind: "git", commit: "9f2c", requested: "main" },
  });
});

test("anything else is an answer, not an exception", () => {
  expect(parseDirectUrl("{")).toEqual({ ok: false, problem: { message: "it is not JSON", index: 1 } });
  expect(read(null)).toMatch(/^it is not of PEP 610's form: /u);
  expect(read({ url: 3 })).toMatch(/^it is not of PEP 610's form: /u);
  expect(read({ url: "x", dir_info: { editable: "yes" } })).toMatch(/^it is not of PEP 610's form: /u);
  expect(parseDirectUrl("[".repeat(100_000)).ok).toBe(false);
});
