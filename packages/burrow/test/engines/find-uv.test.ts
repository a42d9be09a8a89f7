import { describe, expect, test } from "vitest";
import { fetchPinned, wheelAmong } from "../../src/engines/fetch-pinned.ts";
import { firstUv, uvCandidates, uvFolder } from "../../src/engines/find-uv.ts";
import { PINNED_PIP, PINNED_PIP_FOR_OLD, PINNED_UV, pinnedPipFor } from "../../src/engines/pinned.ts";
import { absolute } from "../../src/model/path.ts";
import { fakeMachine } from "../kit/fake-machine.ts";
import { option } from "../kit/requirement.ts";
import { firstCommand, lead, output } from "../kit/talk.ts";

describe("the candidates", () => {
  const engines = absolute("/data/engines");
  const program = { file: "", mode: 0o755 };
  const machine = fakeMachine(
    {
      "/usr/bin/uv": program,
      "/opt/uv-real": program,
      "/home/me/bin/uv": { link: "/opt/uv-real" },
      "/no-program/uv": { file: "", mode: 0o644 },
      "/a-folder/uv/x": "",
      "/dangling/uv": { link: "/gone" },
      "/shared/uv": program,
      "/data/engines/uv-0.13.8/uv": program,
      "/relative/uv": program,
    },
    { env: { PATH: "/no-program:/a-folder:/dangling::relative:/home/me/bin:/shared:/usr/bin:/usr/bin" } },
  );

  test("are the programs of PATH in its order, then burrow's own; what is not trusted is left out", () => {
    expect(uvCandidates(machine, engines, (path) => !path.startsWith("/shared"))).toEqual([
      "/home/me/bin/uv",
      "/usr/bin/uv",
      "/data/engines/uv-0.13.8/uv",
    ]);
    expect(uvFolder(engines)).toBe("/data/engines/uv-0.13.8");
  });

  test("are none on an empty machine", () => {
    expect(uvCandidates(fakeMachine(), engines, () => true)).toEqual([]);
  });
});

describe("the first uv", () => {
  const [shim, old, odd, good] = ["/shim/uv", "/old/uv", "/odd/uv", "/good/uv"].map((path) => absolute(path));

  test("is the first that answers as uv does and is not too old", () => {
    const candidates = [shim, old, odd, good].filter((path) => path !== undefined);
    const { commands, meaning } = lead(
      firstUv(candidates, { HOME: "/h", UV_PYTHON: "3" }),
      output({ status: 127, stderr: "pyenv: uv: command not found" }),
      output({ stdout: "uv 0.8.23 (abc 2025-01-01)\n" }),
      output({ stdout: "uvula 1.0\n" }),
      output({ stdout: "uv 0.13.8 (x86_64-unknown-linux-gnu)\n" }),
    );
    expect(meaning).toEqual({ program: "/good/uv", version: "0.13.8" });
    expect(commands.map(({ program, args }) => [program, ...args])).toEqual(
      candidates.map((path) => [path, "--version"]),
    );
    expect(commands[0]?.env).not.toHaveProperty("UV_PYTHON");
  });

  test.each(["", "uv", "uv 0.13", "uv 0.13.8rc1", "uv 0.13.8; rm", "UV 0.13.8"])(
    "is none that answers %j",
    (stdout) => {
      expect(lead(firstUv([absolute("/bin/uv")], {}), output({ stdout })).meaning).toBeUndefined();
    },
  );
});

describe("the fetch of a pinned program", () => {
  const request = {
    python: absolute("/py/python"),
    folder: absolute("/cache/x"),
    env: { PIP_INDEX_URL: "https://index.test/s", PIP_TARGET: "/t" },
    options: [option("--index-url https://me:secret@index.test/s")],
  };

  test("is a download by a Python's own pip: one line with the hashes of all platforms, credentials in no argument", () => {
    const { program, line, files, env } = firstCommand(fetchPinned(PINNED_UV, request));
    expect(program).toBe("/py/python");
    expect(line).toBe(
      "-I -B -m pip download --no-deps --only-binary :all: --require-hashes --dest /cache/x -r <pinned.txt>",
    );
    const [index, wanted, ...rest] = (files?.["pinned.txt"] ?? "").trimEnd().split("\n");
    expect([index, rest]).toEqual(["--index-url https://me:secret@index.test/s", []]);
    const words = wanted?.split(" ") ?? [];
    expect(words[0]).toBe("uv==0.13.8");
    expect(words.slice(1).every((word) => /^--hash=sha256:[0-9a-f]{64}$/u.test(word))).toBe(true);
    expect(new Set(words).size).toBe(PINNED_UV.sha256.length + 1);
    expect(env).toMatchObject({ PIP_INDEX_URL: "https://index.test/s" });
    expect(env).not.toHaveProperty("PIP_TARGET");
  });

  test.each([
    [output(), { ok: true }],
    [
      output({ status: 1, stderr: "/usr/bin/python3: No module named pip\n" }),
      { ok: false, detail: "/usr/bin/python3: No module named pip" },
    ],
    [
      output({ status: 1, stderr: "WARNING: x\nERROR: THESE PACKAGES DO NOT MATCH THE HASHES\n" }),
      { ok: false, detail: "THESE PACKAGES DO NOT MATCH THE HASHES" },
    ],
  ])("came to %j", (left, done) => {
    expect(lead(fetchPinned(PINNED_UV, request), left).meaning).toEqual(done);
  });

  test("its wheel is known among others by name and version", () => {
    expect(
      wheelAmong(
        ["uv-0.13.7-py3-none-win32.whl", "uv-0.13.8.tar.gz", "uv-0.13.8-py3-none-win32.whl"],
        PINNED_UV,
      ),
    ).toBe("uv-0.13.8-py3-none-win32.whl");
    expect(wheelAmong(["pip-26.3-py3-none-any.whl"], PINNED_UV)).toBeUndefined();
  });
});

test.each([
  ["3.8.18", PINNED_PIP_FOR_OLD],
  ["3.9.0", PINNED_PIP_FOR_OLD],
  ["3.10.0", PINNED_PIP],
  ["3.14.0b1", PINNED_PIP],
])("Python %s runs its pip", (python, pinned) => {
  expect(pinnedPipFor(python)).toBe(pinned);
});
