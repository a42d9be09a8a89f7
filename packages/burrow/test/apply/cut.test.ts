import fc from "fast-check";
import { expect, test } from "vitest";
import { recover } from "../../src/apply/recover.ts";
import { apply } from "../../src/apply/transaction.ts";
import { absolute } from "../../src/model/path.ts";
import { fakeMachine, type FakeMachine } from "../kit/fake-machine.ts";
import { fakeProcesses } from "../kit/fake-processes.ts";
import { adoptCase, generationCase, inPlaceCase, type Case, wheelCase } from "./cases.ts";
import { applyContext, environmentFiles, generationSteps, planOf } from "./kit.ts";

/** What happens to a process in the middle of its acts. */
interface Cut {
  /** After how many acts, counted from where it began. */
  readonly after: number;
  readonly how: "kill" | "power" | "full-disk" | "full-disk-then-kill";
  /** For a power cut: which of what was not synced survives. For a full disk: how many acts fail (remainder of 3, plus one), and after how many it is killed (remainder of 120). */
  readonly seed: number;
}

const cut: fc.Arbitrary<Cut> = fc.record({
  after: fc.oneof(fc.nat(40), fc.nat(260)),
  how: fc.constantFrom("kill", "power", "full-disk", "full-disk-then-kill"),
  seed: fc.nat(0xffff),
});

type Seen = Readonly<Record<string, string>>;

/** Every path with what is there; what a generation's record says has times in it, so only its being there counts. */
function seen(bench: FakeMachine): Seen {
  return Object.fromEntries(
    Object.entries(bench.tree("/p")).map(([path, what]) =>
      /\/generations\/default\/\d+(?:\.files)?\.json$/u.test(path) ? [path, "a record"] : [path, what],
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
  if (how.startsWith("full-disk")) bench.failAfter(after, "ENOSPC", 1 + (seed % 3));
  if (how !== "full-disk") bench.dieAfter(how === "full-disk-then-kill" ? after + (seed % 120) : after);
  const ended = await act().then(
    () => "done" as const,
    (error: { readonly code?: string }) =>
      error.code === "apply/rolled-back" ? ("rolled back" as const) : ("gone" as const),
  );
  if (how === "power") bench.powerCut(survivors(seed));
  else bench.revive();
  return ended;
}

async function holds(
  { folder, link, before, plan, failing, after }: Case,
  cuts: readonly Cut[],
): Promise<void> {
  const bench = fakeMachine(before);
  const was = seen(bench);
  const willBe = seen(fakeMachine(after));
  const processes = fakeProcesses();
  const context = applyContext(bench, { processes, faults: { failing } });
  const [first, ...later] = cuts;
  if (first === undefined) return;

  const ended = await runInto(bench, first, () => apply(plan, context));
  seeLink(bench, link, was, willBe);
  if (first.how === "full-disk" && ended === "rolled back") expect(seen(bench)).toEqual(was);
  if (first.how === "full-disk" && ended === "done") expect(seen(bench)).toEqual(willBe);
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
  const cases = fc.oneof(generationCase, inPlaceCase, wheelCase, adoptCase);
  const cuts = fc.array(cut, { minLength: 1, maxLength: 3 });
  await fc.assert(fc.asyncProperty(cases, cuts, holds), {
    numRuns: Number(process.env["BURROW_RUNS"] ?? 5000),
  });
}, 300_000);

test("nor when any one act fails and the process is killed soon after", async () => {
  const prefix = absolute("/p/.burrow/generations/default/1");
  const steps = generationSteps(1, [], { ignoring: false }).filter(({ kind }) => kind !== "install");
  const small: Case = {
    folder: "/p/.burrow",
    link: "/p/.venv",
    before: { "/p/app.py": "pass" },
    plan: planOf(steps),
    failing: [],
    after: {
      "/p/app.py": "pass",
      ...environmentFiles(prefix, []),
      [`${prefix}.json`]: "*",
      [`${prefix}.files.json`]: "*",
      "/p/.venv": { link: ".burrow/generations/default/1" },
    },
  };
  const bench = fakeMachine(small.before);
  await apply(small.plan, applyContext(bench));
  for (let after = 0; after <= bench.count(); after += 1)
    for (let later = 1; later <= 12; later += 1)
      await holds(small, [{ after, how: "full-disk-then-kill", seed: later * 3 }]);
}, 120_000);
