import type { ApplyContext, Verify } from "../../src/apply/context.ts";
import type { OwnTransactions } from "../../src/machine/own-transactions.ts";
import type { VerifiedFiles } from "../../src/machine/verified-files.ts";
import type { Machine, Status } from "../../src/machine/machine.ts";
import type { Distribution } from "../../src/model/distribution.ts";
import type { Event } from "../../src/model/event.ts";
import { absolute, join } from "../../src/model/path.ts";
import type { Pin } from "../../src/model/pin.ts";
import type { Plan } from "../../src/model/plan.ts";
import { reason } from "../../src/model/reason.ts";
import type { Step } from "../../src/model/step.ts";
import type { Site } from "../../src/model/survey.ts";
import {
  EMPTY_ENVIRONMENT,
  fakeEngine,
  fakeRunner,
  filesOfFake,
  type FakeDistribution,
  type FakeFaults,
} from "../kit/fake-engine.ts";
import type { FakeFile, FakeMachine } from "../kit/fake-machine.ts";
import { fakeProcesses } from "../kit/fake-processes.ts";

export const ROOT = absolute("/p");
export const LINK = absolute("/p/.venv");
export const why = reason("no-objection", {});

/** Where a generation of the project is. */
export const generation = (number: number) => join(ROOT, ".burrow/generations/default", String(number));

/** A distribution from `name==version`, and its pin. */
export function pinOf(text: string): Pin {
  const [name = "", version = ""] = text.split("==");
  return { name, version, hashes: [] };
}

/** A plan of these steps; what a plan has besides matters to no step. */
export function planOf(steps: readonly Step[], fields: Partial<Plan> = {}): Plan {
  return {
    schema: 1,
    id: "plan",
    goal: {
      schema: 1,
      root: ROOT,
      name: "p",
      python: { specifier: "" },
      backend: "venv",
      requirements: [],
      constraints: [],
      options: [],
      groups: [],
      extras: [],
      manifests: [],
      problems: [],
      warnings: [],
      facts: [],
    },
    survey: "survey",
    action: "create",
    because: why,
    backend: "venv",
    steps,
    changes: [],
    missing: [],
    conflicts: [],
    breaks: [],
    candidates: [],
    verdicts: [],
    warnings: [],
    pins: [],
    facts: [],
    ...fields,
  };
}

/** The steps to a generation that holds these pins (`name==version`). */
export function generationSteps(
  number: number,
  pins: readonly string[],
  { ignoring = true, building = false, link = LINK } = {},
): readonly Step[] {
  const prefix = generation(number);
  const python = absolute("/usr/bin/python3");
  return [
    ...(ignoring ? [{ kind: "ignore", root: ROOT, lines: [".venv", ".burrow/"], why } as const] : []),
    { kind: "create-environment", prefix, python, prompt: "p", why },
    { kind: "install", prefix, pins: pins.map(pinOf), why },
    ...(building ? [{ kind: "build-project", prefix, project: ROOT, why } as const] : []),
    { kind: "verify", prefix, expected: pins.map(pinOf), imports: [], onImportFailure: "off", why },
    { kind: "link", path: link, target: prefix, why },
  ];
}

/** The steps of a change of `/p/.venv` in place. */
export function inPlaceSteps(pins: readonly string[], removed: readonly string[] = []): readonly Step[] {
  const prefix = LINK;
  const python = join(prefix, "bin/python");
  const changing = [...pins.map((pin) => pinOf(pin).name), ...removed];
  return [
    { kind: "fetch", python, pins: pins.map(pinOf), why },
    { kind: "preserve", prefix, changing, why },
    ...(removed.length === 0 ? [] : [{ kind: "uninstall", prefix, names: removed, why } as const]),
    { kind: "install", prefix, pins: pins.map(pinOf), why },
    { kind: "verify", prefix, expected: pins.map(pinOf), imports: [], onImportFailure: "off", why },
  ];
}

