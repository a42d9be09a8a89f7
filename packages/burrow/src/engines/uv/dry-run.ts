import * as v from "valibot";
import type { Output } from "../../machine/command.ts";
import { BurrowError } from "../../model/error.ts";
import { parseJson } from "../../standards/json.ts";
import { normalizeName } from "../../standards/name.ts";
import { parseVersion } from "../../standards/version.ts";

const REPORT = v.object({
  dry_run: v.literal(true),
  changes: v.array(
    v.object({ name: v.string(), version: v.string(), action: v.picklist(["installed", "uninstalled"]) }),
  ),
});

/** What uv would change: exact versions that come, and names that go without a successor. */
export interface DryRun {
  readonly comes: readonly { readonly name: string; readonly version: string }[];
  readonly goes: readonly string[];
}

/** Whether this uv tells a dry run as JSON; before 0.13.0 it only prints lines. */
export function tellsJson(version: string): boolean {
  const parts = parseVersion(version);
  if (!parts.ok) return false;
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 0 || minor >= 13;
}

/** Reads a dry run that ended with status 0. What is not of the known form is `engine/failed`: the JSON is marked preview and may change. */
export function readDryRun(output: Output, version: string): DryRun {
  return tellsJson(version)
    ? dryRunOf(jsonChanges(output.stdout, version))
    : dryRunOf(lineChanges(output.stderr));
}

interface Changed {
  readonly name: string;
  readonly version: string;
  readonly action: "installed" | "uninstalled";
}

function jsonChanges(text: string, version: string): readonly Changed[] {
  const json = parseJson(text);
  const report = json.ok ? v.safeParse(REPORT, json.value) : undefined;
  if (report?.success === true) return report.output.changes;
  throw new BurrowError(
    "engine/failed",
    `uv ${version} answered a dry run in a form that burrow does not know`,
    {
      because: json.ok ? (report?.issues?.[0].message ?? "it is empty") : json.problem.message,
      hint: "burrow up --engine pip",
    },
  );
}

/** ` + name==version (from url)` and ` - name==version`, one change a line; `~` is a reinstallation. */
function lineChanges(text: string): readonly Changed[] {
  return [...text.matchAll(/^ ([-+~]) ([A-Za-z0-9._-]+)==(\S+)/gmu)].map(
    ([, sign, name = "", version = ""]) => ({
      name,
      version,
      action: sign === "-" ? "uninstalled" : "installed",
    }),
  );
}

function dryRunOf(changes: readonly Changed[]): DryRun {
  const comes = changes
    .filter(({ action }) => action === "installed")
    .map(({ name, version }) => ({ name: normalizeName(name), version }));
  const goes = changes
    .filter(({ action }) => action === "uninstalled")
    .map(({ name }) => normalizeName(name))
    .filter((name) => !comes.some((come) => come.name === name));
  return { comes, goes };
}
