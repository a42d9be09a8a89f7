import * as v from "valibot";
import type { BuildSource } from "../../model/built.ts";
import { normalizeName } from "../../standards/name.ts";
import { parseDirectUrl } from "../../standards/direct-url.ts";
import { parseJson } from "../../standards/json.ts";
import type { Engine, MadeWheel, Talk } from "../engine.ts";
import { engineOptions } from "../engine-options.ts";
import { sourceLine } from "../source-lines.ts";
import { type PipContext, pipCommand } from "./pip-context.ts";
import { pipFailure } from "./pip-failure.ts";
import { pipOptionArguments } from "./pip-options.ts";

const REPORT = "report.json";
const SCHEMA = v.object({
  version: v.literal("1"),
  install: v.tuple([
    v.object({
      download_info: v.record(v.string(), v.unknown()),
      metadata: v.object({ name: v.string(), version: v.string() }),
    }),
  ]),
});

/**
 * Builds a wheel in two talks: the first finds which commit, archive or version the source means now and says so by a report, the second builds exactly that.
 * What the build requires comes as wheels.
 */
export function* pipBuildWheel(
  context: PipContext,
  { python, source, hashes, options, folder }: Parameters<NonNullable<Engine["buildWheel"]>>[0],
): Talk<MadeWheel> {
  const read = engineOptions(options);
  const shared = [
    "--no-deps",
    "--only-binary",
    ":all:",
    ...(source.kind === "index" ? ["--no-binary", source.name] : []),
    ...(context.offline ? ["--no-index"] : []),
    ...pipOptionArguments(read),
  ];
  const found = yield pipCommand(
    context,
    python,
    [
      "install",
      "--dry-run",
      "--ignore-installed",
      ...shared,
      "--report",
      { scratch: REPORT },
      "-r",
      { scratch: "source.txt" },
    ],
    { files: { "source.txt": read.lines + sourceLine(source, hashes) }, reads: [REPORT], builds: true },
  );
  if (found.status !== 0 || found.failure !== undefined) return { ok: false, detail: pipFailure(found) };
  const meant = meaningOf(found.files[REPORT], source);
  if (meant === undefined) return { ok: false, detail: "pip wrote a report that burrow does not know" };
  const built = yield pipCommand(
    context,
    python,
    ["wheel", ...shared, "--wheel-dir", folder, "-r", { scratch: "exact.txt" }],
    { files: { "exact.txt": read.lines + sourceLine(meant.exact, meant.hashes) }, builds: true },
  );
  if (built.status !== 0 || built.failure !== undefined) return { ok: false, detail: pipFailure(built) };
  const { name, version, directUrl } = meant;
  return { ok: true, name, version, ...(directUrl && { directUrl }) };
}

/** What the source means now, and how to ask for exactly that. */
function meaningOf(text: string | undefined, source: BuildSource) {
  const json = parseJson(text ?? "");
  const report = json.ok ? v.safeParse(SCHEMA, json.value) : undefined;
  if (report?.success !== true) return undefined;
  const [{ download_info: info, metadata }] = report.output.install;
  const directUrl = parseDirectUrl(JSON.stringify(info));
  if (!directUrl.ok) return undefined;
  const { vcs, archive, subdirectory } = directUrl.value;
  const named = { name: normalizeName(metadata.name), version: metadata.version };
  const sha256 = archive?.hashes["sha256"];
  const hashes = sha256 === undefined ? [] : [`sha256:${sha256}`];
  if (source.kind === "index")
    return {
      ...named,
      hashes,
      exact: { ...source, specifier: `==${metadata.version}` },
      directUrl: undefined,
    };
  const below = subdirectory === undefined ? "" : `#subdirectory=${subdirectory}`;
  const exact: BuildSource =
    vcs === undefined
      ? source
      : { kind: "address", url: `${vcs.kind}+${directUrl.value.url}@${vcs.commit}${below}` };
  return { ...named, hashes, exact, directUrl: directUrl.value };
}
