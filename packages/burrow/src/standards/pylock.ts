import * as v from "valibot";

import { normalizeName } from "./name.ts";
import type { LocatedProblem } from "./position.ts";
import { parseToml, type TomlDocument } from "./toml.ts";

const HASHES = v.record(v.string(), v.string());
const TEXTS = v.optional(v.array(v.string()), []);
const SIZE = v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)));
const PLACE = { url: v.optional(v.string()), path: v.optional(v.string()) };
const FILE = v.object({ name: v.optional(v.string()), ...PLACE, size: SIZE, hashes: HASHES });
const ARCHIVE = v.object({ ...PLACE, size: SIZE, subdirectory: v.optional(v.string()), hashes: HASHES });
const DIRECTORY = v.object({
  path: v.string(),
  editable: v.optional(v.boolean(), false),
  subdirectory: v.optional(v.string()),
});
const VCS = v.object({
  type: v.string(),
  ...PLACE,
  "requested-revision": v.optional(v.string()),
  "commit-id": v.string(),
  subdirectory: v.optional(v.string()),
});
const PACKAGE = v.object({
  name: v.pipe(v.string(), v.transform(normalizeName)),
  version: v.optional(v.string()),
  marker: v.optional(v.string()),
  "requires-python": v.optional(v.string()),
  index: v.optional(v.string()),
  wheels: v.optional(v.array(FILE), []),
  sdist: v.optional(FILE),
  archive: v.optional(ARCHIVE),
  directory: v.optional(DIRECTORY),
  vcs: v.optional(VCS),
});
const PYLOCK = v.object({
  "lock-version": v.string(),
  "created-by": v.optional(v.string()),
  "requires-python": v.optional(v.string()),
  environments: TEXTS,
  extras: TEXTS,
  "dependency-groups": TEXTS,
  "default-groups": TEXTS,
  packages: v.optional(v.array(PACKAGE), []),
  /** What PDM remembers of the manifest that it locked. */
  tool: v.optional(v.object({ pdm: v.optional(v.object({ hashes: v.optional(HASHES) })) })),
});

/** A lock file of PEP 751 with the standard's own keys; names normalised, absent lists empty, what burrow has no use for left out. */
export type Pylock = v.InferOutput<typeof PYLOCK>;

/** One package of a lock: its wheels and sdist, or an archive, a directory or a VCS checkout. */
export type LockedPackage = v.InferOutput<typeof PACKAGE>;

/** A lock that was read, with the document that knows where it says what; or the first thing that is wrong with it. */
export type PylockResult =
  | { readonly ok: true; readonly lock: Pylock; readonly document: TomlDocument }
  | { readonly ok: false; readonly problem: LocatedProblem };

/** Reads a `pylock.toml`. A major version of the format other than 1 is a problem, as the standard demands. */
export function parsePylock(text: string): PylockResult {
  const toml = parseToml(text);
  if (!toml.ok) return toml;
  const { document } = toml;
  const read = v.safeParse(
    PYLOCK,
    Object.fromEntries(document.keys([]).map((key) => [key, document.get(key)])),
  );
  if (!read.success) return { ok: false, problem: problemOf(document, read.issues[0]) };
  if (!read.output["lock-version"].startsWith("1."))
    return {
      ok: false,
      problem: {
        message: `lock version \`${read.output["lock-version"]}\` is not known`,
        ...document.where("lock-version"),
      },
    };
  return { ok: true, lock: read.output, document };
}

function problemOf(document: TomlDocument, issue: v.BaseIssue<unknown>): LocatedProblem {
  const path = (issue.path ?? []).map(({ key }) => (typeof key === "number" ? key : String(key)));
  return {
    message: `\`${path.join(".")}\` is not as PEP 751 says: ${issue.message}`,
    ...document.where(...path),
  };
}
