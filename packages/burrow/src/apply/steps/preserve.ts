import type { Machine } from "../../machine/machine.ts";
import type { Distribution } from "../../model/distribution.ts";
import { baseName, isInside, join, parent, type AbsolutePath } from "../../model/path.ts";
import { filesOf } from "../installed-files.ts";
import { preservePrefix } from "../preserve.ts";
import type { Prepare } from "../step-kind.ts";
import type { StepContext } from "../context.ts";
import type { Found } from "../walk.ts";
import { stateOf } from "../context.ts";
import { preservedFolder } from "./change.ts";

/** Bytes up to which a file in `bin` may be a script that an installer writes anew. */
const LARGEST_SCRIPT = 1024 ** 2;

/** Keeps the whole prefix in the transaction's own folder. */
export const preserve: Prepare<"preserve"> = ({ prefix, changing }, context) => ({
  undo: [],
  perform: async () => {
    const { bench, verify, before, place } = context;
    const { guarded } = place;
    const { distributions, problems } = await verify(prefix);
    for (const problem of problems) before.problems.add(JSON.stringify(problem));
    const own = distributions.filter(({ inherited, name }) => !inherited && changing.includes(name));
    const real = own.map((distribution) => resolved(bench, distribution));
    for (const one of real) before.twins.set(one.name, [...(before.twins.get(one.name) ?? []), one]);
    const theirs = new Set(real.flatMap((distribution) => filesOf(bench, distribution)));
    for (const path of rubbleOf(context, own, [...theirs])) before.rubble.add(path);
    const caches = new Set([...theirs].map((file) => join(parent(file), "__pycache__")));
    const isWrittenInPlace = ({ path, at }: Found) =>
      theirs.has(at) || caches.has(parent(at)) || isShared(path) || isScript(context, guarded, at);
    const entries = await preservePrefix(bench, guarded, preservedFolder(context), isWrittenInPlace);
    const files = entries.filter(({ kind }) => kind === "file");
    for (const { inode, size, mtime } of files) before.files.add(stateOf({ inode, size, mtime }));
    return `${files.length} files`;
  },
});

/** The same distribution by its real path, as `guarded` is one. */
function resolved(machine: Machine, distribution: Distribution): Distribution {
  const location = machine.realPath(distribution.location) ?? distribution.location;
  return { ...distribution, location, info: join(location, baseName(distribution.info)) };
}

/** What of these distributions and their files no engine should meet: pip writes through a link, and removes nothing of which it has no list. */
function rubbleOf(
  { bench, work, place }: StepContext,
  own: readonly Distribution[],
  theirs: readonly AbsolutePath[],
): readonly AbsolutePath[] {
  const isLost = (path: AbsolutePath): boolean =>
    bench.status(path)?.kind === "link" && bench.target(path) === undefined;
  const unlisted = own.filter(
    ({ format, info }) => format === "dist-info" && bench.status(join(info, "RECORD")) === undefined,
  );
  return [
    ...theirs.filter((path) => isInside(path, place.guarded) && isLost(path)),
    ...(work.action === "repair" ? unlisted.map(({ info }) => info) : []),
  ];
}

/** Files that several distributions or the environment itself own and that tools write in place. */
function isShared(path: string): boolean {
  return (
    path === "pyvenv.cfg" ||
    path.endsWith(".pth") ||
    /^conda-meta\/(?:history|state|[^/]+\.json)$/u.test(path)
  );
}

function isScript({ bench }: StepContext, prefix: AbsolutePath, at: AbsolutePath): boolean {
  const folder = parent(at);
  if (!isInside(folder, prefix) || !/^(?:bin|Scripts)$/u.test(baseName(folder)) || parent(folder) !== prefix)
    return false;
  const content = bench.readBytes(at, LARGEST_SCRIPT);
  return content !== undefined && content[0] === 0x23 && content[1] === 0x21; // "#!"
}
