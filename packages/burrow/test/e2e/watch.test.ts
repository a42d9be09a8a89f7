import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { project, type Project, type Started } from "../kit/e2e.ts";
import { loopback } from "../kit/loopback.ts";
import { ASKED, WARD } from "../kit/ward.ts";
import { onPath } from "../kit/tools.ts";
import { freeze } from "../kit/venv.ts";

const HELD = ["leaf==1.0", "lonely==3.0", "tool==1.0", "torch==2.1.0+cu121"];

async function ready(files: Readonly<Record<string, string>> = {}): Promise<Project> {
  const index = await loopback(WARD);
  const here = project({ "requirements.txt": `${ASKED.join("\n")}\n`, ...files }, { env: index.env });
  expect((await here.run("up")).status).toBe(0);
  return here;
}

/** Waits for an event; the events so far are kept. */
function listener({ process: child }: Started) {
  const seen: { readonly type: string; readonly [key: string]: unknown }[] = [];
  let rest = "";
  const waiting: (() => void)[] = [];
  child.stderr?.on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.startsWith("{")) seen.push(JSON.parse(line));
    for (const wake of waiting.splice(0)) wake();
  });
  return async (isMeant: (event: (typeof seen)[number]) => boolean) => {
    for (;;) {
      const found = seen.find(isMeant);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        child.once("close", () => resolve());
      });
      if (child.exitCode !== null) throw new Error(`it ended: ${JSON.stringify(seen)}${rest}`);
    }
  };
}

test("B8 B45 D56 D62 D64 D65 what breaks while it watches is told, healed where that is allowed, written down; it stays small and ends cleanly", async () => {
  const here = await ready({ "burrow.toml": "auto-repair = true\n" });
  const watching = here.start(
    "watch",
    "--interval",
    "1",
    "--machine-interval",
    "3600",
    "--json-events",
    "--json",
  );
  const next = listener(watching);
  const first = await next(({ type }) => type === "health.examined");
  expect([first["scope"], first["health"]]).toEqual(["project", "healthy"]);

  rmSync(here.at(".venv/lib", minorOf(here), "site-packages/leaf/vein.py"));
  const found = await next(({ type }) => type === "health.found");
  expect(found["finding"]).toMatchObject({ code: expect.stringMatching(/files-missing|changed-by-hand/u) });
  await next(
    ({ type, finding }) => type === "health.gone" && (finding as { code: string }).code === "files-missing",
  );
  expect(freeze(here.at(".venv"))).toEqual(HELD);

  await next(({ type, scope }) => type === "health.examined" && scope === "machine");
  watching.process.kill("SIGTERM");
  const ended = await watching.ended;
  expect([ended.status, ended.json.repairs]).toEqual([0, 1]);
  // Bytes that the resident process occupied at each examination, the machine's among them.
  const occupied = ended.stderr.split("\n").flatMap((line) => {
    const event = line.startsWith("{") ? JSON.parse(line) : {};
    return event.type === "health.examined" ? [event.memory as number] : [];
  });
  expect(occupied.length).toBeGreaterThan(2);
  expect(Math.max(...occupied)).toBeLessThanOrEqual(60 * 1024 ** 2);
  expect(Math.min(...occupied)).toBeGreaterThan(0);
  const folder = join(here.home, "burrow/data/health-reports");
  const [day = ""] = readdirSync(folder);
  expect(day).toMatch(/^\d{4}-\d{2}-\d{2}\.json$/u);
  const written = JSON.parse(readFileSync(join(folder, day), "utf8"));
  expect(written.examined.map(({ scope }: { scope: string }) => scope).toSorted()).toEqual([
    "machine",
    "project",
  ]);
});

test("B45 without leave it only tells", async () => {
  const here = await ready();
  rmSync(here.at(".venv/lib", minorOf(here), "site-packages/leaf/vein.py"));
  const watched = await here.run(
    "watch",
    "--interval",
    "1",
    "--machine-interval",
    "3600",
    "--rounds",
    "3",
    "--json",
  );
  expect([watched.status, watched.json.examinations, watched.json.repairs]).toEqual([0, 3, 0]);
  expect((await here.run("doctor")).status).toBe(1);
});

test("the unit is written, taken by systemd, found unchanged, and removed", async () => {
  const here = project({});
  const written = await here.run("watch", "--install", "--json");
  expect([written.status, written.json.status]).toEqual([0, "installed"]);
  if (onPath("systemd-analyze") !== undefined)
    execFileSync("systemd-analyze", ["verify", "--user", written.json.file], {
      env: { ...process.env, XDG_RUNTIME_DIR: here.home },
    });
  expect((await here.run("watch", "--install", "--json")).json.status).toBe("unchanged");
  expect((await here.run("watch", "--uninstall", "--json")).json.status).toBe("removed");
  expect((await here.run("watch", "--uninstall", "--json")).json.status).toBe("absent");
});

function minorOf(here: Project): string {
  return readdirSync(here.at(".venv/lib")).find((name) => name.startsWith("python")) ?? "";
}
