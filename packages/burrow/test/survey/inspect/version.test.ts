import { describe, expect, test } from "vitest";
import { python, venv, type Tree } from "../../kit/builders.ts";
import { inspect } from "./inspect.ts";

describe("the version", () => {
  const version = (files: Tree, prefix = "/w/.venv") => inspect(files, prefix)?.version;

  test("is the base's own, not what the venv remembers of it", () => {
    expect(
      version({ ...python("/opt/python312", "3.12.7"), ...venv("/w/.venv", { version: "3.12.4" }) }),
    ).toBe("3.12.7");
  });

  test("is that of build-details.json (PEP 739) where there is one", () => {
    const details = {
      language: {
        version: "3.14",
        version_info: { major: 3, minor: 14, micro: 0, releaselevel: "candidate", serial: 2 },
      },
    };
    const base = {
      ...python("/opt/python314", "3.14.0"),
      "/opt/python314/lib/python3.14/build-details.json": JSON.stringify(details),
    };
    expect(version({ ...base, ...venv("/w/.venv", { base: "/opt/python314", version: "3.14.0" }) })).toBe(
      "3.14.0rc2",
    );
  });

  test("is what pyvenv.cfg says where nothing else tells, whatever its spelling", () => {
    const base = python("/opt/python312", "3.12.4", { headers: false });
    expect(version({ ...base, ...venv("/w/.venv", { cfg: { version: "3.12.2.final.0" } }) })).toBe("3.12.2");
  });

  test.each([
    [
      "Debian",
      "/var/lib/dpkg/status",
      "Package: libpython3.12-minimal\nStatus: install ok installed\nVersion: 3.12.3-1ubuntu0.5\n\nPackage: x\n",
      "3.12.3",
    ],
    [
      "Debian's release candidate",
      "/var/lib/dpkg/status",
      "Package: libpython3.12-minimal\nStatus: install ok installed\nVersion: 3.12.0~rc1-2\n",
      "3.12.0rc1",
    ],
    [
      "Debian, removed",
      "/var/lib/dpkg/status",
      "Package: libpython3.12-minimal\nStatus: deinstall ok config-files\nVersion: 3.12.3-1\n",
      "3.12.4",
    ],
    ["Alpine", "/lib/apk/db/installed", "P:musl\nV:1.2.5-r0\n\nP:python3\nV:3.12.9-r0\n", "3.12.9"],
    ["Arch, another minor", "/var/lib/pacman/local/python-3.13.1-1/desc", "", "3.12.4"],
    ["Arch", "/var/lib/pacman/local/python-3.12.6-1/desc", "", "3.12.6"],
  ])("is the package database's without headers: %s", (_name, path, text, expected) => {
    const files = {
      ...python("/usr", "3.12.4", { headers: false }),
      ...venv("/w/.venv", { base: "/usr" }),
      [path]: text,
    };
    expect(version(files)).toBe(expected);
  });
});
