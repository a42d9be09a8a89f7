import type { GoalRequirement } from "../model/goal.ts";
import { parsed, unparsed, type Parsed } from "../model/parsed.ts";
import { isAbsolute, join, parent, type AbsolutePath } from "../model/path.ts";
import type { Origin } from "../model/text-origin.ts";
import { fileUrl, fileUrlPath } from "../standards/file-url.ts";
import { normalizeName } from "../standards/name.ts";
import { printable } from "../standards/printable.ts";
import { parseRequirement } from "../standards/requirement.ts";
import { folderName } from "./folder-name.ts";
import type { Scope } from "./reading.ts";

/** A requirement as a file writes it. */
export interface WrittenRequirement {
  /** What is to be understood, variables put in. */
  readonly text: string;
  /** What people are shown. */
  readonly display: string;
  readonly hashes: readonly string[];
  readonly origin: Origin;
}

const URL = /^(?:(?:git|hg|svn|bzr)(?:\+[a-z]+)?|https?|ftp|file|ssh|sftp):/iu;
const ARCHIVE = /\.(?:whl|zip|tar|tgz|tbz|txz|tlz|tar\.(?:gz|bz2|xz|lz|lzma))$/iu;
const WITH_EXTRAS = /^(.+?)(\[[^[\]]*\])$/u;

/**
 * Understands one requirement as pip does: a URL or VCS address, a folder or archive of the project, else PEP 508. A relative path starts at the
 * project's folder, or at the file's own where only that leads somewhere. Nothing is built to learn a name.
 */
export function readRequirement(written: WrittenRequirement, scope: Scope): Parsed<GoalRequirement> {
  const { text } = written;
  if (URL.test(text)) return readAddress(written, scope);
  const { body, marker } = splitMarker(text, ";");
  const [, bare = body, extras = ""] = WITH_EXTRAS.exec(body) ?? [];
  if (looksLikePath(bare) || ARCHIVE.test(bare)) {
    const path = localPath(bare, written.origin.file, scope);
    if (path !== undefined) return pathRequirement(written, path, extras, marker, scope);
  }
  return readPep508(written, body);
}

/** Understands what follows `-e`: a folder, or a VCS address (which is kept as a URL). */
export function readEditable(written: WrittenRequirement, scope: Scope): Parsed<GoalRequirement> {
  const { text, origin } = written;
  const [, bare = text, extras = ""] = WITH_EXTRAS.exec(text) ?? [];
  const path = /^file:/iu.test(bare) ? fileUrlPath(bare) : localPath(bare, origin.file, scope);
  if (path !== undefined && scope.files.isFolder(path)) {
    const rest = suffix(extras, undefined);
    return rest.ok
      ? parsed({
          ...blank(written),
          ...rest.value,
          name: folderName(path, scope) ?? "",
          url: fileUrl(path),
          editable: path,
        })
      : rest;
  }
  if (/^(?:git|hg|svn|bzr)\+/iu.test(text)) return readAddress(written, scope);
  return text.includes("@")
    ? readPep508(written, text)
    : unparsed(`\`${shown(text, written)}\` is not a folder here and not a VCS address`, 0);
}

function readPep508(written: WrittenRequirement, body: string): Parsed<GoalRequirement> {
  const read = parseRequirement(written.text);
  if (read.ok) {
    const { name, extras, specifier, marker, url } = read.value;
    return parsed({
      ...blank(written),
      name: normalizeName(name),
      extras: extras.map(normalizeName),
      specifier: String(specifier),
      ...(marker !== undefined && { marker: String(marker) }),
      ...(url !== undefined && { url }),
    });
  }
  if (looksLikePath(body)) return unparsed(`\`${shown(body, written)}\` is not there`, 0);
  return unparsed(
    `\`${shown(written.text, written)}\` is not a requirement: ${read.problem.message}`,
    read.problem.index,
  );
}

