import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Backup } from "../../src/model/backup.ts";
import { BurrowError } from "../../src/model/error.ts";
import { readBackup, writeBackup } from "../../src/operations/backup-file.ts";
import { absolute } from "../../src/model/path.ts";
import { fingerprintOf, signingIn } from "../../src/registry/signing.ts";
import { fakeMachine } from "../kit/fake-machine.ts";
import { path } from "../render/kit.ts";
import { snapshot } from "../protocol/snapshots.ts";

const BACKUP: Backup = {
  schema: 1,
  createdAt: "2026-11-24T16:51:09.123Z",
  version: "1.0.0",
  platform: snapshot.platform,
  home: path("/home/me"),
  environments: [snapshot],
  projects: [{ root: path("/home/me/p"), environments: [snapshot.environment.prefix] }],
  pythons: [
    {
      executable: path("/usr/bin/python3.12"),
      version: "3.12.4",
      implementation: "cpython",
      freeThreaded: false,
      managed: false,
    },
  ],
  settings: 'reuse = "own"\n',
  diagnostics: [{ prefix: snapshot.environment.prefix, note: "its base is gone" }],
  instructions: "1. Install Python\n",
  wheels: [{ filename: "click-8.1.7-py3-none-any.whl", bytes: new Uint8Array([80, 75]) }],
};

