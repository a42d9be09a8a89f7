import { expect, test } from "vitest";

import { parsePyvenvCfg } from "../../src/standards/pyvenv-cfg.ts";

test("venv of CPython 3.12", () => {
  expect(
    parsePyvenvCfg(
      "home = /usr/bin\ninclude-system-site-packages = false\nversion = 3.12.4\nprompt = 'it\\'s'\n" +
        "executable = /usr/bin/python3.12\ncommand = /usr/bin/python3.12 -m venv --prompt=x /home/me/.venv\n",
    ),
  ).toEqual({
    home: "/usr/bin",
    executable: "/usr/bin/python3.12",
    version: "3.12.4",
    includeSystemSitePackages: false,
    prompt: "it's",
    command: "/usr/bin/python3.12 -m venv --prompt=x /home/me/.venv",
  });
});

test("virtualenv", () => {
  expect(
    parsePyvenvCfg(
      "home = /opt/py/bin\nimplementation = CPython\nversion_info = 3.13.0.candidate.2\nvirtualenv = 20.26.6\n" +
        "include-system-site-packages = true\nbase-prefix = /opt/py\nbase-exec-prefix = /opt/py\n" +
        "base-executable = /opt/py/bin/python3.13\nversion = 3.13.0\n",
    ),
  ).toEqual({
    home: "/opt/py/bin",
    executable: "/opt/py/bin/python3.13",
    basePrefix: "/opt/py",
    version: "3.13.0rc2",
    implementation: "cpython",
    includeSystemSitePackages: true,
    virtualenv: "20.26.6",
  });
});

test("uv, with a byte order mark, CRLF and keys in capitals", () => {
  expect(
    parsePyvenvCfg(
      "\ufeffHOME = C:\\Python311\r\nImplementation=PyPy\r\nUV = 0.5.1\r\nversion_info = 3.11.2.final.0\r\n" +
        "Include-System-Site-Packages = FALSE\r\nprompt = shop\r\n",
    ),
  ).toEqual({
    home: "C:\\Python311",
    version: "3.11.2",
    implementation: "pypy",
    includeSystemSitePackages: false,
    prompt: "shop",
    uv: "0.5.1",
  });
});

test("CPython's rules for doubled and missing keys", () => {
  expect(parsePyvenvCfg("")).toEqual({ includeSystemSitePackages: true });
  expect(parsePyvenvCfg("include-system-site-packages =\n")).toEqual({ includeSystemSitePackages: false });
  expect(
    parsePyvenvCfg("home = /a\nnonsense\nhome = /b\nhome-made = x\nversion = 3.8\nversion = 3.9\n"),
  ).toEqual({
    home: "/a",
    version: "3.9",
    includeSystemSitePackages: true,
  });
});
