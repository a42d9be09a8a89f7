import { describe, expect, test } from "vitest";
import { snapshot as codec } from "../../src/protocol/snapshot.ts";
import { snapshot } from "./snapshots.ts";

const written = (): Record<string, any> => JSON.parse(JSON.stringify(codec.encode(snapshot)));

test("what is written is read back", () => {
  expect(codec.decode(written(), "")).toEqual(snapshot);
});

test("500 distributions, each with two hashes, take less than 1 MB", () => {
  const distributions = Array.from({ length: 500 }, (_, index) => ({
    name: `distribution-with-a-name-${index}`,
    version: "2026.11.24.post1",
    hashes: ["a", "b"].map((letter) => `sha256:${letter.repeat(64)}`),
    requested: true as const,
  }));
  const bytes = JSON.stringify(codec.encode({ ...snapshot, distributions })).length;
  expect(bytes).toBeGreaterThan(100_000);
  expect(bytes).toBeLessThan(1_000_000);
});

/** What somebody may have put into a file, by where the refusal points. */
const HOSTILE: readonly (readonly [at: string, spoil: (json: Record<string, any>) => void])[] = [
  ["schema", (json) => (json["schema"] = 2)],
  ["schema", (json) => delete json["schema"]],
  ["id", (json) => (json["id"] = "../../etc/cron.d/x")],
  ["name", (json) => (json["name"] = "a/b")],
  ["name", (json) => (json["name"] = "\u001b[2J")],
  ["name", (json) => (json["name"] = "n".repeat(129))],
  ["takenAt", (json) => (json["takenAt"] = "yesterday")],
  ["occasion", (json) => (json["occasion"] = "whim")],
  ["label", (json) => (json["label"] = "1; rm")],
  ["command", (json) => (json["command"] = "burrow up\nrm -rf /")],
  ["environment.prefix", (json) => (json["environment"].prefix = ".venv")],
  ["environment.prefix", (json) => (json["environment"].prefix = "/a\u0007")],
  ["environment.prefix", (json) => (json["environment"].prefix = `/${"a".repeat(5000)}`)],
  ["environment.kind", (json) => (json["environment"].kind = "cave")],
  ["environment.managed", (json) => (json["environment"].managed = "yes")],
  ["environment.prompt", (json) => (json["environment"].prompt = "$(id)\r")],
  ["environment", (json) => (json["environment"] = [])],
  ["platform.os", (json) => (json["platform"].os = "beos")],
  ["platform.arch", (json) => (json["platform"].arch = "x86 64")],
  ["python.version", (json) => (json["python"].version = "3.12 --pre")],
  ["python.implementation", (json) => (json["python"].implementation = "-c")],
  ["python.executable", (json) => (json["python"].executable = "python")],
  ["conda.packages", (json) => json["conda"].packages.push(json["conda"].packages[0])],
  ["conda.packages", (json) => (json["conda"].packages = Array.from({ length: 10_001 }, () => ({})))],
  ["conda.packages[0].name", (json) => (json["conda"].packages[0].name = "../x")],
  ["conda.packages[0].name", (json) => (json["conda"].packages[0].name = "--file")],
  ["conda.packages[0].version", (json) => (json["conda"].packages[0].version = "1.0 ; rm")],
  ["conda.packages[0].build", (json) => (json["conda"].packages[0].build = "h1/../..")],
  ["conda.packages[0].subdir", (json) => (json["conda"].packages[0].subdir = "../noarch")],
  ["conda.packages[0].channel", (json) => (json["conda"].packages[0].channel = "main\n--x")],
  ["conda.packages[0].url", (json) => (json["conda"].packages[0].url = "ext::sh -c id")],
  ["conda.packages[0].url", (json) => (json["conda"].packages[0].url = "https://x/a-1-0.whl")],
  ["conda.packages[0].hashes[0]", (json) => (json["conda"].packages[0].hashes[0] = "sha1:00")],
  ["conda.packages[0].requested[0]", (json) => (json["conda"].packages[0].requested[0] = "a\u001b[2J")],
  ["conda.variables", (json) => (json["conda"].variables = { "A B": "1" })],
  ["conda.variables.A", (json) => (json["conda"].variables = { A: "\u0000" })],
  ["distributions", (json) => (json["distributions"] = {})],
  ["distributions", (json) => json["distributions"].push(json["distributions"][0])],
  ["distributions", (json) => (json["distributions"] = Array.from({ length: 10_001 }, () => ({})))],
  ["distributions[0].name", (json) => (json["distributions"][0].name = "--index-url=http://x")],
  ["distributions[0].name", (json) => (json["distributions"][0].name = "Click")],
  ["distributions[0].name", (json) => (json["distributions"][0].name = "../click")],
  ["distributions[0].version", (json) => (json["distributions"][0].version = "1.0 ; rm")],
  ["distributions[0].version", (json) => (json["distributions"][0].version = "")],
  ["distributions[0].hashes[0]", (json) => (json["distributions"][0].hashes[0] = "md5:00")],
  ["distributions[0].requested", (json) => (json["distributions"][0].requested = 1)],
  ["distributions[1].editable", (json) => (json["distributions"][1].editable = "lib")],
  ["distributions[2].directUrl.url", (json) => (json["distributions"][2].directUrl.url = "ext::sh -c id")],
  ["distributions[2].directUrl.url", (json) => (json["distributions"][2].directUrl.url = "https://x\n--pre")],
  ["distributions[2].directUrl.url", (json) => (json["distributions"][2].directUrl.vcs.commit = "a\u0000b")],
];

describe("what is not of its form is refused whole, by the place of what is wrong", () => {
  test.each(HOSTILE)("%s", (at, spoil) => {
    const json = written();
    spoil(json);
    expect(() => codec.decode(json, "")).toThrow(`${at} is not `);
  });
});