interface File {
  schema: number;
  kind: string;
  contents: { path: string; bytes: number; sha256: string }[];
  seal: string;
  members: Record<string, string>;
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** The list and its seal made to fit what somebody put in: hashes alone keep nobody out who can write the whole file. */
function resealed(file: File): File {
  const contents = Object.entries(file.members).map(([name, content]) => ({
    path: name,
    bytes: Buffer.byteLength(content),
    sha256: sha256(content),
  }));
  const seal = sha256(JSON.stringify(contents.map((one) => [one.path, one.bytes, one.sha256])));
  return { ...file, contents, seal };
}

const mine = signingIn(fakeMachine({}), absolute("/me"));
const SIGNED = writeBackup(BACKUP, (text) => mine.sign(text));

test("what is written is read back, byte for byte", () => {
  expect(readBackup("b", writeBackup(BACKUP))).toEqual({ backup: BACKUP });
  const signedBy = fingerprintOf(mine.sign("").key);
  expect(readBackup("b", SIGNED)).toEqual({ backup: BACKUP, signedBy });
});

test("B59 what somebody changes in a signed backup is refused, also when list and seal fit it; signed by another it is another's", () => {
  const file = JSON.parse(SIGNED) as File & { signature: { key: string; value: string } };
  file.members["burrow.toml"] = "x = 1\n";
  const forged = resealed(file);
  const because = "signature is not that of its key over the list of contents";
  expect(refusal(JSON.stringify(forged))).toEqual(["backup/refused", because]);

  const another = signingIn(fakeMachine({}), absolute("/evil"));
  const key = another.sign("").key;
  expect(refusal(JSON.stringify({ ...forged, signature: { ...file.signature, key } }))[1]).toBe(because);
  const theirs = { ...forged, signature: another.sign(`burrow backup 1 ${forged.seal}`) };
  expect(readBackup("b", JSON.stringify(theirs)).signedBy).toBe(fingerprintOf(key));
  expect(fingerprintOf(key)).not.toBe(fingerprintOf(file.signature.key));
  expect(refusal(JSON.stringify({ ...file, signature: "yes" }))[1]).toContain("signature");
});

type Spoil = (file: File) => void;
const inMember =
  (name: string, spoil: (json: Record<string, any>) => void): Spoil =>
  (file) => {
    const json = JSON.parse(file.members[name] ?? "");
    spoil(json);
    file.members[name] = JSON.stringify(json);
  };
const adding =
  (name: string, content = "{}"): Spoil =>
  (file) => {
    file.members[name] = content;
  };

/** What is not of its form, although list and seal fit it. */
const FORGED: readonly (readonly [what: string, Spoil, because: string])[] = [
  ["a way up", adding("../evil"), "contents[5].path is not the path of a member"],
  ["a way up inside", adding("environments/../../evil"), "contents[5].path is not the path of a member"],
  ["an absolute path", adding("/etc/passwd"), "contents[5].path is not the path of a member"],
  ["a drive", adding("C:\\evil"), "contents[5].path is not the path of a member"],
  ["a folder of another name", adding("scripts/x.sh"), "contents[5].path is not the path of a member"],
  ["a hidden name", adding("wheels/.pth"), "contents[5].path is not the path of a member"],
  ["a control character", adding("wheels/a\u0000b.whl"), "contents[5].path is not the path of a member"],
  ["an empty name", adding(""), "contents[5].path is not the path of a member"],
  ["another schema", (file) => (file.schema = 9), "schema"],
  ["another kind", (file) => (file.kind = "tar"), "kind"],
  ["no head", (file) => delete file.members["backup.json"], "`backup.json` is missing"],
  ["a head that is no JSON", adding("backup.json", "{"), "it is not JSON"],
  ["a home that is no path", inMember("backup.json", (json) => (json["home"] = "~")), "backup.json.home"],
  [
    "a platform that is none",
    inMember("backup.json", (json) => (json["platform"].os = "dos")),
    "backup.json.platform.os",
  ],
  [
    "a note with an escape",
    inMember("backup.json", (json) => (json["diagnostics"][0].note = "\u001b]0;x")),
    "backup.json.diagnostics[0].note",
  ],
  [
    "a Python that is a command",
    inMember("backup.json", (json) => (json["pythons"][0].executable = "sh -c id")),
    "backup.json.pythons[0].executable",
  ],
  [
    "an environment without a place",
    inMember("environments/0001.json", (json) => delete json["environment"].prefix),
    "environments/0001.json.environment.prefix",
  ],
  [
    "an option for a name",
    inMember("environments/0001.json", (json) => (json["distributions"][0].name = "--pre")),
    "environments/0001.json.distributions[0].name",
  ],
  [
    "a bomb of distributions",
    inMember(
      "environments/0001.json",
      (json) => (json["distributions"] = Array.from({ length: 20_000 }, () => 0)),
    ),
    "environments/0001.json.distributions",
  ],
];

/** What list and seal do not fit. */
const TAMPERED: readonly (readonly [what: string, Spoil, because: string])[] = [
  ["what is no text", (file) => ((file.members as Record<string, unknown>)["x"] = ["y"]), "members.x"],
  ["a member that was changed", (file) => (file.members["burrow.toml"] = "x = 1\n"), "members.burrow.toml"],
  ["a member that is gone", (file) => delete file.members["burrow.toml"], "members.burrow.toml"],
  ["a member that nobody listed", adding("environments/0002.json"), "members.environments/0002.json"],
  ["a list that was changed", (file) => file.contents.pop(), "contents"],
  ["a list with a name twice", (file) => file.contents.push(file.contents[0]!), "contents"],
  ["a seal that is none", (file) => (file.seal = "0"), "seal"],
];

function refusal(text: string): readonly (string | undefined)[] {
  try {
    readBackup("b.json", text);
    return ["accepted"];
  } catch (error) {
    return error instanceof BurrowError ? [error.code, error.because] : [String(error)];
  }
}

describe("a backup that is not what it says is refused by name", () => {
  test.each([
    ...FORGED.map(([what, spoil, because]) => [what, spoil, because, resealed] as const),
    ...TAMPERED.map(([what, spoil, because]) => [what, spoil, because, (file: File) => file] as const),
  ])("%s", (_, spoil, because, seal) => {
    const file = JSON.parse(writeBackup(BACKUP)) as File;
    spoil(file);
    expect(refusal(JSON.stringify(seal(file)))).toEqual(["backup/refused", expect.stringContaining(because)]);
  });

  test.each(["", "[]", "null", "\u001f\u008b\u0008", '{"schema":1}', "[".repeat(20_000)])("%j", (text) => {
    expect(refusal(text)[0]).toBe("backup/refused");
  });
});
