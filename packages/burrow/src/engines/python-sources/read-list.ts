import * as v from "valibot";
import { BurrowError } from "../../model/error.ts";
import type { OperatingSystem } from "../../model/platform.ts";
import type { ListedArchive } from "./listed-archive.ts";

/** The file in which a mirror or a folder lists its own archives. */
export const LIST_NAME = "python-downloads.json";

/** Words become a folder's name. */
const word = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]*$/u, "it has to be a word in lower case"));
const number = v.pipe(v.number(), v.integer(), v.minValue(0));

/** An entry as uv's download metadata has it; `bytes` and `executable` are burrow's additions. Other keys are left alone. */
const Entry = v.object({
  name: word,
  arch: v.union([word, v.object({ family: word, variant: v.nullish(word) })]),
  os: v.picklist(["linux", "darwin", "macos", "windows"]),
  libc: v.optional(v.string(), "none"),
  major: number,
  minor: number,
  patch: number,
  prerelease: v.optional(
    v.pipe(v.string(), v.regex(/^(?:(?:a|b|rc)\d+)?$/u, "it is no pre-release such as rc1")),
    "",
  ),
  variant: v.nullish(v.string()),
  url: v.pipe(v.string(), v.nonEmpty()),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/iu, "it has to be 64 hexadecimal digits")),
  bytes: v.optional(number),
  executable: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^(?!\/)(?!.*(?:^|\/)\.\.?(?:\/|$))[^\\:]+$/u, "it has to lie below the unpacked folder"),
    ),
  ),
});

/**
 * Reads a list of archives, each with its checksum. An address may be relative to the list's own (`base`). Archives that burrow cannot use (other
 * C libraries, debug builds, other compressions) are left out; an entry that cannot be read fails as `python/list`, by its name.
 */
export function readArchiveList(text: string, base: string): readonly ListedArchive[] {
  return Object.entries(entriesOf(text, base)).flatMap(([name, value]) => {
    const entry = v.safeParse(Entry, value);
    if (!entry.success) throw unreadable(base, `\`${name}\`: ${spokenIssue(entry.issues[0])}`);
    const url = URL.canParse(entry.output.url, base) ? new URL(entry.output.url, base).href : undefined;
    if (url === undefined) throw unreadable(base, `\`${name}\`: \`url\`: it is no address`);
    return archiveOf(entry.output, url) ?? [];
  });
}

function archiveOf(entry: v.InferOutput<typeof Entry>, url: string): ListedArchive | undefined {
  const { arch, libc, variant, bytes, executable } = entry;
  const machine =
    typeof arch === "string" ? arch : arch.variant ? `${arch.family}_${arch.variant}` : arch.family;
  if (libc !== "gnu" && libc !== "musl" && libc !== "none") return undefined;
  if ((variant ?? "freethreaded") !== "freethreaded" || !/\.(?:tar\.gz|tgz)$/u.test(url)) return undefined;
  return {
    implementation: entry.name,
    version: `${entry.major}.${entry.minor}.${entry.patch}${entry.prerelease}`,
    freeThreaded: variant === "freethreaded",
    os: systemOf(entry.os),
    arch: machine,
    libc,
    url,
    sha256: entry.sha256.toLowerCase(),
    ...(bytes !== undefined && { bytes }),
    ...(executable !== undefined && { executable }),
  };
}

function systemOf(os: "linux" | "darwin" | "macos" | "windows"): OperatingSystem {
  return os === "darwin" ? "macos" : os;
}

function entriesOf(text: string, base: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw unreadable(base, "it is no JSON", cause);
  }
  const entries = v.safeParse(v.record(v.string(), v.unknown()), value);
  if (entries.success && !Array.isArray(value)) return entries.output;
  throw unreadable(base, "it is no object of entries by name");
}

function spokenIssue(issue: v.BaseIssue<unknown>): string {
  const key = v.getDotPath(issue);
  const missing = issue.received === "undefined" ? "it is missing" : issue.message;
  return key === null ? issue.message : `\`${key}\`: ${missing}`;
}

function unreadable(base: string, because: string, cause?: unknown): BurrowError {
  return new BurrowError("python/list", `\`${base}\` is no list of Python archives`, {
    because,
    cause,
    hint: "BURROW_PYTHON_MIRROR names the folder that holds it",
  });
}
