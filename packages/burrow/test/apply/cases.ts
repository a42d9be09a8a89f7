import { createHash } from "node:crypto";
import fc from "fast-check";
import { absolute } from "../../src/model/path.ts";
import type { Plan } from "../../src/model/plan.ts";
import { EMPTY_ENVIRONMENT, FAKE_WHEEL, filesOfFake } from "../kit/fake-engine.ts";
import type { FakeFile } from "../kit/fake-machine.ts";
import { environmentFiles, generationSteps, inPlaceSteps, pinOf, planOf, ROOT, why } from "./kit.ts";

/** A plan with the machine before it, and the machine after it as this test alone knows it. */
export interface Case {
  readonly folder: string;
  /** The link that people use, when there is one. */
  readonly link?: string;
  readonly before: Readonly<Record<string, FakeFile>>;
  readonly plan: Plan;
  /** Acts of the engine that fail, so that the transaction takes itself back. */
  readonly failing: readonly string[];
  readonly after: Readonly<Record<string, FakeFile>>;
}

const pins = fc.uniqueArray(
  fc.record({ name: fc.constantFrom("aa", "bb", "cc"), version: fc.constantFrom("1", "2") }),
  { maxLength: 3, selector: ({ name }) => name },
);
const texts = pins.map((all) => all.map(({ name, version }) => `${name}==${version}`));

/** The next generation of a project that has none yet, or one. */
export const generationCase = fc
  .record({
    texts,
    older: fc.boolean(),
    ignore: fc.constantFrom(undefined, "", "dist", "dist\r\n", ".venv\n"),
    docker: fc.boolean(),
    building: fc.boolean(),
    aside: fc.boolean(),
    doomed: fc.boolean(),
  })
  .map(({ texts: wanted, older, ignore, docker, building, aside, doomed }): Case => {
    // Somebody's folder in the way: the link goes to `.burrow/envs`.
    const link = aside ? "/p/.burrow/envs/default" : "/p/.venv";
    const points = (number: number) => `${aside ? "../" : ".burrow/"}generations/default/${number}`;
    const git = "/p/.git/HEAD";
    const first = {
      ...environmentFiles("/p/.burrow/generations/default/1", ["aa==1"]),
      "/p/.burrow/generations/default/1.json": "{}",
      "/p/.burrow/generations/default/1.files.json": "{}",
      [link]: { link: points(1) },
    };
    const before = {
      [git]: "main",
      "/p/app.py": "pass",
      ...(ignore !== undefined && { "/p/.gitignore": ignore }),
      ...(docker && { "/p/.dockerignore": { file: "x\n", mode: 0o600 } }),
      ...(older && first),
      ...(aside && { "/p/.venv/theirs": "not to be touched" }),
    };
    const number = older ? 2 : 1;
    const prefix = `/p/.burrow/generations/default/${number}`;
    const steps = generationSteps(number, wanted, { building: building && !doomed, link: absolute(link) });
    // A step after the link that fails: the exchange itself is taken back.
    const doom = { kind: "build-project", prefix: absolute(prefix), project: ROOT, why } as const;
    if (doomed)
      return {
        folder: "/p/.burrow",
        before,
        plan: planOf([...steps, doom]),
        failing: ["build"],
        after: before,
      };
    return {
      folder: "/p/.burrow",
      link,
      before,
      plan: planOf(steps),
      failing: [],
      after: {
        ...before,
        "/p/.gitignore": ignored(ignore),
        ...(docker && { "/p/.dockerignore": { file: "x\n.venv\n.burrow/\n", mode: 0o600 } }),
        ...environmentFiles(prefix, wanted),
        ...(building && { [`${prefix}/lib/site-packages/__editable__.pth`]: "/p\n" }),
        [`${prefix}.json`]: "*",
        [`${prefix}.files.json`]: "*",
        [link]: { link: points(number) },
      },
    };
  });

function ignored(text: string | undefined): string {
  if (text === ".venv\n") return ".venv\n.burrow/\n";
  if (text === "dist\r\n") return "dist\r\n.venv\r\n.burrow/\r\n";
  return `${text === "dist" ? "dist\n" : ""}.venv\n.burrow/\n`;
}

