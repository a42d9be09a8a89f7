import fc from "fast-check";
import { expect, test } from "vitest";
import { recover } from "../../src/apply/recover.ts";
import { apply } from "../../src/apply/transaction.ts";
import { absolute } from "../../src/model/path.ts";
import type { Plan } from "../../src/model/plan.ts";
import { EMPTY_ENVIRONMENT, filesOfFake } from "../kit/fake-engine.ts";
import { fakeMachine, type FakeFile, type FakeMachine } from "../kit/fake-machine.ts";
import { fakeProcesses } from "../kit/fake-processes.ts";
import { applyContext, environmentFiles, generationSteps, inPlaceSteps, pinOf, planOf } from "./kit.ts";

/** What happens to a process in the middle of its acts. */
interface Cut {
  /** After how many acts, counted from where it began. */
  readonly after: number;
  readonly how: "kill" | "power" | "full-disk-then-kill";
  /** For a power cut: which of what was not synced survives. For a full disk: after how many further acts it is killed. */
  readonly seed: number;
}

/** A plan with the machine before it, and the machine after it as this test alone knows it. */
interface Case {
  readonly folder: string;
  /** The link that people use, when there is one. */
  readonly link?: string;
  readonly before: Readonly<Record<string, FakeFile>>;
  readonly plan: Plan;
  readonly after: Readonly<Record<string, FakeFile>>;
}

const cut: fc.Arbitrary<Cut> = fc.record({
  after: fc.oneof(fc.nat(40), fc.nat(260)),
  how: fc.constantFrom("kill", "power", "full-disk-then-kill"),
  seed: fc.nat(0xffff),
});

const pins = fc.uniqueArray(
  fc.record({ name: fc.constantFrom("aa", "bb", "cc"), version: fc.constantFrom("1", "2") }),
  { maxLength: 3, selector: ({ name }) => name },
);
const texts = pins.map((all) => all.map(({ name, version }) => `${name}==${version}`));

