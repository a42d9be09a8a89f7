import { parsePipfileLock } from "../../standards/pipfile-lock.ts";
import { specifierContains } from "../../standards/specifier-set.ts";
import { pipfileHash } from "./content-hash.ts";
import type { LockAnswer, LockQuestion } from "./lock.ts";
import { pinned, unmet } from "./pins.ts";

/** Reads a `Pipfile.lock`: `default`, and the selected groups (`develop` for `dev`). Fresh when its hash is that of the Pipfile; without one, when its pins meet it. */
export function readPipfileLock({ file, text, manifest, selection, scope }: LockQuestion): LockAnswer {
  const read = parsePipfileLock(text);
  if (!read.ok) return read;
  const { hash, categories } = read.lock;
  const locked = ["", ...selection.groups].flatMap((category) => categories.get(category) ?? []);
  const { pins, problems } = pinned(
    locked.map(({ node, extras }) => ({
      node,
      extras,
      ...(node.marker !== undefined && { marker: node.marker }),
    })),
    file,
    scope,
  );
  const own = pipfileHash(manifest.text);
  const differences =
    hash === undefined || own === undefined
      ? unmet(manifest.requirements, pins, specifierContains)
      : hash === own
        ? []
        : ["its hash is another"];
  return { ok: true, pins, problems, differences };
}
