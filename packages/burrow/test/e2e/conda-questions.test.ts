import { existsSync, readdirSync, readlinkSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { HOST_SUBDIR, serveChannels } from "../kit/conda/channel.ts";
import { condaProject } from "../kit/conda/project.ts";
import type { Project, Ran } from "../kit/e2e.ts";
import { atTerminal } from "../kit/terminal.ts";
import { PROGRAM } from "../kit/tools.ts";
import { tree } from "../kit/tree.ts";

/** `burrow up` where somebody sits who gives this answer to this question. */
function answering(here: Project, question: string, answer: string, env = {}): Promise<Ran> {
  return here.run({
    program: atTerminal([process.execPath, PROGRAM, "up"], { question, answer }),
    env: { TERM: "xterm", ...env },
  });
}

/** A project of conda's with one small package. */
async function orchard(more: Readonly<Record<string, string>> = {}, options = {}): Promise<Project> {
  const { main } = await serveChannels();
  const manifest = `name: orchard\nchannels: [${main}]\ndependencies: [libstone]\n`;
  return condaProject({ "environment.yml": manifest, ...more }, options);
}

const words = (text: string) => text.replaceAll(/\s+/gu, " ");
const isBuilt = (here: Project) => existsSync(here.at(".burrow/envs/orchard"));

describe("an environment that could not be had again is asked about", () => {
  const QUESTION = "continue anyway? [Y/n] ";
  const MISSING = `environment.yml is used without a lock file, so another day may bring other versions; \`burrow lock --platform ${HOST_SUBDIR}\` keeps them`;

  test("C45, C47 no lock: n, and whatever is no yes, leaves everything as it was; Enter goes on, and nothing is asked again", async () => {
    const here = await orchard();
    const was = tree(here.root);
    for (const answer of ["n", "what?"]) {
      const no = await answering(here, QUESTION, answer);
      expect([no.status, words(no.stdout).includes(MISSING)], no.stdout).toEqual([130, true]);
      expect(tree(here.root)).toEqual(was);
    }
    const yes = await answering(here, QUESTION, "");
    expect([yes.status, isBuilt(here)], yes.stdout).toEqual([0, true]);
    const again = await answering(here, QUESTION, "n");
    expect([again.status, again.stdout.includes(QUESTION)]).toEqual([0, false]);
  });

  test("C44, C48, C85 a lock that is older than what it was made of: both times, and how to make it anew", async () => {
    const here = await orchard();
    expect((await here.run("lock")).status).toBe(0);
    const lock = here.read("conda-lock.yml");
    here.write("conda-lock.yml", lock.replace(/^ {2}content_hash:\n(?: {4}.*\n)+/mu, ""));
    utimesSync(here.at("conda-lock.yml"), 1_709_285_400, 1_709_285_400);
    utimesSync(here.at("environment.yml"), 1_709_285_401, 1_709_285_401);
    const no = await answering(here, QUESTION, "n");
    expect([no.status, isBuilt(here)], no.stdout).toEqual([130, false]);
    expect(words(no.stdout)).toMatch(
      /conda-lock\.yml may be stale: environment\.yml was changed after it \(2024-03-01 \d\d:30:01, 2024-03-01 \d\d:30:00\)/u,
    );
    expect(words(no.stdout)).toContain(`burrow lock --platform ${HOST_SUBDIR}`);
    const yes = await answering(here, QUESTION, "y");
    expect([yes.status, isBuilt(here)], yes.stdout).toEqual([0, true]);
  });

  test("C46 without a terminal and in CI nothing is asked", async () => {
    const here = await orchard();
    const ci = await answering(here, QUESTION, "n", { CI: "1" });
    expect([ci.status, ci.stdout.includes(QUESTION), isBuilt(here)], ci.stdout).toEqual([0, false, true]);
    expect(readlinkSync(here.at(".burrow/envs/orchard"))).toBe("../generations/orchard/1");
    const other = await orchard();
    const silent = await other.run("up");
    expect([silent.status, silent.stdout.includes(QUESTION), isBuilt(other)]).toEqual([0, false, true]);
  });
});

describe("C69 a conda engine is fetched where somebody says so", () => {
  const QUESTION = "or not? [u/p/N] ";
  const SURE = { "burrow.toml": 'lock-policy = "ignore"\n' };
  const engines = (here: Project) =>
    [join(here.home, "burrow/data/engines"), here.at(".burrow/bin")].map((folder) =>
      existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith("py-rattler")) : [],
    );

  test("a no, a wrong guess and no answer fetch nothing; then for this project alone", async () => {
    const here = await orchard(SURE, { engine: false });
    for (const answer of ["", "n", "maybe"]) {
      const no = await answering(here, QUESTION, answer);
      expect([no.status, engines(here), isBuilt(here)], no.stdout).toEqual([3, [[], []], false]);
      expect(words(no.stdout)).toContain("py-rattler 0.28.0 can be fetched, proven by its checksum");
    }
    const project = await answering(here, QUESTION, "p");
    expect([project.status, engines(here)], project.stdout).toEqual([0, [[], ["py-rattler-0.28.0"]]]);
    expect(isBuilt(here)).toBe(true);
  });

  test("for all of a person's projects; the next one is not asked", async () => {
    const here = await orchard(SURE, { engine: false });
    const user = await answering(here, QUESTION, "u");
    expect([user.status, engines(here)], user.stdout).toEqual([0, [["py-rattler-0.28.0"], []]]);
    here.write("environment.yml", here.read("environment.yml").replace("libstone", "libstone <2"));
    const next = await answering(here, QUESTION, "n");
    expect([next.status, next.stdout.includes(QUESTION)], next.stdout).toEqual([0, false]);
  });
});