/** The next generation of a project that has none yet, or one. */
const generationCase = fc
  .record({
    texts,
    older: fc.boolean(),
    ignore: fc.constantFrom(undefined, "", "dist", "dist\r\n", ".venv\n"),
    docker: fc.boolean(),
    building: fc.boolean(),
    aside: fc.boolean(),
  })
  .map(({ texts: wanted, older, ignore, docker, building, aside }): Case => {
    // Somebody's folder in the way: the link goes to `.burrow/envs`.
    const link = aside ? "/p/.burrow/envs/default" : "/p/.venv";
    const points = (number: number) => `${aside ? "../" : ".burrow/"}generations/default/${number}`;
    const git = "/p/.git/HEAD";
    const first = {
      ...environmentFiles("/p/.burrow/generations/default/1", ["aa==1"]),
      "/p/.burrow/generations/default/1.json": "{}",
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
    return {
      folder: "/p/.burrow",
      link,
      before,
      plan: planOf(generationSteps(number, wanted, { building, link: absolute(link) })),
      after: {
        ...before,
        "/p/.gitignore": ignored(ignore),
        ...(docker && { "/p/.dockerignore": { file: "x\n.venv\n.burrow/\n", mode: 0o600 } }),
        ...environmentFiles(prefix, wanted),
        ...(building && { [`${prefix}/lib/site-packages/__editable__.pth`]: "/p\n" }),
        [`${prefix}.json`]: "*",
        [link]: { link: points(number) },
      },
    };
  });

function ignored(text: string | undefined): string {
  if (text === ".venv\n") return ".venv\n.burrow/\n";
  if (text === "dist\r\n") return "dist\r\n.venv\r\n.burrow/\r\n";
  return `${text === "dist" ? "dist\n" : ""}.venv\n.burrow/\n`;
}

/** A change in place of an environment that somebody else made. */
const inPlaceCase = fc
  .record({ has: texts, wants: texts, removes: fc.subarray(["aa", "bb"]) })
  .map(({ has, wants, removes }): Case => {
    const names = wants.map((text) => pinOf(text).name);
    const removed = removes.filter((name) => !names.includes(name));
    const own = { "/p/.venv/notes": "mine", "/p/.venv/lib64": { link: "lib" } };
    const before = { ...environmentFiles("/p/.venv", has), ...own };
    const stays = has.filter((text) => ![...names, ...removed].includes(pinOf(text).name));
    const files = [EMPTY_ENVIRONMENT, ...[...stays, ...wants].map((text) => filesOfFake(pinOf(text)))];
    const content = files.flatMap((some) => Object.entries(some));
    return {
      folder: "/p/.venv/.burrow",
      before,
      plan: planOf(inPlaceSteps(wants, removed), { action: "upgrade" }),
      after: {
        ...own,
        ...Object.fromEntries(content.map(([path, text]) => [`/p/.venv/${path}`, text])),
        "/p/.venv/lib/site-packages/_burrow.pth": [...has, ...wants].map((text) => `# ${text}\n`).join(""),
      },
    };
  });

type Seen = Readonly<Record<string, string>>;

/** Every path with what is there; what a generation's record says has times in it, so only its being there counts. */
function seen(bench: FakeMachine): Seen {
  return Object.fromEntries(
    Object.entries(bench.tree("/p")).map(([path, what]) =>
      /\/generations\/default\/\d+\.json$/u.test(path) ? [path, "a record"] : [path, what],
    ),
  );
}

/** Pseudo-random and repeatable: which of what was not synced survives. */
function survivors(seed: number): () => boolean {
  let state = seed || 1;
  return () => {
    state = (state * 48_271) % 0x7fff_ffff;
    return seed !== 0 && state % 2 === 0;
  };
}

/** Lets the process run into a cut; gives what it came to, as the person would have seen it. */
async function runInto(
  bench: FakeMachine,
  { after, how, seed }: Cut,
  act: () => Promise<unknown>,
): Promise<"done" | "rolled back" | "gone"> {
  if (how === "full-disk-then-kill") {
    bench.failAfter(after, "ENOSPC", 1 + (seed % 3));
    bench.dieAfter(after + (seed % 120));
  } else bench.dieAfter(after);
  const ended = await act().then(
    () => "done" as const,
    (error: { readonly code?: string }) =>
      error.code === "apply/rolled-back" ? ("rolled back" as const) : ("gone" as const),
  );
  if (how === "power") bench.powerCut(survivors(seed));
  else bench.revive();
  return ended;
}

async function holds({ folder, link, before, plan, after }: Case, cuts: readonly Cut[]): Promise<void> {
  const bench = fakeMachine(before);
  const was = seen(bench);
  const willBe = seen(fakeMachine(after));
  const processes = fakeProcesses();
  const context = applyContext(bench, { processes });
  const [first, ...later] = cuts;
  if (first === undefined) return;

  const ended = await runInto(bench, first, () => apply(plan, context));
  seeLink(bench, link, was, willBe);
  for (const next of later) {
    processes.restart();
    await runInto(bench, next, () => recover(absolute(folder), context));
    if (next.how === "power") processes.reboot();
    seeLink(bench, link, was, willBe);
  }
  processes.restart();
  if (first.how === "power") processes.reboot();
  await recover(absolute(folder), context);

  const is = seen(bench);
  if (ended === "done") expect(is).toEqual(willBe);
  else if (ended === "rolled back") expect(is).toEqual(was);
  else expect([was, willBe]).toContainEqual(is);
  const acts = bench.count();
  expect(await recover(absolute(folder), context)).toEqual([]);
  expect(seen(bench)).toEqual(is);
  expect(bench.count() - acts).toBeLessThan(20);
}

/** Whoever looks at the link at any moment sees a whole environment: the former or the next. */
function seeLink(bench: FakeMachine, link: string | undefined, was: Seen, willBe: Seen): void {
  if (link === undefined) return;
  const text = bench.readLink(absolute(link));
  const points = text === undefined ? undefined : `link → ${text}`;
  expect([was[link], willBe[link]]).toContain(points);
  if (text === undefined) return;
  const folder = `/p/.burrow/generations/default/${text.split("/").at(-1)}/`;
  const inside = (tree: Seen) => Object.entries(tree).filter(([path]) => path.startsWith(folder));
  expect(inside(seen(bench))).toEqual(inside(points === was[link] ? was : willBe));
}

test("wherever a process is killed, the disk is full or the power is cut, recovery gives before or after, never between", async () => {
  const cases = fc.oneof(generationCase, inPlaceCase);
  const cuts = fc.array(cut, { minLength: 1, maxLength: 3 });
  await fc.assert(fc.asyncProperty(cases, cuts, holds), {
    numRuns: Number(process.env["BURROW_RUNS"] ?? 5000),
  });
}, 300_000);
