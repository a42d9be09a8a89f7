import { describe, expect, test } from "vitest";
import { readDryRun } from "../../../src/engines/uv/dry-run.ts";
import { lockPins } from "../../../src/engines/uv/lock-pins.ts";
import { failureOf, unresolved } from "../../../src/engines/uv/uv-failure.ts";
import { indexed } from "../../kit/engine-index.ts";
import { recorded } from "../../kit/recorded.ts";

const impossible = (cause: string, requirement?: string) =>
  requirement === undefined ? { kind: "impossible", cause } : { kind: "impossible", cause, requirement };

/** Two ways of speaking: uv drew boxes and wrapped lines before 0.13. */
describe.each(["0.13.8", "0.8.24"])("what uv %s said", (version) => {
  const said = recorded("uv", version);

  test.each([
    ["unknown-name", impossible("unknown-name", "nowhere")],
    ["unknown-dependency", impossible("unknown-name", "nowhere")],
    ["index-404", impossible("unknown-name", "alpha")],
    ["no-version", impossible("no-version", "alpha")],
    ["no-exact-version", impossible("no-version", "alpha")],
    ["wrong-python", impossible("no-version", "future")],
    ["no-wheel", impossible("no-wheel", "other-system")],
    ["source-only", impossible("no-wheel", "source-only")],
    ["gone-url", impossible("no-wheel", "alpha")],
    ["contradiction", impossible("unsatisfiable")],
    ["frozen-conflict", impossible("unsatisfiable")],
    ["unauthorized", { kind: "unreachable" }],
    ["forbidden", { kind: "unreachable" }],
    ["index-500", { kind: "unreachable" }],
    ["broken-json", { kind: "unreachable" }],
    ["refused-connection", { kind: "unreachable" }],
    ["no-such-host", { kind: "unreachable" }],
    ["refused-proxy", { kind: "unreachable" }],
    ["offline", { kind: "unreachable" }],
  ])("%s", (label, meaning) => {
    const { text, ...rest } = unresolved(said(label));
    expect(rest).toEqual(meaning);
    expect(text).not.toBe("");
  });

  test.each([
    ["frozen-added", { comes: [{ name: "gamma", version: "1.0" }], goes: [] }],
    ["frozen-unchanged", { comes: [], goes: [] }],
    [
      "freed-upgraded",
      {
        comes: [
          { name: "alpha", version: "2.0" },
          { name: "beta", version: "2.0" },
        ],
        goes: [],
      },
    ],
  ])("%s", (label, dryRun) => {
    expect(readDryRun(said(label), version)).toEqual(dryRun);
  });

  test("resolved", () => {
    const expected = [
      ["alpha", "2.0"],
      ["beta", "2.0"],
      ["gamma", "1.0"],
    ].map(([name = "", wanted = ""]) => ({
      name,
      version: wanted,
      hashes: [`sha256:${indexed(name, wanted).sha256}`],
      bytes: indexed(name, wanted).bytes.length,
    }));
    expect(lockPins(said("resolved").stdout)).toEqual(expected);
  });
});

test("its conclusion is told in its own words, the drawing and the advice left out", () => {
  expect(
    ["0.13.8", "0.8.24"].map((version) => unresolved(recorded("uv", version)("contradiction")).text),
  ).toEqual([
    "Because beta>=2.0 depends on alpha>=2 and you require beta>=2, we can conclude that you require alpha>=2. And because you require alpha<2",
    "Because only beta<=2.0 is available and beta==2.0 depends on alpha>=2, we can conclude that beta>=2.0 depends on alpha>=2. And because you require beta>=2 and alpha<2",
  ]);
  expect(unresolved(recorded("uv", "0.13.8")("unauthorized")).text).toBe(
    "Because alpha was not found in the package registry and you require alpha; An index URL (http://index.test:8080/simple/) could not be queried due to a lack of valid authentication credentials (401 Unauthorized)",
  );
});

const answer = (stdout: string) => () => readDryRun({ status: 0, stdout, stderr: "", files: {} }, "0.14.0");

describe("an answer that is not understood", () => {
  test.each([
    "",
    "{",
    "[]",
    "{}",
    '{"dry_run":false,"changes":[]}',
    '{"dry_run":true,"changes":[{"name":"a","version":"1","action":"moved"}]}',
  ])("as a dry run: %j", (stdout) => {
    expect(answer(stdout)).toThrow(expect.objectContaining({ code: "engine/failed" }));
  });

  test.each([
    "not = [toml",
    'lock-version = "2.0"\n',
    'lock-version = "1.0"\n[[packages]]\nname = "a"\nversion = "1"\n',
    'lock-version = "1.0"\n[[packages]]\nname = "a"\nversion = "1"\nwheels = [{ url = "https://index.test/a-1-py3-none-any.whl", hashes = { md5 = "00" } }]\n',
  ])("as a lock: %j", (text) => {
    expect(() => lockPins(text)).toThrow(expect.objectContaining({ code: "engine/failed" }));
  });

  test.each([
    [{ status: 2 }, "it ended with status 2"],
    [{ status: undefined, signal: "SIGKILL" }, "SIGKILL ended it"],
    [{ status: undefined, failure: "it was ended after 600 s" }, "it was ended after 600 s"],
    [
      { status: 1, stderr: "error: \u001b[31mred\u0007 https://me:secret@index.test/x failed.\n" },
      "[31mred https://***@index.test/x failed",
    ],
  ])("as a reason: %j", (left, text) => {
    expect(unresolved({ stdout: "", stderr: "", files: {}, ...left })).toEqual({ kind: "unreachable", text });
  });
});

test("a warning of several lines hides no error, and of a long chain its end is told: the cause", () => {
  const stderr = [
    "warning: Failed to hardlink files; falling back to full copy. This may lead to degraded performance.",
    "         If the cache and target directories are on different filesystems, hardlinking may not be supported.",
    "         If this is intentional, set `export UV_LINK_MODE=copy` or use `--link-mode=copy` to suppress this warning.",
    "error: Failed to install: pear-1.1-py3-none-any.whl (pear==1.1)",
    `  Caused by: failed to copy file from /cache/${"archive/".repeat(60)}WHEEL to /project/${"generations/".repeat(40)}WHEEL`,
    "  Caused by: No space left on device (os error 28)",
  ].join("\n");

  const said = failureOf({ status: 2, stdout: "", stderr, files: {} });

  expect(said).toMatch(
    /^Failed to install: pear-1\.1-py3-none-any\.whl .{0,500} … .{0,500} No space left on device \(os error 28\)$/u,
  );
  expect(said.length).toBeLessThanOrEqual(600);
});
