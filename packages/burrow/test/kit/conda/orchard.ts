import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { absolute } from "../../../src/model/path.ts";
import type { Project } from "../e2e.ts";
import { loopback, ORCHARD } from "../loopback.ts";
import { really } from "../real-engine.ts";
import { type Channels, serveChannels } from "./channel.ts";
import { sharedRattler } from "./engine.ts";
import { condaProject } from "./project.ts";
import { condaQuestion } from "./question.ts";

/** An `environment.yml` with these specs, and whatever more. */
export function yml({ main }: Channels, specs: readonly string[], more = "", name = "orchard"): string {
  return [
    `name: ${name}`,
    `channels:`,
    `  - ${main}`,
    `dependencies:`,
    ...specs.map((one) => `  - ${one}`),
    more,
  ].join("\n");
}

/** Where the environment of an orchard is, below its root. */
export const PREFIX = ".burrow/envs/orchard";

/** A project with an `environment.yml`, and the channels that it names. */
export async function orchard(
  specs: readonly string[],
  more = "",
  options: Parameters<typeof condaProject>[1] = {},
) {
  const channels = await serveChannels();
  const here = condaProject({ "environment.yml": yml(channels, specs, more) }, options);
  return {
    here,
    channels,
    ask: (next: readonly string[], text = "") => here.write("environment.yml", yml(channels, next, text)),
  };
}

/** A project of conda's whose `pip:` section has these lines; pip's index is the orchard, with whatever more. */
export async function piped(
  specs: readonly string[],
  lines: readonly string[],
  more: Parameters<typeof loopback>[0] = [],
) {
  const index = await loopback([...ORCHARD, ...more]);
  const section = (some: readonly string[]) => `  - pip:\n${some.map((one) => `      - ${one}\n`).join("")}`;
  const { ask, ...made } = await orchard(specs, section(lines), { env: index.env });
  return {
    ...made,
    index,
    ask: (next: readonly string[], some: readonly string[]) => ask(next, section(some)),
  };
}

/** Makes a prefix that burrow did not make: absent, beside the project. */
export async function foreign(
  here: Project,
  channels: Channels,
  specs: readonly string[],
  prefix = join(here.root, "..", "forge"),
): Promise<string> {
  await changeByHand(channels, specs, prefix, "make", true);
  return prefix;
}

/** Solves for the specs and links what comes of it, as a person with conda's own tools would. */
export async function changeByHand(
  { main }: Channels,
  specs: readonly string[],
  prefix: string,
  command: string,
  create = false,
): Promise<void> {
  const resolution = await really(sharedRattler().solve(condaQuestion({ channels: [main], specs })));
  if (resolution.kind !== "resolved") throw new Error(resolution.text);
  const { pins } = resolution;
  const change = {
    pins,
    removed: [],
    specs,
    variables: {},
    scripts: false,
    distrustCache: false,
    create,
  };
  const made = await really(sharedRattler().change({ ...change, prefix: absolute(prefix), command }));
  if (!made.ok) throw new Error(made.detail);
}

/** What pip leaves behind in a prefix: a distribution of one module. */
export function putByPip(prefix: string, minor: string, name: string, version: string, requires = ""): void {
  const site = join(prefix, "lib", `python${minor}`, "site-packages");
  const info = join(site, `${name}-${version}.dist-info`);
  mkdirSync(info, { recursive: true });
  const needs = requires === "" ? "" : `Requires-Dist: ${requires}\n`;
  // As pip does: a file of its own, since what conda put there is one with what lies in its cache.
  rmSync(join(site, `${name}.py`), { force: true });
  writeFileSync(join(site, `${name}.py`), `__version__ = '${version}'\n`);
  writeFileSync(
    join(info, "METADATA"),
    `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n${needs}`,
  );
  writeFileSync(join(info, "INSTALLER"), "pip\n");
  writeFileSync(join(info, "REQUESTED"), "");
  writeFileSync(
    join(info, "RECORD"),
    [
      `${name}.py,,`,
      ...["METADATA", "INSTALLER", "REQUESTED", "RECORD"].map(
        (file) => `${name}-${version}.dist-info/${file},,`,
      ),
    ].join("\n"),
  );
}
