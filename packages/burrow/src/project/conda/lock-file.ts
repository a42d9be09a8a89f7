import type { GoalRequirement } from "../../model/goal.ts";
import { baseName, type AbsolutePath } from "../../model/path.ts";
import type { Pin } from "../../model/pin.ts";
import type { FileProblem } from "../../model/text-origin.ts";
import { parseArchiveUrl } from "../../standards/conda-archive-name.ts";
import { type CondaLocked, parseCondaLock } from "../../standards/conda-lock.ts";
import { parseExplicit } from "../../standards/explicit-lock.ts";
import { normalizeName } from "../../standards/name.ts";
import type { ParseYaml } from "../../standards/yaml-document.ts";
import type { Scope } from "../reading.ts";
import { inFile, sourceText } from "../source-text.ts";

/** What a lock of conda's says for one platform. */
export interface CondaLockFile {
  readonly file: AbsolutePath;
  readonly channels: readonly string[];
  /** Everything that is to be there, as requirements that only one archive meets. */
  readonly requirements: readonly GoalRequirement[];
  readonly pins: readonly Pin[];
  /** The recorded hash of what was asked for when it was made. */
  readonly contentHash?: string;
  /** Categories beside `main`. */
  readonly categories: readonly string[];
  /** Why it has nothing for the platform, when it has not. */
  readonly lacks?: string;
  readonly problems: readonly FileProblem[];
}

/** What is taken of a lock. */
export interface LockSelection {
  /** A channel's folder, `linux-64`; absent: the first platform that the lock has. */
  readonly subdir?: string;
  /** Categories beside `main`; absent: `dev` where it exists. */
  readonly groups?: readonly string[];
}

const AGAIN = "burrow lock";

/** Reads a `conda-lock.yml`, or an `@EXPLICIT` file; undefined when it is not there. */
export function readCondaLock(
  file: AbsolutePath,
  scope: Scope,
  parse: ParseYaml | undefined,
  selection: LockSelection,
): CondaLockFile | undefined {
  const source = sourceText(file, scope);
  if (source.state === "absent") return undefined;
  const nothing = { file, channels: [], requirements: [], pins: [], categories: [] };
  if (source.state === "unreadable") return { ...nothing, problems: [source.problem] };
  if (parse === undefined || !/\.ya?ml$/u.test(baseName(file))) return explicit(file, source.text, selection);
  const read = parseCondaLock(source.text, parse);
  if (!read.ok) return { ...nothing, problems: [inFile(file, { hint: AGAIN, ...read.problem })] };
  const { platforms, channels, packages, contentHash } = read.lock;
  const has = [...new Set([...platforms, ...packages.map(({ platform }) => platform)])];
  const subdir = selection.subdir ?? has[0];
  const here = packages.filter(({ platform }) => platform === subdir);
  const categories = [...new Set(packages.flatMap((one) => one.categories))].filter((one) => one !== "main");
  const groups = selection.groups ?? categories.filter((one) => one === "dev");
  const taken = here.filter((one) =>
    one.categories.some((category) => category === "main" || groups.includes(category)),
  );
  const recorded = subdir === undefined ? undefined : contentHash[subdir];
  const unknown = selection.groups?.find((group) => !categories.includes(group));
  return {
    file,
    channels,
    categories: groups.filter((group) => categories.includes(group)),
    requirements: taken.map((one) => requirementOf(one, file)),
    pins: taken.map(pinOf).toSorted(byManager),
    ...(recorded !== undefined && { contentHash: recorded }),
    ...(subdir !== undefined &&
      !has.includes(subdir) && {
        lacks: `it has nothing for ${subdir}, only for ${has.join(", ") || "no platform"}`,
      }),
    problems:
      unknown === undefined
        ? []
        : [
            inFile(file, {
              message: `it has no category \`${unknown}\``,
              hint: `it has ${categories.join(", ") || "only main"}`,
              line: 1,
              column: 1,
            }),
          ],
  };
}

function explicit(file: AbsolutePath, text: string, { subdir }: LockSelection): CondaLockFile {
  const { archives, platform, problems } = parseExplicit(text);
  const packages = archives.map((archive): CondaLocked => {
    const { md5, sha256 } = archive;
    return {
      ...archive,
      manager: "conda",
      platform: platform ?? archive.subdir,
      hashes: [
        ...(sha256 === undefined ? [] : [`sha256:${sha256}`]),
        ...(md5 === undefined ? [] : [`md5:${md5}`]),
      ],
      categories: ["main"],
      depends: [],
    };
  });
  const other = platform !== undefined && subdir !== undefined && platform !== subdir;
  return {
    file,
    channels: [...new Set(archives.map(({ channel }) => channel))].filter((channel) => channel !== ""),
    categories: [],
    requirements: packages.map((one) => requirementOf(one, file)),
    pins: packages.map(pinOf),
    ...(other && { lacks: `it is for ${platform}, this is ${subdir}` }),
    problems: problems.map((problem) => inFile(file, problem)),
  };
}

function requirementOf(
  { name, version, manager, build, url, hashes, line, column }: CondaLocked,
  file: AbsolutePath,
): GoalRequirement {
  const specifier = `==${version}`;
  const common = { extras: [], hashes, fromLock: true, specifier, origin: { file, line, column } } as const;
  if (manager === "pip")
    return { kind: "pypi", name: normalizeName(name), text: `${name}${specifier}`, ...common };
  const matchSpec = `${name.toLowerCase()} ${specifier} ${build}`.trim();
  return { kind: "conda", name: name.toLowerCase(), text: matchSpec, matchSpec, build, url, ...common };
}

function pinOf({ name, version, manager, build, url, hashes, depends }: CondaLocked): Pin {
  if (manager === "pip") return { name: normalizeName(name), version, hashes, url };
  const archive = parseArchiveUrl(url);
  return {
    name: name.toLowerCase(),
    version,
    hashes,
    url,
    conda: {
      build,
      subdir: archive?.subdir ?? "",
      channel: archive?.channel ?? "",
      ...(depends.length > 0 && { depends }),
    },
  };
}

/** Conda's first: what pip installs stands on top. */
function byManager(left: Pin, right: Pin): number {
  return Number(left.conda === undefined) - Number(right.conda === undefined);
}
