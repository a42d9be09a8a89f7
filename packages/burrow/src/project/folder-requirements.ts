import type { GoalRequirement } from "../model/goal.ts";
import { join, relative, type AbsolutePath } from "../model/path.ts";
import { reason } from "../model/reason.ts";
import { andText } from "../standards/marker-algebra.ts";
import { printable } from "../standards/printable.ts";
import { parsePyproject } from "../standards/pyproject.ts";
import { listsRequirements, readPyproject } from "./pyproject-file.ts";
import { NOTHING, together, type FolderNeed, type Reading, type Scope } from "./reading.ts";
import { findSetupFiles, readSetupFiles } from "./setup-files.ts";
import { sourceText } from "./source-text.ts";

/** More folders than this are not read. */
const MOST_FOLDERS = 200;

/**
 * A reading with what its folders need, and the folders among that, and so on. What only a folder's build can tell is a warning: nothing is run.
 * `known` is a folder whose own requirements are in the reading already; only its extras are added.
 */
export function withFolders(reading: Reading, scope: Scope, known?: AbsolutePath): Reading {
  const readings = [reading];
  const done = new Set<string>(known === undefined ? [] : [key(known, "")]);
  const queue = [...reading.folders];
  for (let need = queue.shift(); need !== undefined; need = queue.shift()) {
    const asked = ["", ...need.extras].filter((extra) => !done.has(key(need.folder, extra)));
    if (asked.length === 0) continue;
    if (done.size > MOST_FOLDERS) {
      readings.push({
        ...NOTHING,
        warnings: [reason("not-read", { what: `more than ${MOST_FOLDERS} folders`, path: need.folder })],
      });
      break;
    }
    for (const extra of asked) done.add(key(need.folder, extra));
    const read = readFolder(need, asked, scope);
    readings.push(read);
    queue.push(...read.folders);
  }
  return together(readings);
}

function key(folder: AbsolutePath, extra: string): string {
  return `${folder}\u0000${extra}`;
}

/** What the files of one folder say of its requirements; of its own (`""`) and of its extras, as asked. */
function readFolder({ folder, marker }: FolderNeed, asked: readonly string[], scope: Scope): Reading {
  const inside: Scope = { ...scope, root: folder };
  const extras = asked.filter((extra) => extra !== "");
  const whole = asked.includes("");
  const file = join(folder, "pyproject.toml");
  const source = sourceText(file, inside);
  const pyproject = source.state === "text" ? parsePyproject(source.text) : undefined;
  const setup =
    pyproject && (pyproject.project || listsRequirements(pyproject)) ? undefined : findSetupFiles(inside);
  const offered = setup
    ? setup.extras
    : [
        ...(pyproject?.project?.extras.keys() ?? []),
        ...(pyproject?.poetry?.extras.keys() ?? []),
        ...(pyproject?.extraFiles.keys() ?? []),
      ];
  const taken = extras.filter((extra) => offered.includes(extra));
  const read =
    pyproject && !setup
      ? readPyproject(pyproject, file, { groups: [], extras: taken, unknown: [] }, inside, whole)
      : setup?.cfg || setup?.py
        ? readSetupFiles(setup, taken, inside)
        : unknown(folder);
  const said = setup && !whole && taken.length === 0 ? NOTHING : read;
  const under = (requirement: GoalRequirement): GoalRequirement => {
    const when = andText(requirement.marker, marker);
    return when === undefined ? requirement : { ...requirement, marker: when };
  };
  return {
    requirements: said.requirements.map(under),
    // Its indexes, its constraints and its own tools are not the project's.
    constraints: [],
    options: [],
    folders: said.folders.map((need) => {
      const when = andText(need.marker, marker);
      return when === undefined ? need : { ...need, marker: when };
    }),
    problems: said.problems,
    warnings: [
      ...said.warnings,
      ...extras
        .filter((extra) => !offered.includes(extra))
        .map((extra) =>
          reason("folder-extra", { path: relative(scope.root, folder), extra: printable(extra) }),
        ),
    ],
    manifests: said.manifests,
  };
}

function unknown(folder: AbsolutePath): Reading {
  return { ...NOTHING, warnings: [reason("unknown-requirements", { path: folder, fields: "dependencies" })] };
}
