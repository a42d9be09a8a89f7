import * as v from "valibot";
import { BurrowError } from "../../model/error.ts";
import type { Pin } from "../../model/pin.ts";
import { parseJson } from "../../standards/json.ts";
import { normalizeName } from "../../standards/name.ts";

const REPORT = v.object({
  version: v.literal("1"),
  install: v.array(
    v.object({
      download_info: v.object({
        url: v.string(),
        archive_info: v.optional(v.object({ hashes: v.optional(v.record(v.string(), v.string())) })),
      }),
      is_direct: v.boolean(),
      metadata: v.object({ name: v.string(), version: v.string() }),
    }),
  ),
});

/** Reads the pins of an installation report (pip's own format, version 1). A form that is not known, or a file without SHA-256, is `engine/failed`. */
export function reportPins(text: string | undefined): readonly Pin[] {
  const json = parseJson(text ?? "");
  const report = json.ok ? v.safeParse(REPORT, json.value) : undefined;
  if (report?.success !== true)
    throw new BurrowError("engine/failed", "pip wrote a report that burrow does not know", {
      because: json.ok ? (report?.issues?.[0].message ?? "it is empty") : json.problem.message,
    });
  return report.output.install.map(({ download_info: { url, archive_info }, is_direct, metadata }) => {
    const sha256 = archive_info?.hashes?.["sha256"];
    if (sha256 === undefined)
      throw new BurrowError("engine/failed", `pip gave no SHA-256 for \`${metadata.name}\``);
    return {
      name: normalizeName(metadata.name),
      version: metadata.version,
      hashes: [`sha256:${sha256.toLowerCase()}`],
      ...(is_direct && { url }),
    };
  });
}
