// Writes burrow's table of Python archives from a list of python-build-standalone releases: node scripts/python-downloads.mjs LIST.json
// The list is an object of entries with name, version parts, build, platform, url and sha256; what the table's rule of names does not give is refused.
import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";

const OLDEST_MINOR = 9;
const RELEASES = "https://github.com/astral-sh/python-build-standalone/releases/download";
const TRIPLES = [
  "x86_64-unknown-linux-gnu",
  "x86_64-unknown-linux-musl",
  "aarch64-unknown-linux-gnu",
  "aarch64-unknown-linux-musl",
  "x86_64-apple-darwin",
  "aarch64-apple-darwin",
  "x86_64-pc-windows-msvc",
  "aarch64-pc-windows-msvc",
];

const rows = new Map();
const list = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"));
for (const { name, major, minor, patch, prerelease, variant, url, sha256, build } of Object.values(list)) {
  const flavour = /-((?:shared-)?install_only(?:_stripped)?)\.tar\.gz$/u.exec(url)?.[1];
  const triple = TRIPLES.find((candidate) => url.includes(`-${candidate}-`));
  if (name !== "cpython" || prerelease || major !== 3 || minor < OLDEST_MINOR) continue;
  if (flavour === undefined || triple === undefined || (variant ?? "freethreaded") !== "freethreaded")
    continue;
  const version = `${major}.${minor}.${patch}`;
  const threads = variant === null ? "" : "-freethreaded";
  const file = encodeURIComponent(`cpython-${version}+${build}-${triple}${threads}-${flavour}.tar.gz`);
  if (url !== `${RELEASES}/${build}/${file}` || !/^[0-9a-f]{64}$/u.test(sha256))
    throw new Error(`not by the rule: ${url}`);
  const key = `${version}${variant === null ? "" : "t"} ${build} ${flavour}`;
  const row = rows.get(key) ?? { order: [minor, patch], hashes: TRIPLES.map(() => "-") };
  row.hashes[TRIPLES.indexOf(triple)] = sha256;
  rows.set(key, row);
}

const lines = [...rows]
  .toSorted(
    ([one, { order: a }], [other, { order: b }]) => b[0] - a[0] || b[1] - a[1] || (one < other ? -1 : 1),
  )
  .map(([key, { hashes }]) => `${key} ${hashes.join(" ")}`);
writeFileSync(
  new URL("../packages/burrow/src/engines/python-sources/table.ts", import.meta.url),
  `// Written by scripts/python-downloads.mjs.

/** Where python-build-standalone publishes its archives. */
export const RELEASES = "${RELEASES}";

/** The target triples of the table's columns. */
export const TRIPLES = [
${TRIPLES.map((triple) => `  "${triple}",`).join("\n")}
] as const;

/** Version (\`t\`: free-threaded), build, flavour, and the SHA-256 of the archive for each triple, \`-\` when there is none. */
export const TABLE = \`
${lines.join("\n")}
\`;
`,
);
