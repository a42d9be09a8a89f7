import * as v from "valibot";
import type { Machine } from "../../machine/machine.ts";
import { condaPackage, type CondaPackage } from "../../model/distribution.ts";
import { join, type AbsolutePath } from "../../model/path.ts";
import { reason } from "../../model/reason.ts";

/** What conda and mamba write of a package that nobody asked for by its name. */
const NOBODY: ReadonlySet<string> = new Set(["None", ""]);

const texts = v.optional(v.fallback(v.array(v.string()), []), []);

/** A record of `conda-meta`, as far as a plan cares; tools of several generations write more or less of it. */
const recordSchema = v.object({
  name: v.string(),
  version: v.string(),
  build: v.optional(v.string(), ""),
  build_number: v.optional(v.fallback(v.number(), 0), 0),
  subdir: v.optional(v.fallback(v.string(), ""), ""),
  channel: v.optional(v.fallback(v.string(), ""), ""),
  url: v.optional(v.fallback(v.nullable(v.string()), null), null),
  sha256: v.optional(v.fallback(v.nullable(v.string()), null), null),
  md5: v.optional(v.fallback(v.nullable(v.string()), null), null),
  depends: texts,
  constrains: texts,
  requested_spec: v.optional(v.fallback(v.nullable(v.string()), null), null),
  requested_specs: texts,
});

/** What conda's tools installed into a prefix, by its `conda-meta`, sorted by name; of two records of one name both are there, and both say so. */
export function readCondaPackages(machine: Machine, prefix: AbsolutePath): readonly CondaPackage[] {
  const folder = join(prefix, "conda-meta");
  const found = machine
    .list(folder)
    .filter(({ name }) => name.endsWith(".json"))
    .map(({ name }) => readRecord(machine, join(folder, name)));
  const versions = new Map<string, string[]>();
  for (const { name, version } of found) versions.set(name, [...(versions.get(name) ?? []), version]);
  return found
    .map((one) => {
      const all = versions.get(one.name) ?? [];
      if (all.length < 2) return one;
      const listed = all.join(", ");
      return {
        ...one,
        problems: [...one.problems, reason("duplicate-metadata", { name: one.name, versions: listed })],
      };
    })
    .toSorted((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
}

function readRecord(machine: Machine, path: AbsolutePath): CondaPackage {
  const read = v.safeParse(recordSchema, jsonOf(machine.readText(path, Infinity)));
  if (!read.success) return unreadable(path);
  const { name, version, build, build_number: buildNumber, subdir, channel, url, sha256, md5 } = read.output;
  const { depends, constrains, requested_spec: spec, requested_specs: specs } = read.output;
  return condaPackage({
    name,
    version,
    build,
    buildNumber,
    subdir,
    channel,
    ...(url !== null && { url }),
    ...(sha256 !== null && { sha256 }),
    ...(md5 !== null && { md5 }),
    depends,
    constrains,
    requested: specs.length > 0 ? specs : spec === null || NOBODY.has(spec) ? [] : [spec],
    record: path,
  });
}

/** `numpy-1.26.4-py312h1_0.json` tells what it is about even when it cannot be read. */
function unreadable(path: AbsolutePath): CondaPackage {
  const file = path.slice(path.lastIndexOf("/") + 1, -".json".length);
  const [, name = file, version = "", build = ""] = /^(.+)-([^-]+)-([^-]+)$/u.exec(file) ?? [];
  const problems = [reason("unreadable-metadata", { path })];
  return condaPackage({ name, version, build, record: path, problems });
}

function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