/** The files of an environment at a prefix, as the fake engine would have made them. */
export function environmentFiles(prefix: string, holding: readonly string[]): Record<string, FakeFile> {
  const distributions: readonly FakeDistribution[] = holding.map(pinOf);
  const files = [EMPTY_ENVIRONMENT, ...distributions.map(filesOfFake)];
  const all = Object.fromEntries(
    files.flatMap((some) => Object.entries(some)).map(([path, content]) => [`${prefix}/${path}`, content]),
  );
  return { ...all, [`${prefix}/lib/site-packages/_burrow.pth`]: holding.map((pin) => `# ${pin}\n`).join("") };
}

/** Reads what the fake engine installed; finds nothing wrong but what `problems` says. */
export function fakeVerify(machine: Machine, problems: Awaited<ReturnType<Verify>>["problems"] = []): Verify {
  return (prefix) => {
    const location = join(prefix, "lib/site-packages");
    const distributions = machine.list(location).flatMap(({ name: folder }): readonly Distribution[] => {
      const [, name, version] = /^(.+)-(.+)\.dist-info$/u.exec(folder) ?? [];
      if (name === undefined || version === undefined) return [];
      return [
        {
          name,
          displayName: name,
          version,
          location,
          info: join(location, folder),
          format: "dist-info",
          requires: [],
          extras: [],
          requested: false,
          inherited: false,
          problems: [],
        },
      ];
    });
    return Promise.resolve({ distributions, problems });
  };
}

/** A memory that forgets when the test ends. */
export function fakeVerified(): VerifiedFiles {
  const known = new Map<string, string>();
  return {
    sha256: (status) => known.get(key(status)),
    remember: (status, sha256) => void known.set(key(status), sha256),
  };
}

const OWN = new WeakMap<Machine, OwnTransactions>();

/** The memory of the user whose machine it is; it outlives a process and a power cut. */
export function fakeOwn(machine: Machine): OwnTransactions {
  const tokens = new Map<string, string>();
  const own = OWN.get(machine) ?? {
    remember: (transaction: string, guarded: string) => void tokens.set(transaction, guarded),
    knows: (transaction: string, guarded: string) => tokens.get(transaction) === guarded,
    forget: (transaction: string) => void tokens.delete(transaction),
  };
  OWN.set(machine, own);
  return own;
}

function key({ device, inode, size, mtime }: Status): string {
  return [device, inode, size, mtime].join(":");
}

/** All that `apply` is given, and the events that it told. */
export function applyContext(
  bench: FakeMachine,
  { faults = {}, ...given }: Partial<ApplyContext> & { readonly faults?: FakeFaults } = {},
): ApplyContext & { readonly events: readonly Event[] } {
  const events: Event[] = [];
  return {
    events,
    bench,
    runner: fakeRunner(bench, faults),
    engine: () => Promise.resolve(fakeEngine()),
    conda: () => Promise.reject(new Error("there is no conda engine here")),
    downloads: { fetch: () => Promise.reject(new Error("there is no network here")) },
    archives: {
      measure: () => Promise.reject(new Error("there are no archives here")),
      unpack: () => Promise.reject(new Error("there are no archives here")),
    },
    downloadCache: absolute("/home/me/.cache/burrow/downloads"),
    spare: absolute("/home/me/.local/share/burrow/journals/one"),
    verify: fakeVerify(bench),
    hookCommand: ({ argv: [program = "", ...args] }) => ({ program: absolute(program), args, env: {} }),
    verified: fakeVerified(),
    processes: fakeProcesses(),
    ours: fakeOwn(bench),
    forget: () => Promise.resolve(),
    link: true,
    command: "burrow up",
    now: () => Date.UTC(2024, 0, 2),
    report: (event) => events.push(event),
    signal: new AbortController().signal,
    ...given,
  };
}

/** The project's site as a survey would find it. */
export function siteOf(bench: Machine, generations: readonly number[]): Site {
  const text = bench.readLink(LINK);
  return {
    root: ROOT,
    link: LINK,
    occupant: text === undefined ? "nothing" : "own-link",
    name: "default",
    generations,
    unfinished: false,
    writable: true,
    git: true,
    ignored: false,
    isHome: false,
    facts: [],
  };
}