/** A URL that stands for itself; its name is that of its wheel or its `#egg=`. */
function readAddress(written: WrittenRequirement, scope: Scope): Parsed<GoalRequirement> {
  const { body: url, marker } = splitMarker(written.text, "; ");
  const rest = suffix("", marker);
  if (!rest.ok) return rest;
  const path = /^file:/iu.test(url) ? fileUrlPath(url) : undefined;
  if (/^file:/iu.test(url) && path === undefined)
    return unparsed(`\`${shown(url, written)}\` is not the address of a file of this machine`, 0);
  const egg = /[#&]egg=([A-Za-z0-9._-]+)(?:\[([^\]]*)\])?/u.exec(url);
  const extras = egg?.[2] === undefined ? [] : egg[2].split(",").map((extra) => normalizeName(extra.trim()));
  const folder = path !== undefined && scope.files.isFolder(path) ? folderName(path, scope) : undefined;
  const name = egg?.[1] ?? wheelName(url) ?? folder ?? "";
  return parsed({ ...blank(written), ...rest.value, extras, name: normalizeName(name), url });
}

function pathRequirement(
  written: WrittenRequirement,
  path: AbsolutePath,
  extras: string,
  marker: string | undefined,
  scope: Scope,
): Parsed<GoalRequirement> {
  const rest = suffix(extras, marker);
  const name = wheelName(path) ?? folderName(path, scope) ?? "";
  return rest.ok
    ? parsed({ ...blank(written), ...rest.value, name: normalizeName(name), url: fileUrl(path) })
    : rest;
}

/** What to do about a requirement that was not understood. */
export function requirementHint(text: string, message: string): string {
  const [, name, version] = /^([A-Za-z0-9][\w.-]{0,100})\s*=\s*([\w.*]{1,100})/u.exec(text) ?? [];
  if (name !== undefined && version !== undefined) return `write \`${name}==${version}\``;
  const [, names] = /^pip3?\s+install\s+([\w.\s-]{1,200})$/u.exec(text) ?? [];
  if (names !== undefined) return `write only the names, one a line: \`${printable(names)}\``;
  if (message.endsWith("is not there")) return "mend the path, or leave it out";
  if (message.endsWith("of a workspace here")) return "name its folder under `[tool.uv.workspace] members`";
  if (text.startsWith("-"))
    return "options are not read here; write a name with version specifiers, such as `flask>=3`";
  return "write a name with version specifiers, such as `flask>=3`";
}

/** A part of a requirement for people: where variables were put in, the whole as the file writes it, for their values may be secret. */
function shown(part: string, { text, display }: WrittenRequirement): string {
  return printable(display.includes(text) ? part : display);
}

function blank({ display, hashes, origin }: WrittenRequirement): GoalRequirement {
  return { kind: "pypi", name: "", specifier: "", extras: [], hashes, text: display, origin };
}

/** The extras and the marker of a path or URL, read as those of any requirement. */
function suffix(
  extras: string,
  marker: string | undefined,
): Parsed<Pick<GoalRequirement, "extras" | "marker">> {
  const read = parseRequirement(`it${extras}${marker === undefined ? "" : ` ; ${marker}`}`);
  if (!read.ok)
    return unparsed(
      `\`${printable([extras, marker ?? ""].filter(Boolean).join("; "))}\` is not understood: ${read.problem.message}`,
      0,
    );
  return parsed({
    extras: read.value.extras.map(normalizeName),
    ...(read.value.marker !== undefined && { marker: String(read.value.marker) }),
  });
}

function splitMarker(text: string, separator: string): { readonly body: string; readonly marker?: string } {
  const at = text.indexOf(separator);
  if (at === -1) return { body: text.trim() };
  const marker = text.slice(at + separator.length).trim();
  return { body: text.slice(0, at).trim(), ...(marker !== "" && { marker }) };
}

function looksLikePath(text: string): boolean {
  if (text.startsWith("-")) return false;
  const beforeAt = text.split("@", 1)[0] ?? "";
  return text.startsWith(".") || /[/\\]/u.test(beforeAt);
}

/** The path that a text leads to, when something is there. */
function localPath(text: string, file: AbsolutePath, { files, root }: Scope): AbsolutePath | undefined {
  if (text === "" || text.includes("\u0000") || (isAbsolute(text) && text.startsWith("\\\\")))
    return undefined;
  return [join(root, text), join(parent(file), text)].find(
    (path) => files.isFolder(path) || (ARCHIVE.test(path) && files.fact(path).was !== "absent"),
  );
}

/** The name in a wheel's file name (`name-version-…-….whl`). */
function wheelName(place: string): string | undefined {
  return /(?:^|[/\\])([^-/\\]+)-[^-/\\]+(?:-[^-/\\]+)?-[^-/\\]+-[^-/\\]+-[^-/\\]+\.whl(?:[?#].*)?$/iu.exec(
    place,
  )?.[1];
}
