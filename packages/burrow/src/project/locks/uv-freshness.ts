import { parent, type AbsolutePath } from "../../model/path.ts";
import { expandGroup } from "../../standards/dependency-groups.ts";
import { markersAgree, neverHolds, specifiersAgree } from "../../standards/marker-agreement.ts";
import { normalizeName } from "../../standards/name.ts";
import type { Pyproject } from "../../standards/pyproject.ts";
import type { Specifier } from "../../standards/specifier-set.ts";
import type { StatedRequirement } from "../../standards/table-requirement.ts";
import type { UvLock } from "../../standards/uv-lock.ts";
import { statedBy } from "../stated-lists.ts";
import { inherited, type WorkspaceMember } from "../workspace.ts";
import type { LockQuestion } from "./lock.ts";
import { type Compared, comparedAll, type Context, recordedOf, specifierOf } from "./uv-compared.ts";

/**
 * How a `uv.lock` differs from the manifests, by what it remembers of them: `requires-python`, the workspace's members, and of each of these the dependencies, extras and groups;
 * constraints and overrides. Markers are compared by what they mean, for uv writes them its own way. A member whose dependencies are dynamic is taken to be unchanged.
 */
export function uvDifferences(lock: UvLock, { file, manifest, scope }: LockQuestion): readonly string[] {
  const { pyproject, workspace } = manifest;
  const name = pyproject.project?.name?.text;
  const members: ReadonlyMap<string, WorkspaceMember> =
    workspace?.members ??
    new Map(name === undefined ? [] : [[normalizeName(name), { folder: scope.root, pyproject }]]);
  const top = workspace?.pyproject ?? pyproject;
  const pythons = specifierOf(lock.requiresPython ?? "");
  const context: Context = { folder: parent(file), members, top, pythons };
  return [
    ...pythonDifference([...members.values()], pythons, lock.requiresPython ?? ""),
    ...memberDifferences(lock, [...members.keys()]),
    ...[...members].flatMap(([member, { folder, pyproject: said }]) =>
      ofMember(lock, member, inherited(said, top, folder, context.folder), folder, context).map(
        (difference) => (members.size > 1 ? `${difference} (${member})` : difference),
      ),
    ),
    ...compare(
      texts(top.uv?.constraints ?? [], context),
      lock.constraints.map((one) => recordedOf(one, context)),
      context,
      "constraint ",
    ),
    ...compare(
      texts(top.uv?.overrides ?? [], context),
      lock.overrides.map((one) => recordedOf(one, context)),
      context,
      "override ",
    ),
  ];
}

function pythonDifference(
  members: readonly WorkspaceMember[],
  locked: Specifier,
  text: string,
): readonly string[] {
  const asked = members.flatMap(({ pyproject }) => pyproject.project?.requiresPython?.text ?? []);
  const all = asked.join(",");
  return asked.length === 0 || specifiersAgree(specifierOf(all), locked)
    ? []
    : [`~ requires-python ${text} → ${all}`];
}

function memberDifferences({ members: locked }: UvLock, members: readonly string[]): readonly string[] {
  if (locked.length === 0 && members.length <= 1) return [];
  return [
    ...members.filter((name) => !locked.includes(name)).map((name) => `+ member ${name}`),
    ...locked.filter((name) => !members.includes(name)).map((name) => `- member ${name}`),
  ];
}

function ofMember(
  lock: UvLock,
  name: string,
  pyproject: Pyproject,
  folder: AbsolutePath,
  context: Context,
): readonly string[] {
  const recorded = lock.packages.find(
    ({ node }) => node.name === name && node.source.kind === "path",
  )?.recorded;
  const lists = statedBy({ ...pyproject, groups: pyproject.standardGroups });
  const dynamic = pyproject.project?.dynamic.map(({ text }) => text) ?? [];
  const requires = [
    ...comparedAll(lists.dependencies ?? [], undefined, folder, context),
    ...[...lists.extras].flatMap(([extra, items]) =>
      comparedAll(items, `extra == "${extra}"`, folder, context),
    ),
  ];
  const known = (recorded?.requires ?? []).map((one) => recordedOf(one, context));
  const groups = [...new Set([...lists.groups.keys(), ...(recorded?.groups.keys() ?? [])])];
  return [
    ...(dynamic.includes("dependencies") || dynamic.includes("optional-dependencies")
      ? []
      : compare(requires, known, context)),
    ...groups.flatMap((group) =>
      compare(
        comparedAll(expandGroup(lists.groups, group).requirements, undefined, folder, context),
        (recorded?.groups.get(group) ?? []).map((one) => recordedOf(one, context)),
        context,
        `${group}: `,
      ),
    ),
  ];
}

/** What only one side has; a name that both have is one that changed. */
function compare(
  asked: readonly Compared[],
  locked: readonly Compared[],
  { pythons }: Context,
  where = "",
): readonly string[] {
  const left = locked.filter(({ marker }) => !neverHolds(marker, pythons));
  const added: Compared[] = [];
  for (const one of asked) {
    if (neverHolds(one.marker, pythons)) continue;
    const at = left.findIndex(
      (other) => other.key === one.key && markersAgree(other.marker, one.marker, pythons),
    );
    if (at === -1) added.push(one);
    else left.splice(at, 1);
  }
  return [
    ...added.map((one) => {
      const at = left.findIndex(({ name }) => name === one.name);
      const [before] = at === -1 ? [] : left.splice(at, 1);
      return before ? `~ ${where}${before.shown} → ${one.shown}` : `+ ${where}${one.shown}`;
    }),
    ...left.map(({ shown }) => `- ${where}${shown}`),
  ];
}

function texts(items: readonly StatedRequirement[], context: Context): readonly Compared[] {
  return comparedAll(items, undefined, context.folder, context);
}
