import { expect, test } from "vitest";

import { parseMetadata } from "../../src/standards/metadata.ts";

test("the headers, and nothing of the description", () => {
  expect(
    parseMetadata(
      [
        "Metadata-Version: 2.1",
        "Name: Shop.Tools",
        "version: 1.2.post1",
        "Summary: Name: not this",
        "License: one",
        "        Name: nor this",
        "Requires-Python: >=3.8,",
        "  <4",
        "REQUIRES-DIST: requests[socks] (>=2) ; extra == 'Net'",
        "Requires-Dist: typing-extensions ;\tpython_version < '3.11'",
        "Requires-External: libc",
        "Provides-Extra: Net_Work",
        "Provides-Extra: dev",
        "",
        "Name: body",
        "Requires-Dist: body",
        "",
      ].join("\n"),
    ),
  ).toEqual({
    name: "Shop.Tools",
    version: "1.2.post1",
    requiresPython: ">=3.8, <4",
    requires: ["requests[socks] (>=2) ; extra == 'Net'", "typing-extensions ;\tpython_version < '3.11'"],
    extras: ["net-work", "dev"],
  });
});

test("CRLF, a byte order mark, no description, the first of two names", () => {
  expect(parseMetadata("\ufeffName: a\r\nName: b\r\nVersion: 1\r\nRequires-Dist: x\r\n\t>=1\r\n")).toEqual({
    name: "a",
    version: "1",
    requires: ["x >=1"],
    extras: [],
  });
});

test("a line that is no header ends the headers, as in Python's email", () => {
  expect(parseMetadata("Name: a\nLicense: x\nall rights: reserved\nVersion: 1\n")).toEqual({
    name: "a",
    requires: [],
    extras: [],
  });
  expect(parseMetadata("Name: a\nno colon\nVersion: 1")).toEqual({ name: "a", requires: [], extras: [] });
});

test.each(["", "\n", "\n\nName: x", ":", "Name", " Name: x"])("nothing to be had from %j", (text) => {
  expect(parseMetadata(text)).toEqual({ requires: [], extras: [] });
});
