import type { FakeFile, FakeMachine } from "../kit/fake-machine.ts";
import { absolute } from "../../src/model/path.ts";
import type { Context } from "../../src/operations/context.ts";
import { laterEncryption } from "../../src/operations/later-ports.ts";
import { applyContext, environmentFiles, ROOT } from "../apply/kit.ts";

/** burrow's own folders on the fake machine. */
export const FOLDERS = {
  config: absolute("/home/me/config"),
  data: absolute("/home/me/data"),
  cache: absolute("/home/me/cache"),
};

/** What operations are given on a fake machine, in the project `/p`. */
export function contextOf(bench: FakeMachine, given: Partial<Context> = {}): Context {
  const { runner, processes, downloads, archives, command, now, report, signal } = applyContext(bench);
  return {
    machine: bench,
    bench,
    runner,
    processes,
    downloads,
    archives,
    encryption: laterEncryption(() => {}),
    folders: FOLDERS,
    cwd: ROOT,
    command,
    now,
    report,
    signal,
    ...given,
  };
}

/** An environment as burrow makes it: its generations with their records, and the link to the newest. */
export interface Made {
  /** Default `default`, whose link is `.venv`; another's is in `.burrow/envs`. */
  readonly name?: string;
  /** Default 1. */
  readonly generations?: readonly number[];
  /** Projects that it was built to serve beside its own. */
  readonly tenants?: readonly string[];
  /** ISO 8601, UTC; default a day before the clock of the tests. */
  readonly createdAt?: string;
  /** Whether the project leads to it; default yes. */
  readonly linked?: boolean;
}

/** The files of an environment that burrow made for the project in `root`. */
export function madeFiles(
  root: string,
  {
    name = "default",
    generations = [1],
    tenants,
    createdAt = "2024-01-01T00:00:00Z",
    linked = true,
  }: Made = {},
): Record<string, FakeFile> {
  const files: Record<string, FakeFile> = {};
  for (const number of generations)
    Object.assign(files, generationFiles(root, name, number, { createdAt, ...(tenants && { tenants }) }));
  const [link, up] =
    name === "default" ? [`${root}/.venv`, ".burrow"] : [`${root}/.burrow/envs/${name}`, ".."];
  return {
    ...files,
    ...(linked && { [link]: { link: `${up}/generations/${name}/${generations.at(-1)}` } }),
  };
}

/** One generation, and its record as burrow writes it. */
export function generationFiles(
  root: string,
  name: string,
  number: number,
  about: { readonly createdAt: string; readonly tenants?: readonly string[] },
): Record<string, FakeFile> {
  const prefix = `${root}/.burrow/generations/${name}/${number}`;
  const record = {
    schema: 1,
    number,
    prefix,
    command: "burrow up",
    plan: "plan",
    action: "create",
    pins: [],
    changes: [],
    ...about,
  };
  return { ...environmentFiles(prefix, ["aa==1"]), [`${prefix}.json`]: JSON.stringify(record) };
}
