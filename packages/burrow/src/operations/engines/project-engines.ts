import { createHash } from "node:crypto";
import { type AbsolutePath, join } from "../../model/path.ts";
import { consentsIn } from "../../registry/consents.ts";
import { parseRecord } from "../../standards/record.ts";
import type { Context } from "../context.ts";

// A project's folder may come from anywhere, so an engine in it is run only as the very one that burrow put there.

/** Remembers an engine that burrow unpacked below a project, by its place and all of its content. */
export async function rememberTree(context: Context, home: AbsolutePath): Promise<void> {
  const { bench, folders, now } = context;
  const sha256 = await contentOf(context, home);
  if (sha256 === undefined) return;
  const at = new Date(now()).toISOString();
  consentsIn(bench, folders.data).add(sha256, { project: home, name: "engine", argv: [home], at });
}

/** Whether a folder holds what burrow put there, to the letter. */
export async function isRemembered(context: Context, home: AbsolutePath): Promise<boolean> {
  const sha256 = await contentOf(context, home);
  return sha256 !== undefined && consentsIn(context.bench, context.folders.data).has(sha256);
}

/** One hash of the place, the wheel's RECORD and every file that it lists; undefined when a file is not as it lists, or one is there that it does not. */
async function contentOf({ bench }: Context, home: AbsolutePath): Promise<string | undefined> {
  const info = bench.list(home).find(({ name }) => name.endsWith(".dist-info"));
  const record = info && join(home, info.name, "RECORD");
  const text = record && bench.readText(record);
  if (text === undefined) return undefined;
  const hash = createHash("sha256").update(`${home}\0${text}`);
  for (const { path, hash: listed } of parseRecord(text)) {
    if (listed === undefined) continue;
    const sha256 = await bench.sha256(join(home, ...path.split("/")));
    if (sha256 === undefined || `sha256=${Buffer.from(sha256, "hex").toString("base64url")}` !== listed)
      return undefined;
    hash.update(`${path}\0${sha256}\0`);
  }
  return hash.digest("hex");
}
