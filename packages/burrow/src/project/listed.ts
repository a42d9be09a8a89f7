import type { GoalRequirement } from "../model/goal.ts";
import { parsed, unparsed, type Parsed } from "../model/parsed.ts";
import { join, parent, type AbsolutePath } from "../model/path.ts";
import { fileUrl, fileUrlPath } from "../standards/file-url.ts";
import { printable } from "../standards/printable.ts";
import type { StatedRequirement } from "../standards/table-requirement.ts";
import { masked } from "./credentials.ts";
import { folderNeeds, isInstallable } from "./folder-needs.ts";
import { atMost, bounded } from "./limits.ts";
import { NOTHING, together, type Reading, type Scope } from "./reading.ts";
import { readRequirement, requirementHint } from "./requirement-text.ts";
import { inFile } from "./source-text.ts";

/** The requirements that a file lists as texts, each with its place; the columns of problems point into the text. Paths start at the file's folder. */
export function listed(texts: readonly StatedRequirement[], file: AbsolutePath, scope: Scope): Reading {
  const { statements, problems: beyond } = bounded(texts, file, (text) => text);
  const { problems, ...reading } = together(statements.map((text) => readOne(text, file, scope)));
  return { ...reading, problems: [...atMost(problems, file), ...beyond] };
}

function readOne(stated: StatedRequirement, file: AbsolutePath, scope: Scope): Reading {
  const { line, column, shown, hashes = [] } = stated;
  // PDM's word for the project's folder.
  const root = parent(file).replace(/^\//u, "").replaceAll("\\", "/");
  const text = stated.text.replaceAll("${PROJECT_ROOT}", root).trim();
  const display = masked(shown ?? stated.text);
  const written = { text, display, hashes, origin: { file, line, column } };
  const read =
    stated.unknown === undefined
      ? placed(readRequirement(written, scope), stated, file, root, scope)
      : unparsed(`\`${printable(display)}\`: ${stated.unknown}`, 0);
  if (read.ok) {
    const { requirement, installable } = read.value;
    return {
      ...NOTHING,
      requirements: installable ? [requirement] : [],
      folders: folderNeeds(requirement, scope),
    };
  }
  const { message, index } = read.problem;
  const hint = requirementHint(written.text, message);
  const problem = {
    message,
    line,
    column: column + (shown === undefined ? index : 0),
    hint,
  };
  return { ...NOTHING, problems: [inFile(file, problem)] };
}

type Placed = { readonly requirement: GoalRequirement; readonly installable: boolean };

/** Sends a requirement to the folder, the archive or the member of the workspace that its table names. */
function placed(
  read: Parsed<GoalRequirement>,
  { place }: StatedRequirement,
  file: AbsolutePath,
  root: string,
  scope: Scope,
): Parsed<Placed> {
  if (!read.ok) return read;
  const requirement = read.value;
  if (place === undefined || place.kind === "index") return parsed({ requirement, installable: true });
  if (place.kind === "workspace") {
    const folder = scope.members?.get(requirement.name);
    if (folder === undefined) return unparsed(`\`${requirement.name}\` is no member of a workspace here`, 0);
    return parsed({
      requirement: { ...requirement, url: fileUrl(folder), editable: folder },
      installable: isInstallable(folder, scope),
    });
  }
  const where = place.path.replaceAll("${PROJECT_ROOT}", root);
  const path = /^file:/iu.test(where)
    ? fileUrlPath(where)
    : where.includes("\u0000")
      ? undefined
      : join(parent(file), where);
  const isFolder = path !== undefined && scope.files.isFolder(path);
  if (path === undefined || (!isFolder && scope.files.fact(path).was === "absent"))
    return unparsed(`\`${printable(place.path)}\` is not there`, 0);
  return parsed({
    requirement: {
      ...requirement,
      url: fileUrl(path),
      ...(isFolder && place.editable && { editable: path }),
    },
    installable: true,
  });
}
