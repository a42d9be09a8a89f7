import { createHash } from "node:crypto";

import fc from "fast-check";
import { expect, test } from "vitest";

import { sha256 } from "../../src/standards/sha256.ts";

test("agrees with the platform's own at every length around a block, and on anything", () => {
  const theirs = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
  for (let length = 0; length < 200; length += 1) {
    const bytes = new Uint8Array(length).fill(length);
    expect(sha256(bytes)).toBe(theirs(bytes));
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 700 }), (bytes) => {
      expect(sha256(bytes)).toBe(theirs(bytes));
    }),
    { numRuns: 300 },
  );
});
