import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { CACHE, onPath, PIP_VERSIONS, pipFetched, ROOT, UV, UV_FOLDER, UV_VERSION } from "./tools.ts";

/** Builds the program once, and has uv at hand, before the first end-to-end test. */
export function setup(): void {
  if (process.env["BURROW_PROGRAM"] === undefined) must(onPath("npm") ?? "npm", ["run", "--silent", "build"]);
  if (!existsSync(UV))
    unpack(`uv==${UV_VERSION}`, UV_FOLDER, (fetched) => {
      const scripts = join(fetched, "wheel", `uv-${UV_VERSION}.data`, "scripts");
      chmodSync(join(scripts, "uv"), 0o755);
      return scripts;
    });
  for (const version of PIP_VERSIONS)
    if (!existsSync(pipFetched(version)))
      unpack(`pip==${version}`, pipFetched(version), (fetched) => fetched);
}

/** An engine from its wheel, unpacked and not installed: the tests need it with no burrow to fetch it. `choose` says which part of the folder with the wheel it is. */
function unpack(pinned: string, folder: string, choose: (fetched: string) => string): void {
  const interpreter = onPath("python3") ?? "python3";
  mkdirSync(CACHE, { recursive: true });
  const scratch = mkdtempSync(join(CACHE, "unpack-"));
  const pip = ["-m", "pip", "--quiet", "--disable-pip-version-check"];
  const wheelsOnly = ["download", "--no-deps", "--only-binary", ":all:"];
  must(interpreter, [...pip, ...wheelsOnly, pinned, "--dest", scratch]);
  const wheel = readdirSync(scratch).find((name) => name.endsWith(".whl")) ?? "";
  must(interpreter, ["-m", "zipfile", "-e", join(scratch, wheel), join(scratch, "wheel")]);
  renameSync(choose(scratch), folder);
  rmSync(scratch, { recursive: true, force: true });
}

function must(program: string, args: readonly string[]): void {
  const run = spawnSync(program, args, { cwd: ROOT, encoding: "utf8" });
  if (run.status !== 0)
    throw new Error(`${program} ${args.join(" ")}\n${run.stdout}${run.stderr}`, { cause: run.error });
}
