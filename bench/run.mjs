// Burrow beside its peers, in one run, as ratios: `npm run bench [-- rounds]`. Trust the ratios, not the milliseconds.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { interleaved } from "./measure.mjs";

const rounds = Number(process.argv[2] ?? 15);
const program = fileURLToPath(new URL("../packages/burrow/dist/main.js", import.meta.url));
const burrow = (...args) => [process.execPath, program, ...args];
const folder = mkdtempSync(join(tmpdir(), "burrow-bench-"));
const cache = fileURLToPath(new URL("../node_modules/.cache/burrow-e2e/", import.meta.url));
const uvFolders = [join(cache, "uv-0.13.8"), ...(process.env.PATH ?? "").split(delimiter)];
const uv = uvFolders.map((place) => join(place, "uv")).find((path) => existsSync(path));
if (uv === undefined) throw new Error("uv is needed; run the tests once, or put it on PATH");

const project = join(folder, "project");
const env = {
  ...process.env,
  BURROW_HOME: join(folder, "burrow"),
  PATH: [dirname(uv), process.env.PATH].join(delimiter),
};
delete env.VIRTUAL_ENV;
delete env.NODE_EXTRA_CA_CERTS; // costs Node more to start than anything measured here
const must = ([head, ...rest], cwd = project) => {
  const run = spawnSync(head, rest, { cwd, env, encoding: "utf8" });
  if (run.status !== 0) throw new Error(`${head} ${rest.join(" ")}\n${run.stdout}${run.stderr}`);
};

try {
  mkdirSync(project);
  writeFileSync(join(folder, "empty.mjs"), "");
  writeFileSync(join(project, "requirements.txt"), "flask==3.0.3\nrequests==2.32.3\npytest==8.3.3\n");
  must(burrow("up"));
  writeFileSync(join(project, "requirements.txt"), "flask==3.0.3\nrequests==2.32.4\npytest==8.3.3\n");
  must(burrow("up"));
  const python = join(project, ".venv/bin/python");
  const here = { cwd: project, env };

  const start = interleaved(
    {
      burrow: { command: burrow("--version"), ...here },
      node: { command: [process.execPath, join(folder, "empty.mjs")], ...here },
    },
    rounds,
  );
  const satisfied = interleaved(
    {
      burrow: { command: burrow("up"), ...here },
      "uv pip check": { command: [uv, "pip", "check", "--python", python], ...here },
    },
    rounds,
  );
  const run = interleaved(
    {
      burrow: { command: burrow("run", "python", "-c", "pass"), ...here },
      "uv run --no-sync": {
        command: [uv, "run", "--no-project", "--python", python, "python", "-c", "pass"],
        ...here,
      },
      python: { command: [python, "-c", "pass"], ...here },
    },
    rounds,
  );
  let next = 1;
  const back = interleaved(
    {
      burrow: {
        command: ["sh", "-c", `exec "$0" "$1" rollback "$(cat next)"`, process.execPath, program],
        ...here,
        before: turn,
      },
      "--version": { command: burrow("--version"), ...here },
    },
    rounds,
  );
  function turn() {
    writeFileSync(join(project, "next"), String(next));
    next = 3 - next;
  }

  print("start: burrow --version", start);
  print("is it satisfied? burrow up", satisfied);
  print("run a program: burrow run", run);
  print("go back: burrow rollback", back);
  promise(
    "`burrow --version` costs at most 15 ms of CPU beyond bare Node",
    start.burrow.cpu - start.node.cpu,
    15,
  );
  promise(
    "`burrow rollback` takes at most 200 ms beyond start-up",
    back.burrow.wall - back["--version"].wall,
    200,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function print(title, results) {
  process.stdout.write(`\n${title}\n`);
  for (const [name, { wall, cpu }] of Object.entries(results)) {
    const ratio = name === "burrow" ? "" : `burrow is ${(results.burrow.cpu / cpu).toFixed(1)} × its CPU`;
    const numbers = `${wall.toFixed(0).padStart(6)} ms wall ${cpu.toFixed(0).padStart(6)} ms CPU`;
    process.stdout.write(`  ${name.padEnd(18)}${numbers}   ${ratio}\n`);
  }
}

function promise(text, measured, limit) {
  const kept = measured <= limit;
  process.stdout.write(`${kept ? "✓" : "✗"} ${text}: ${measured.toFixed(0)} ms\n`);
  if (!kept) process.exitCode = 1;
}
