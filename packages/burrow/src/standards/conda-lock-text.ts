import type { Pin } from "../model/pin.ts";

/** What a `conda-lock.yml` is written from. */
export interface CondaLockContent {
  readonly channels: readonly string[];
  /** The manifests, relative to the lock. */
  readonly sources: readonly string[];
  /** By platform (`linux-64`): the hash of what was asked for there (hex), and everything that is to be there. */
  readonly platforms: Readonly<
    Record<string, { readonly contentHash: string; readonly pins: readonly Pin[] }>
  >;
}

/** A `conda-lock.yml` (the unified form, version 1) as text; the same content gives the same text. */
export function condaLockText({ channels, sources, platforms }: CondaLockContent): string {
  const names = Object.keys(platforms).toSorted();
  const packages = names.flatMap((platform) =>
    (platforms[platform]?.pins ?? []).map((pin) => [platform, pin] as const),
  );
  return [
    "# Written by burrow lock. To have what it says: burrow up",
    "version: 1",
    "metadata:",
    "  content_hash:",
    ...names.map((name) => `    ${name}: ${platforms[name]?.contentHash ?? ""}`),
    "  channels:",
    ...channels.flatMap((url) => [`  - url: ${quoted(url)}`, "    used_env_vars: []"]),
    "  platforms:",
    ...names.map((name) => `  - ${name}`),
    "  sources:",
    ...sources.map((source) => `  - ${quoted(source)}`),
    "package:",
    ...packages
      .toSorted(([here, one], [there, other]) => order(one.name, other.name) || order(here, there))
      .flatMap(([platform, pin]) => packageLines(platform, pin)),
    "",
  ].join("\n");
}

function packageLines(platform: string, { name, version, url = "", hashes, conda }: Pin): readonly string[] {
  const requirements = dependencies(conda?.depends ?? []);
  return [
    `- name: ${quoted(name)}`,
    `  version: ${quoted(version)}`,
    `  manager: ${conda === undefined ? "pip" : "conda"}`,
    `  platform: ${platform}`,
    ...(requirements.size === 0
      ? ["  dependencies: {}"]
      : ["  dependencies:", ...[...requirements].map(([of, spec]) => `    ${quoted(of)}: ${quoted(spec)}`)]),
    `  url: ${quoted(url)}`,
    "  hash:",
    ...hashes
      .map((hash) => hash.split(":"))
      .toSorted(([one = ""], [other = ""]) => order(one, other))
      .map(([algorithm, digest]) => `    ${algorithm}: ${digest}`),
    "  category: main",
    "  optional: false",
  ];
}

/** MatchSpecs by name, several of one name joined. */
function dependencies(specs: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const spec of specs.toSorted(order)) {
    const [, name = "", rest = ""] = /^([^\s=<>!~[]+)\s*(.*)$/u.exec(spec.trim()) ?? [];
    const known = found.get(name);
    found.set(name, known === undefined || known === "" ? rest : `${known},${rest}`);
  }
  return found;
}

/** A text that YAML reads as nothing else: single quotes, doubled inside, unless it is a plain word. */
function quoted(text: string): string {
  return /^[a-z][a-z0-9_-]*$/u.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/u.test(text)
    ? text
    : `'${text.replaceAll("'", "''")}'`;
}

function order(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
