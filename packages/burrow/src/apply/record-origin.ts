import { createHash } from "node:crypto";
import type { Workbench } from "../machine/workbench.ts";
import type { Distribution } from "../model/distribution.ts";
import { baseName, join } from "../model/path.ts";
import type { Pin } from "../model/pin.ts";
import { directUrlText } from "../standards/direct-url.ts";
import { StepFailed } from "./step-kind.ts";

/**
 * Has the metadata of what was built from source say where that came from, and not where its wheel lay (PEP 610). Both files are made anew, never written in
 * place: an engine may have linked them from its cache.
 */
export function recordOrigins(
  bench: Workbench,
  pins: readonly Pin[],
  distributions: readonly Pick<Distribution, "name" | "info">[],
): void {
  for (const { name, directUrl } of pins) {
    if (directUrl === undefined) continue;
    const info = distributions.find((one) => one.name === name)?.info;
    const record = info === undefined ? undefined : bench.readText(join(info, "RECORD"), Infinity);
    if (info === undefined || record === undefined) throw new StepFailed(`${name} was not installed`);
    const text = directUrlText(directUrl);
    const path = `${baseName(info)}/direct_url.json`;
    const digest = createHash("sha256").update(text).digest("base64url");
    const rows = record.split(/\r?\n/u).filter((row) => row !== "" && !row.startsWith(`${path},`));
    rows.push(`${path},sha256=${digest},${Buffer.byteLength(text)}`);
    bench.writeFile(join(info, "direct_url.json"), text, 0o644);
    bench.writeFile(join(info, "RECORD"), rows.map((row) => `${row}\n`).join(""), 0o644);
  }
}
