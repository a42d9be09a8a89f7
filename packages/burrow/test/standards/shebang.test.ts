import { expect, test } from "vitest";
import { parseShebang } from "../../src/standards/shebang.ts";

test.each([
  ["#!/a/bin/python\n", "/a/bin/python", false],
  ["#! /a/bin/python -sE\r\nx", "/a/bin/python", false],
  ["#!/usr/bin/env python3\n", "python3", true],
  ["#!/usr/bin/env -S FOO=1 python3 -u\n", "python3", true],
  [`#!/bin/sh\n'''exec' "/a b/bin/python" "$0" "$@"\n' '''\n`, "/a b/bin/python", false],
  ["#!/bin/sh\n'''exec' /long/bin/python \"$0\" \"$@\"\n", "/long/bin/python", false],
  ["#!/bin/sh\necho\n", "/bin/sh", false],
])("%j starts %s", (text, interpreter, onPath) =>
  expect(parseShebang(text)).toEqual({ interpreter, onPath }),
);

test.each(["", "print()\n", "#!\n", "\n#!/bin/sh\n"])("%j starts nothing", (text) =>
  expect(parseShebang(text)).toBeUndefined(),
);