/** Somebody's folder becomes a generation; between its two renames nothing is at its path, so nobody looks there. */
export const adoptCase = fc.record({ texts, doomed: fc.boolean() }).map(({ texts: wanted, doomed }): Case => {
  const to = absolute("/p/.burrow/adopted/venv");
  const prefix = "/p/.burrow/generations/default/1";
  const others = { "pyvenv.cfg": "home = /usr/bin\n", "lib/theirs.py": "theirs = 1\n" };
  const at = (folder: string) =>
    Object.fromEntries(Object.entries(others).map(([path, text]) => [`${folder}/${path}`, text]));
  const before = { "/p/app.py": "pass", ...at("/p/.venv") };
  const steps = generationSteps(1, wanted, { ignoring: false });
  const exchange = { kind: "set-aside", path: absolute("/p/.venv"), to, why } as const;
  const doom = { kind: "build-project", prefix: absolute(prefix), project: ROOT, why } as const;
  return {
    folder: "/p/.burrow",
    before,
    plan: planOf([...steps.slice(0, -1), exchange, ...steps.slice(-1), ...(doomed ? [doom] : [])]),
    failing: doomed ? ["build"] : [],
    after: doomed
      ? before
      : {
          "/p/app.py": "pass",
          "/p/.burrow/adopted": { folder: true, mode: 0o700 },
          ...at(to),
          ...environmentFiles(prefix, wanted),
          [`${prefix}.json`]: "*",
          [`${prefix}.files.json`]: "*",
          "/p/.venv": { link: ".burrow/generations/default/1" },
        },
  };
});

/** A wheel that is built from source. */
export const wheelCase = fc.boolean().map((fails): Case => {
  const before = { "/p/other": "kept" };
  const folder = absolute("/p/built-0123456789abcdef");
  const source = { kind: "address", url: "https://example.invalid/odd.tar.gz" } as const;
  const python = absolute("/usr/bin/python3");
  const step = { kind: "build-wheel", python, source, hashes: [], tag: "cpython-3.12", folder, why } as const;
  const record = {
    schema: 1,
    source,
    python: "cpython-3.12",
    name: "odd",
    version: "address",
    wheel: FAKE_WHEEL,
  };
  const sha256 = createHash("sha256").update("a wheel").digest("hex");
  const after = {
    ...before,
    [`${folder}/${FAKE_WHEEL}`]: "a wheel",
    [`${folder}/built.json`]: { file: `${JSON.stringify({ ...record, sha256 })}\n`, mode: 0o600 },
  };
  return {
    folder: "/p/.burrow",
    before,
    plan: planOf([step]),
    failing: fails ? ["wheel"] : [],
    after: fails ? before : after,
  };
});

/** A change in place of an environment that somebody else made. */
export const inPlaceCase = fc
  .record({ has: texts, wants: texts, removes: fc.subarray(["aa", "bb"]) })
  .map(({ has, wants, removes }): Case => {
    const names = wants.map((text) => pinOf(text).name);
    const removed = removes.filter((name) => !names.includes(name));
    const own = {
      "/p/.venv/notes": "mine",
      "/p/.venv/bin/mine": "#!/bin/sh\n",
      "/p/.venv/lib64": { link: "lib" },
    };
    const before = { ...environmentFiles("/p/.venv", has), ...own };
    const stays = has.filter((text) => ![...names, ...removed].includes(pinOf(text).name));
    const files = [EMPTY_ENVIRONMENT, ...[...stays, ...wants].map((text) => filesOfFake(pinOf(text)))];
    const content = files.flatMap((some) => Object.entries(some));
    return {
      folder: "/p/.venv/.burrow",
      before,
      plan: planOf(inPlaceSteps(wants, removed), { action: "upgrade" }),
      failing: [],
      after: {
        ...own,
        ...Object.fromEntries(content.map(([path, text]) => [`/p/.venv/${path}`, text])),
        "/p/.venv/lib/site-packages/_burrow.pth": [...has, ...wants].map((text) => `# ${text}\n`).join(""),
      },
    };
  });
