import { expect, test } from "vitest";
import { absolute } from "../../../src/model/path.ts";
import { meantFor } from "../../../src/project/listing/listing.ts";
import { type ListForm, readListing } from "../../../src/project/listing/read-listing.ts";
import { markerEnvironment } from "../../../src/standards/marker-environment.ts";

const LINUX = { os: "linux", arch: "x86_64" } as const;
const PYTHON = markerEnvironment({ version: "3.11.7", implementation: "cpython", platform: LINUX });
const [A, B] = ["a".repeat(64), "b".repeat(64)];

/** What a list means for Python 3.11 on Linux, or the line and the words of why not. */
function meant(form: ListForm, text: string): unknown {
  const read = readListing(form, text, { file: absolute("/p/list"), platform: LINUX });
  const found = read.ok && "listing" in read ? meantFor(read.listing, PYTHON) : read;
  if ("conda" in found) return found.conda;
  return found.ok ? found.distributions : `${found.problem.line}: ${found.problem.message}`;
}

const LOCK = `lock-version = "1.0"
created-by = "x"
requires-python = ">=3.9"
extras = ["net"]
dependency-groups = ["dev", "main"]
default-groups = ["main"]
`;
const file = (name: string, version: string, digits: string): string =>
  `name = "${name}"\nversion = "${version}"\nwheels = [{ url = "https://x.invalid/${name}-${version}-py3-none-any.whl", hashes = { sha256 = "${digits}" } }]\n`;

test("of a pylock.toml what holds for this Python is meant, with the default groups and no extra, every file by its hash", () => {
  const text = `${LOCK}
[[packages]]
${file("Pie", "1.0", B)}sdist = { path = "files/pie-1.0.tar.gz", hashes = { sha256 = "${A}", md5 = "${"c".repeat(32)}" } }
[[packages]]
marker = "sys_platform == 'win32'"
${file("apple", "1.0", A)}
[[packages]]
marker = "sys_platform != 'win32'"
${file("apple", "2.0", A)}
[[packages]]
marker = "'dev' in dependency_groups or 'net' in extras"
${file("plum", "1.0", A)}
[[packages]]
marker = "'main' in dependency_groups"
${file("pear", "1.0", A)}
[[packages]]
name = "tart"
version = "3.0"
vcs = { type = "git", url = "https://x.invalid/tart", commit-id = "${"d".repeat(40)}", subdirectory = "py" }
[[packages]]
name = "cake"
version = "4.0"
archive = { path = "cakes/cake.zip", hashes = { sha256 = "${B}" } }
`;
  expect(meant("pylock", text)).toEqual([
    { name: "apple", version: "2.0", hashes: [`sha256:${A}`] },
    {
      name: "cake",
      version: "4.0",
      hashes: [`sha256:${B}`],
      directUrl: { url: "file:///p/cakes/cake.zip", archive: { hashes: { sha256: B } } },
    },
    { name: "pear", version: "1.0", hashes: [`sha256:${A}`] },
    { name: "pie", version: "1.0", hashes: [`sha256:${A}`, `sha256:${B}`] },
    {
      name: "tart",
      version: "3.0",
      hashes: [],
      directUrl: {
        url: "https://x.invalid/tart",
        vcs: { kind: "git", commit: "d".repeat(40) },
        subdirectory: "py",
      },
    },
  ]);
});

test("what would be there twice, is for another Python or another environment is refused by its line", () => {
  const twice = `${LOCK}[[packages]]\n${file("pie", "1.0", A)}[[packages]]\n${file("Pie", "2.0", B)}`;
  expect(meant("pylock", twice)).toBe("11: `pie` stands there twice, first at line 7");
  const newer = `${LOCK}[[packages]]\nrequires-python = ">=3.12"\n${file("pie", "1.0", A)}`;
  expect(meant("pylock", newer)).toBe("7: `pie` is for Python >=3.12, and this is 3.11.7");
  const other = `environments = ["sys_platform == 'darwin'"]\n${LOCK}packages = []\n`;
  expect(meant("pylock", other)).toBe("1: it is for other environments than this Python 3.11.7");
  expect(meant("requirements", "pie==1.0\nPie==1.0\n")).toBe("2: `pie` stands there twice, first at line 1");
});

test("of requirements the pins that hold are meant, and the wheels that addresses name", () => {
  const text = `# by pip freeze
Pie[cream]==1.0 --hash=sha256:${B} \\
    --hash=sha256:${A}
apple==2.0; sys_platform == "win32" --hash=sha256:${A}
plum @ https://x.invalid/plum-0.9-py3-none-any.whl#sha256=${B}
`;
  expect(meant("requirements", text)).toEqual([
    { name: "pie", version: "1.0", hashes: [`sha256:${A}`, `sha256:${B}`] },
    {
      name: "plum",
      version: "0.9",
      hashes: [`sha256:${B}`],
      directUrl: { url: "https://x.invalid/plum-0.9-py3-none-any.whl", archive: { hashes: { sha256: B } } },
    },
  ]);
});

test("of conda's list each archive is known by its address, its hash and its channel, and pip's part by its comments", () => {
  const md5 = "c".repeat(32);
  const text = `# platform: linux-64
@EXPLICIT
https://x.invalid/main/linux-64/python-3.11.8-h1_0_cpython.conda#${md5}
https://x.invalid/main/noarch/Tz-2024a-0.tar.bz2#sha256:${A}
./kept/linux-64/stone-1.0-h_1.conda#${B}
# pip pie==1.0 --hash=sha256:${A}
# pip plum @ https://x.invalid/plum-0.9-py3-none-any.whl#sha256=${B}
`;
  const packages = [
    {
      name: "python",
      version: "3.11.8",
      build: "h1_0_cpython",
      subdir: "linux-64",
      channel: "https://x.invalid/main",
      url: "https://x.invalid/main/linux-64/python-3.11.8-h1_0_cpython.conda",
      hashes: [`md5:${md5}`],
    },
    {
      name: "stone",
      version: "1.0",
      build: "h_1",
      subdir: "linux-64",
      channel: "file:///p/kept",
      url: "file:///p/kept/linux-64/stone-1.0-h_1.conda",
      hashes: [`sha256:${B}`],
    },
    {
      name: "tz",
      version: "2024a",
      build: "0",
      subdir: "noarch",
      channel: "https://x.invalid/main",
      url: "https://x.invalid/main/noarch/Tz-2024a-0.tar.bz2",
      hashes: [`sha256:${A}`],
    },
  ];
  expect(meant("explicit", text.replaceAll(/^# pip .*\n/gmu, ""))).toEqual({ packages });
  const { pip, ...held }: any = meant("explicit", text);
  expect(held).toEqual({ packages });
  expect(pip.distributions).toEqual([
    {
      distribution: { name: "pie", version: "1.0", hashes: [`sha256:${A}`] },
      requiresPython: "",
      line: 6,
      column: 1,
    },
    {
      distribution: {
        name: "plum",
        version: "0.9",
        hashes: [`sha256:${B}`],
        directUrl: {
          url: "https://x.invalid/plum-0.9-py3-none-any.whl",
          archive: { hashes: { sha256: B } },
        },
      },
      requiresPython: "",
      line: 7,
      column: 1,
    },
  ]);
});
