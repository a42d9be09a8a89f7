import fc from "fast-check";
import { posix, win32 } from "node:path";
import { describe, expect, test } from "vitest";
import {
  absolute,
  ancestors,
  baseName,
  isAbsolute,
  isInside,
  join,
  parent,
  relative,
} from "../../src/model/path.ts";

const part = fc.stringMatching(/^[A-Za-z0-9_. -]{1,8}$/u);
const parts = fc.array(fc.oneof(part, fc.constantFrom("..", ".", "")), { maxLength: 7 });

describe("paths agree with the platform's own library", () => {
  test("normalising on POSIX", () => {
    fc.assert(
      fc.property(parts, (some) => {
        const text = `/${some.join("/")}`;
        expect(absolute(text)).toBe(posix.resolve(text));
      }),
      { numRuns: 5000 },
    );
  });

  test("normalising on Windows, drives and shares", () => {
    fc.assert(
      fc.property(parts, fc.constantFrom("C:\\", "z:/", "\\\\host\\share\\"), (some, root) => {
        const text = root + some.join("\\");
        expect(absolute(text)).toBe(win32.resolve(text));
      }),
      { numRuns: 5000 },
    );
  });

  test("relative ways between folders", () => {
    fc.assert(
      fc.property(parts, parts, (from, to) => {
        const [a, b] = [absolute(`/${from.join("/")}`), absolute(`/${to.join("/")}`)];
        expect(relative(a, b)).toBe(posix.relative(a, b) || ".");
      }),
      { numRuns: 5000 },
    );
  });

  test("parents and last parts", () => {
    fc.assert(
      fc.property(parts, (some) => {
        const path = absolute(`/${some.join("/")}`);
        expect(parent(path)).toBe(posix.dirname(path));
        expect(baseName(path)).toBe(posix.basename(path));
      }),
      { numRuns: 5000 },
    );
  });
});

test("a relative path is refused", () => {
  expect(isAbsolute("a/b")).toBe(false);
  expect(isAbsolute("C:a")).toBe(false);
  expect(() => absolute("a/b")).toThrow(new TypeError('not an absolute path: "a/b"'));
});

test("joining an absolute part starts anew", () => {
  expect(join(absolute("/a"), "b", "../c")).toBe("/a/c");
  expect(join(absolute("/a"), "/b")).toBe("/b");
  expect(join(absolute("C:\\a"), "b")).toBe("C:\\a\\b");
});

test("inside is by whole parts", () => {
  expect(isInside(absolute("/a/bc"), absolute("/a/b"))).toBe(false);
  expect(isInside(absolute("/a/b"), absolute("/a/b"))).toBe(true);
  expect(isInside(absolute("/a/b"), absolute("/"))).toBe(true);
});

test("the folders above, nearest first", () => {
  expect(ancestors(absolute("/a/b/c"))).toEqual(["/a/b", "/a", "/"]);
  expect(ancestors(absolute("C:\\a"))).toEqual(["C:\\"]);
});
