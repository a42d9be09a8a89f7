// The judges: what is on disk, byte for byte, and whether an environment works. They share no code with burrow.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** All below a folder, a line each: path, kind, permission bits, and the content's SHA-256 or the link's text. `except` says by the relative path what is left out. */
export function tree(root, except = () => false) {
  const lines = [];
  const visit = (path) => {
    if (path !== "" && except(path)) return;
    const at = join(root, path);
    const status = lstatSync(at);
    const mode = (status.mode & 0o7777).toString(8);
    if (status.isSymbolicLink()) lines.push(`${path} link ${readlinkSync(at)}`);
    else if (status.isDirectory()) {
      lines.push(`${path} folder ${mode}`);
      for (const name of readdirSync(at).toSorted()) visit(join(path, name));
    } else if (status.isFile())
      lines.push(`${path} file ${mode} ${createHash("sha256").update(readFileSync(at)).digest("hex")}`);
    else lines.push(`${path} other ${mode}`);
  };
  visit("");
  return lines;
}

/** The lines that only one of two trees has, at most a few. */
export function difference(is, was) {
  const [now, then] = [new Set(is), new Set(was)];
  const more = is.filter((line) => !then.has(line)).map((line) => `+ ${line}`);
  const less = was.filter((line) => !now.has(line)).map((line) => `- ${line}`);
  return [...more, ...less].slice(0, 12);
}

/** Bytes on disk by blocks, a file of several names once. */
export function space(...roots) {
  const seen = new Set();
  let bytes = 0;
  const visit = (at) => {
    const status = lstatSync(at, { throwIfNoEntry: false });
    if (status === undefined || seen.has(status.ino)) return;
    seen.add(status.ino);
    bytes += status.blocks * 512;
    if (status.isDirectory()) for (const name of readdirSync(at)) visit(join(at, name));
  };
  roots.forEach(visit);
  return bytes;
}

/** Files of RECORD that are missing or wrong, distributions without metadata or with two, and imports that fail. */
const PROBE = `
import base64, csv, hashlib, importlib, os, sys
from importlib import metadata
wrong, names = [], {}
site = next(p for p in sys.path if p.endswith("site-packages"))
for entry in os.listdir(site):
    if entry.startswith("~"):  # what pip sets aside: it takes room, and pip warns of it
        continue
    if entry.endswith(".dist-info"):
        there = os.path.join(site, entry)
        if not all(os.path.exists(os.path.join(there, f)) for f in ("METADATA", "RECORD")):
            wrong.append("no metadata: " + entry)
            continue
        name = metadata.PathDistribution(__import__("pathlib").Path(there)).metadata["Name"].lower()
        names.setdefault(name, []).append(entry)
        for path, digest, size in csv.reader(open(os.path.join(there, "RECORD"), encoding="utf-8")):
            at = os.path.join(site, path)
            if path.endswith(".pyc"):
                continue
            if not os.path.exists(at):
                wrong.append("missing: " + path)
            elif digest:
                kind, _, text = digest.partition("=")
                is_ = hashlib.new(kind, open(at, "rb").read()).digest()
                if base64.urlsafe_b64encode(is_).rstrip(b"=").decode() != text:
                    wrong.append("altered: " + path)
for name, entries in names.items():
    if len(entries) > 1:
        wrong.append("twice: " + ", ".join(entries))
for pair in sys.argv[1].split():
    module, _, owner = pair.partition("@")
    if owner and owner not in names:
        continue
    try:
        importlib.import_module(module)
    except BaseException as error:
        wrong.append(f"import {module}: {error!r}")
print("\\n".join(wrong))
`;

/** What is wrong with an environment, a line each; nothing when it works. Each module (`name@distribution`) has to be importable; with `partly` only where its distribution is there. */
export function faultsOf(prefix, modules, { partly = false } = {}) {
  const asked = partly ? modules : modules.map((module) => module.split("@")[0]);
  const run = spawnSync(join(prefix, "bin/python"), ["-I", "-B", "-c", PROBE, asked.join(" ")], {
    encoding: "utf8",
    env: {},
  });
  if (run.status !== 0)
    return [`its Python does not run: ${run.error?.code ?? run.stderr.trim().split("\n").at(-1)}`];
  return run.stdout.split("\n").filter((line) => line !== "");
}
