// Environments to measure on, made by uv from made-up wheels: exactly as many distributions as asked, one folder each.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeWheels, roots } from "./wheels.mjs";

/** Where one size is measured. `project` asks for a few distributions that need all others, `built` for all by exact pins, nothing is in it yet. */
export function prepare(folder, count, { uv, env }) {
  const wheels = join(folder, "wheels");
  const project = join(folder, "project");
  const built = join(folder, "built");
  for (const path of [wheels, project, built]) mkdirSync(path, { recursive: true });
  const pins = makeWheels(wheels, count).map(({ pin, sha256 }) => `${pin} --hash=sha256:${sha256}`);
  const options = ["--no-index", `--find-links ${wheels}`];
  writeFileSync(join(project, "requirements.txt"), `${roots(count).join("\n")}\n`);
  const pinned = join(built, "requirements.txt");
  writeFileSync(pinned, `${[...options, ...pins].join("\n")}\n`);

  const venv = join(project, ".venv");
  for (const command of fresh(uv, venv, pinned)) must(command, { cwd: folder, env });
  return { project, venv, built, pinned };
}

/** The fastest way to a new environment from pins that are in the cache: two commands. */
export function fresh(uv, venv, pinned) {
  return [
    [uv, "venv", "--quiet", "--clear", "--no-project", venv],
    [
      uv,
      "pip",
      "sync",
      "--quiet",
      "--offline",
      "--require-hashes",
      "--python",
      join(venv, "bin/python"),
      pinned,
    ],
  ];
}

/** Runs a command that is not measured; a failure ends everything. */
export function must([program, ...args], { cwd, env }) {
  const run = spawnSync(program, args, { cwd, env, encoding: "utf8" });
  if (run.status !== 0) throw new Error(`${program} ${args.join(" ")}\n${run.stdout}${run.stderr}`);
  return run.stdout;
}
