// A process that applies a plan, or recovers, on real files, and that SIGKILLs its own group after a given number of acts.
// Arguments: `generation`, `in-place` or `recover`; the number of acts; the project's folder, to recover any number of them.
import { recover } from "../../src/apply/recover.ts";
import { apply } from "../../src/apply/transaction.ts";
import { realProcesses } from "../../src/machine/processes.ts";
import { realMachine } from "../../src/machine/real-machine.ts";
import { realWorkbench } from "../../src/machine/real-workbench.ts";
import type { Workbench } from "../../src/machine/workbench.ts";
import { absolute, join, parent, type AbsolutePath } from "../../src/model/path.ts";
import type { Step } from "../../src/model/step.ts";
import { ownTransactions } from "../../src/registry/own-transactions.ts";
import { fakeVerified, fakeVerify, pinOf, planOf, why } from "../apply/kit.ts";
import { fakeEngine, fakeRunner } from "./fake-engine.ts";

/** What a kill can come between; to sync changes nothing that a kill would lose. */
const ACTS: ReadonlySet<string | symbol> = new Set([
  "makeFolder",
  "writeFile",
  "createFile",
  "append",
  "copyFile",
  "hardLink",
  "makeLink",
  "rename",
  "removeFile",
  "removeFolder",
  "removeTree",
  "setMode",
  "setTime",
]);

const [task = "", acts = "", ...folders] = process.argv.slice(2);
const roots = folders.map(absolute);
const bench = killingAfter(Number(acts), realWorkbench(realMachine()));
// The memory of its own transactions is another machine's business here: the acts that are counted are those of the project.
const ours = ownTransactions(realWorkbench(realMachine()), join(parent(roots[0] ?? absolute("/")), "data"));
const context = {
  bench,
  processes: realProcesses(),
  ours,
  forget: () => Promise.resolve(),
  report: () => {},
};
if (task === "recover") {
  for (const root of roots)
    for (const place of [root, join(root, ".venv")]) await recover(join(place, ".burrow"), context);
} else for (const root of roots) await change(root);

async function change(root: AbsolutePath): Promise<void> {
  const plan = planOf(task === "generation" ? generationSteps(root) : inPlaceSteps(root));
  await apply(
    { ...plan, goal: { ...plan.goal, root } },
    {
      ...context,
      runner: fakeRunner(bench),
      engine: () => Promise.resolve(fakeEngine()),
      conda: () => Promise.reject(new Error("there is no conda engine here")),
      downloads: { fetch: () => Promise.reject(new Error("nothing is fetched here")) },
      archives: {
        measure: () => Promise.reject(new Error("nothing is measured here")),
        unpack: () => Promise.reject(new Error("nothing is unpacked here")),
      },
      downloadCache: join(root, "cache"),
      spare: join(root, "spare"),
      verify: fakeVerify(bench),
      hookCommand: () => {
        throw new Error("there are no hooks here");
      },
      verified: fakeVerified(),
      link: true,
      command: "burrow up",
      now: Date.now,
      signal: new AbortController().signal,
    },
  );
}

function generationSteps(project: AbsolutePath): readonly Step[] {
  const prefix = join(project, ".burrow/generations/default/2");
  const pins = ["aa==2", "bb==1"].map(pinOf);
  return [
    { kind: "ignore", root: project, lines: [".venv", ".burrow/"], why },
    { kind: "create-environment", prefix, python: join(project, "python"), prompt: "p", why },
    { kind: "install", prefix, pins, why },
    { kind: "verify", prefix, expected: pins, imports: [], onImportFailure: "off", why },
    { kind: "link", path: join(project, ".venv"), target: prefix, why },
  ];
}

function inPlaceSteps(project: AbsolutePath): readonly Step[] {
  const prefix = join(project, ".venv");
  const pins = ["aa==2"].map(pinOf);
  return [
    { kind: "preserve", prefix, changing: ["aa", "cc"], why },
    { kind: "uninstall", prefix, names: ["cc"], why },
    { kind: "install", prefix, pins, why },
    { kind: "verify", prefix, expected: pins, imports: [], onImportFailure: "off", why },
  ];
}

/** The same workbench until so many acts were made; the next one never happens, and neither does anything else in this process. */
function killingAfter(most: number, real: Workbench): Workbench {
  let made = 0;
  return new Proxy(real, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function" || !ACTS.has(name)) return value;
      return (...args: readonly unknown[]) => {
        if (made >= most) process.kill(0, "SIGKILL");
        made += 1;
        return Reflect.apply(value, target, args) as unknown;
      };
    },
  });
}
