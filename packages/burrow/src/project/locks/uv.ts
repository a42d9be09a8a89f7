import { join, parent, relative, type AbsolutePath } from "../../model/path.ts";
import { wanted, type LockEdge, type LockNode } from "../../standards/lock-graph.ts";
import { normalizeName } from "../../standards/name.ts";
import { parseUvLock, type UvLock, type UvLocked } from "../../standards/uv-lock.ts";
import type { LockAnswer, LockQuestion } from "./lock.ts";
import { pinned } from "./pins.ts";
import { underSelection, type Selected } from "./selection-marker.ts";
import { uvDifferences } from "./uv-freshness.ts";

/** Reads a `uv.lock`: what the project itself, its selected extras and groups need, every fork under its own marker. Fresh when what it remembers of the manifests is what they say. */
export function readUvLock(question: LockQuestion): LockAnswer {
  const { file, text, selection, manifest, scope } = question;
  const read = parseUvLock(text);
  if (!read.ok) return read;
  const { lock } = read;
  const own = ownPackage(lock, file, scope.root, manifest.pyproject.project?.name?.text);
  if (own === undefined)
    return { ok: true, pins: [], problems: [], differences: ["this project is not in it"] };

  const selected: Selected = { extras: selection.extras, groups: selection.groups, own: own.node.name };
  const nodes = lock.packages.map(({ node }) => under(node, selected));
  const roots = edges(
    [
      ...own.node.needs,
      ...selection.extras.flatMap((extra) => own.node.extras.get(extra) ?? []),
      ...selection.groups.flatMap((group) => own.groups.get(group) ?? []),
    ],
    selected,
  );
  const { pins, missing } = wanted(nodes, roots);
  const others = pins.filter(
    ({ node: { source, name } }) =>
      !(source.kind === "path" && source.virtual === true) && name !== own.node.name,
  );
  return {
    ok: true,
    ...pinned(others, file, scope),
    differences: [
      ...uvDifferences(lock, question),
      ...missing.map((name) => `\`${name}\` is needed and not in it`),
    ],
  };
}

/** The package that stands for the project: the one of its folder, else of its name. */
function ownPackage(
  { packages }: UvLock,
  file: AbsolutePath,
  root: AbsolutePath,
  name: string | undefined,
): UvLocked | undefined {
  const folder = parent(file);
  return (
    packages.find(
      ({ node: { source } }) =>
        source.kind === "path" &&
        !source.path.includes("\u0000") &&
        relative(join(folder, source.path), root) === ".",
    ) ??
    packages.find(
      ({ node }) => node.source.kind === "path" && name !== undefined && node.name === normalizeName(name),
    )
  );
}

/** A package with the conditions that the selection decides taken out. */
function under(node: LockNode, selected: Selected): LockNode {
  return {
    ...node,
    needs: edges(node.needs, selected),
    extras: new Map([...node.extras].map(([extra, needs]) => [extra, edges(needs, selected)])),
  };
}

function edges(all: readonly LockEdge[], selected: Selected): readonly LockEdge[] {
  return all.flatMap(({ marker, ...edge }) => {
    const when = underSelection(marker, selected);
    return when === false ? [] : [{ ...edge, ...(when !== undefined && { marker: when }) }];
  });
}
