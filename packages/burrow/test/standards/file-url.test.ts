import * as fc from "fast-check";
import { expect, test } from "vitest";

import { absolute } from "../../src/model/path.ts";
import { fileUrl, fileUrlPath } from "../../src/standards/file-url.ts";

test.each([
  ["/home/me/a b/ü#?%", "file:///home/me/a%20b/%C3%BC%23%3F%25"],
  ["C:\\Users\\me", "file:///C:/Users/me"],
  ["/bad\udcff", "file:///bad%FF"],
])("%s", (path, url) => {
  expect(fileUrl(absolute(path))).toBe(url);
});

test("the path comes back", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1, unit: "grapheme" }), { minLength: 1 }), (parts) => {
      const path = absolute(
        `/${parts.filter((part) => !part.includes("/") && !part.includes("\0")).join("/")}`,
      );
      expect(fileUrlPath(fileUrl(path))).toBe(path);
    }),
    { numRuns: 3000 },
  );
});

test.each([
  "file:relative",
  "file://host/share",
  "https://x/y",
  "file:",
  "file:///a%00b",
  "file:////host/share",
])("%s has no path here", (url) => {
  expect(fileUrlPath(url)).toBeUndefined();
});

test("localhost, fragments and queries", () => {
  expect(fileUrlPath("file://localhost/a/b#egg=c")).toBe("/a/b");
  expect(fileUrlPath("FILE:/a?x")).toBe("/a");
  expect(fileUrlPath("file:///C:/a")).toBe("C:\\a");
});
