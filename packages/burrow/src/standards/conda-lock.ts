import { parseArchiveUrl } from "./conda-archive-name.ts";
import type { LocatedProblem, Position } from "./position.ts";
import { printable } from "./printable.ts";
import { entryOf, isEmpty, type ParseYaml, textOf, type YamlMap, type YamlValue } from "./yaml-document.ts";

/** One package of a `conda-lock.yml`. */
export interface CondaLocked extends Position {
  readonly name: string;
  readonly version: string;
  readonly manager: "conda" | "pip";
  /** A channel's folder: `linux-64`, `osx-arm64` … */
  readonly platform: string;
  readonly url: string;
  /** `algorithm:hex`, sha256 first. */
  readonly hashes: readonly string[];
  readonly build: string;
  /** `main`, `dev` …; several where the lock says so. */
  readonly categories: readonly string[];
  /** MatchSpec texts; of pip's, names with specifiers. */
  readonly depends: readonly string[];
}

/** What a `conda-lock.yml` says (version 1 of the unified form). */
export interface CondaLock {
  readonly platforms: readonly string[];
  readonly channels: readonly string[];
  /** By platform. */
  readonly contentHash: Readonly<Record<string, string>>;
  /** The manifests that it was made from, relative to it. */
  readonly sources: readonly string[];
  readonly packages: readonly CondaLocked[];
}

/** A lock that was read, or what is wrong with it. */
export type CondaLockResult =
  | { readonly ok: true; readonly lock: CondaLock }
  | { readonly ok: false; readonly problem: LocatedProblem };

/** Reads a `conda-lock.yml`. */
export function parseCondaLock(text: string, parse: ParseYaml): CondaLockResult {
  const read = parse(text);
  if (!read.ok) return read;
  const { root } = read;
  if (root.kind !== "map") return bad("it is not a mapping", root);
  const version = textOf(root, "version");
  if (version?.text !== "1")
    return bad(
      version === undefined
        ? "it holds no `version:`"
        : `version \`${printable(version.text)}\` is not known`,
      version ?? root,
    );
  const metadata = entryOf(root, "metadata");
  const listed = entryOf(root, "package");
  if (metadata?.kind !== "map") return bad("it holds no `metadata:`", metadata ?? root);
  if (listed?.kind !== "list") return bad("it holds no `package:` list", listed ?? root);
  const packages: CondaLocked[] = [];
  for (const item of listed.items) {
    const one = item.kind === "map" ? lockedPackage(item) : "an entry of `package` is not a mapping";
    if (typeof one === "string") return bad(one, item);
    packages.push(one);
  }
  const hashes = entryOf(metadata, "content_hash");
  return {
    ok: true,
    lock: {
      platforms: texts(entryOf(metadata, "platforms")),
      channels: items(entryOf(metadata, "channels")).flatMap((item) =>
        item.kind === "text" ? [item.text] : item.kind === "map" ? (textOf(item, "url")?.text ?? []) : [],
      ),
      contentHash: Object.fromEntries(
        (hashes?.kind === "map" ? hashes.entries : []).flatMap(({ key, value }) =>
          value.kind === "text" ? [[key.text, value.text]] : [],
        ),
      ),
      sources: texts(entryOf(metadata, "sources")),
      packages,
    },
  };
}

/** The package, or what is wrong with it. */
function lockedPackage(map: YamlMap): CondaLocked | string {
  const [name, version, manager, platform, url] = ["name", "version", "manager", "platform", "url"].map(
    (key) => textOf(map, key)?.text,
  );
  const shown = name === undefined ? "a package" : `\`${printable(name)}\``;
  if (name === undefined || version === undefined) return `${shown} has no name or no version`;
  if (manager !== "conda" && manager !== "pip") return `${shown} has no \`manager: conda\` or \`pip\``;
  if (platform === undefined) return `${shown} has no \`platform:\``;
  if (url === undefined) return `${shown} has no \`url:\``;
  const hash = entryOf(map, "hash");
  const hashes = ["sha256", "md5"].flatMap((kind) => {
    const digest = hash?.kind === "map" ? textOf(hash, kind)?.text : undefined;
    return digest === undefined ? [] : [`${kind}:${digest.toLowerCase()}`];
  });
  if (hashes.length === 0) return `${shown} has no hash`;
  if (hashes.some((digest) => !/^(?:sha256:[0-9a-f]{64}|md5:[0-9a-f]{32})$/u.test(digest)))
    return `the hash of ${shown} is not one`;
  const archive = parseArchiveUrl(url);
  if (manager === "conda" && archive === undefined)
    return `the address of ${shown} is not that of a conda archive`;
  const dependencies = entryOf(map, "dependencies");
  const category = textOf(map, "category")?.text;
  return {
    name,
    version,
    manager,
    platform,
    url,
    hashes,
    build: textOf(map, "build")?.text ?? archive?.build ?? "",
    categories: category === undefined ? orMain(texts(entryOf(map, "categories"))) : [category],
    depends: (dependencies?.kind === "map" ? dependencies.entries : []).flatMap(({ key, value }) =>
      value.kind === "text" ? [`${key.text} ${value.text}`.trim()] : [],
    ),
    line: map.line,
    column: map.column,
  };
}

function orMain(categories: readonly string[]): readonly string[] {
  return categories.length === 0 ? ["main"] : categories;
}

function items(value: YamlValue | undefined): readonly YamlValue[] {
  return value?.kind === "list" ? value.items : [];
}

function texts(value: YamlValue | undefined): readonly string[] {
  return items(value).flatMap((item) => (item.kind === "text" && !isEmpty(item) ? [item.text] : []));
}

function bad(message: string, { line, column }: Position): CondaLockResult {
  return { ok: false, problem: { message, line, column } };
}
