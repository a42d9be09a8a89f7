import { expect, test } from "vitest";

import { absolute } from "../../src/model/path.ts";
import { proof } from "../../src/plan/proof.ts";
import { requirement } from "../kit/requirement.ts";

const hashes = [`sha256:${"a".repeat(64)}`];
const installed = { name: "pear", version: "1.0", requires: [], extras: [], problems: [] };
const doubt = (asked: ReturnType<typeof requirement>): string | undefined =>
  proof(installed as never, asked, { prefix: absolute("/e") } as never)?.code;

test("a pin of a lock needs no proof of its hash, a `--hash` does", () => {
  expect(doubt(requirement("pear", { specifier: "==1.0", hashes, fromLock: true }))).toBeUndefined();
  expect(doubt(requirement("pear", { specifier: "==1.0", hashes }))).toBe("unproven");
});

test("a pin of a lock that is an address or a folder needs the proof that any does", () => {
  const url = "https://files.example.invalid/pear-1.0-py3-none-any.whl";
  expect(doubt(requirement("pear", { url, hashes, fromLock: true }))).toBe("unproven");
  expect(doubt(requirement("pear", { editable: absolute("/p/pear"), fromLock: true }))).toBe("unproven");
});
