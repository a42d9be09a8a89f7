import * as v from "valibot";

import type { DirectUrl } from "../model/distribution.ts";
import { parsed, unparsed, type Parsed } from "../model/parsed.ts";
import { parseJson } from "./json.ts";

const HASHES = v.record(v.string(), v.string());

const DIRECT_URL = v.object({
  url: v.string(),
  subdirectory: v.optional(v.string()),
  dir_info: v.optional(v.object({ editable: v.optional(v.boolean()) })),
  archive_info: v.optional(v.object({ hash: v.optional(v.string()), hashes: v.optional(HASHES) })),
  vcs_info: v.optional(
    v.object({ vcs: v.string(), commit_id: v.string(), requested_revision: v.optional(v.string()) }),
  ),
});

/** Reads a `direct_url.json` (PEP 610); the older `archive_info.hash` is one of the hashes. */
export function parseDirectUrl(text: string): Parsed<DirectUrl> {
  const json = parseJson(text);
  if (!json.ok) return json;
  const read = v.safeParse(DIRECT_URL, json.value);
  if (!read.success) return unparsed(`it is not of PEP 610's form: ${read.issues[0].message}`, 0);

  const { url, subdirectory, dir_info: folder, archive_info: archive, vcs_info: vcs } = read.output;
  return parsed({
    url,
    ...(folder && { folder: { editable: folder.editable ?? false } }),
    ...(archive && { archive: { hashes: { ...oldHash(archive.hash), ...archive.hashes } } }),
    ...(vcs && {
      vcs: {
        kind: vcs.vcs,
        commit: vcs.commit_id,
        ...(vcs.requested_revision !== undefined && { requested: vcs.requested_revision }),
      },
    }),
    ...(subdirectory !== undefined && { subdirectory }),
  });
}

/** Writes a `direct_url.json` (PEP 610). */
export function directUrlText({ url, folder, archive, vcs, subdirectory }: DirectUrl): string {
  return JSON.stringify({
    url,
    ...(folder && { dir_info: folder.editable ? { editable: true } : {} }),
    ...(archive && { archive_info: { hashes: archive.hashes } }),
    ...(vcs && {
      vcs_info: {
        vcs: vcs.kind,
        ...(vcs.requested !== undefined && { requested_revision: vcs.requested }),
        commit_id: vcs.commit,
      },
    }),
    ...(subdirectory !== undefined && { subdirectory }),
  });
}

/** `sha256=abc`, as the first version of the standard had it. */
function oldHash(text: string | undefined): Readonly<Record<string, string>> {
  const equals = text?.indexOf("=") ?? -1;
  return text === undefined || equals < 1 ? {} : { [text.slice(0, equals)]: text.slice(equals + 1) };
}
