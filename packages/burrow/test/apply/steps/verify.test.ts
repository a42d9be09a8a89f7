import { expect, test } from "vitest";
import type { ApplyContext } from "../../../src/apply/context.ts";
import { apply } from "../../../src/apply/transaction.ts";
import type { Command, Output } from "../../../src/machine/command.ts";
import { absolute } from "../../../src/model/path.ts";
import { reason } from "../../../src/model/reason.ts";
import type { Step } from "../../../src/model/step.ts";
import { fakeMachine, type FakeMachine } from "../../kit/fake-machine.ts";
import { applyContext, fakeVerify, generation, generationSteps, planOf } from "../kit.ts";

const STEPS = generationSteps(1, ["click==8.1"], { ignoring: false });
const SITE = `${generation(1)}/lib/site-packages`;

/** Builds a generation, with the given differences; what it came to. */
async function build(
  change: Partial<Extract<Step, { kind: "verify" }>> = {},
  meddle: (bench: FakeMachine) => void = () => {},
  given: (bench: FakeMachine) => Partial<ApplyContext> = () => ({}),
) {
  const bench = fakeMachine({ "/p/app.py": "" });
  const context = applyContext(bench, given(bench));
  const { runner } = context;
  const meddling = {
    run: async (command: Command, options: Parameters<typeof runner.run>[1]) => {
      const output = await runner.run(command, options);
      if (command.args[0] === "install") meddle(bench);
      return output;
    },
  };
  const steps = STEPS.map((step) => (step.kind === "verify" ? { ...step, ...change } : step));
  return await apply(planOf(steps), { ...context, runner: meddling }).then(
    () => ({
      ok: true,
      warnings: context.events.flatMap((event) => (event.type === "warning" ? [event.warning] : [])),
    }),
    (error: { readonly because?: string }) => ({ ok: false, because: error.because }),
  );
}

test.each<readonly [string, string, (bench: FakeMachine) => void]>([
  [
    "a file is missing",
    "1 of 5 files of click 8.1 are missing",
    (bench) => bench.remove(`${SITE}/click/data.txt`),
  ],
  [
    "a file has another content",
    "1 of 5 files of click 8.1 are not what its RECORD says",
    (bench) => bench.edit(`${SITE}/click/data.txt`, "data of clock\n"),
  ],
  [
    "a file has another size",
    "1 of 5 files of click 8.1 are not what its RECORD says",
    (bench) => bench.edit(`${SITE}/click/data.txt`, "more data of click\n"),
  ],
  [
    "there is no RECORD",
    `the metadata of ${SITE}/click-8.1.dist-info cannot be read`,
    (bench) => bench.remove(`${SITE}/click-8.1.dist-info/RECORD`),
  ],
])("a generation is not taken when %s", async (_, because, meddle) => {
  expect(await build({}, meddle)).toEqual({ ok: false, because });
});

test("nor when something that was expected is not there, or a requirement does not hold", async () => {
  const expected = [
    { name: "click", version: "8.2" },
    { name: "rich", version: "1" },
  ];
  expect(await build({ expected })).toEqual({
    ok: false,
    because: "click 8.2 is not there; rich 1 is not there",
  });
  const problem = reason("third-party", { name: "flask", version: "2", needs: "click<8" });
  expect(await build({}, undefined, (bench) => ({ verify: fakeVerify(bench, [problem]) }))).toEqual({
    ok: false,
    because: "flask 2 needs click<8",
  });
});

/** A runner whose Python says what its imports came to. */
function importing(answer: unknown, output: Partial<Output> = {}) {
  return (bench: FakeMachine): Partial<ApplyContext> => {
    const { runner } = applyContext(bench);
    return {
      runner: {
        run: async (command, options) =>
          command.args[0] === "-I"
            ? { status: 0, stdout: "", stderr: "", files: { answer: JSON.stringify(answer) }, ...output }
            : await runner.run(command, options),
      },
    };
  };
}

const FAILED = [{ module: "click", ok: false, detail: "ImportError: no _click" }];

test("an import that fails is a warning, or ends it, as the plan says", async () => {
  const warning = { code: "import-failed", params: { name: "click", detail: "ImportError: no _click" } };
  const imports = ["click"];
  expect(await build({ imports, onImportFailure: "warn" }, undefined, importing(FAILED))).toEqual({
    ok: true,
    warnings: [warning],
  });
  expect(await build({ imports, onImportFailure: "require" }, undefined, importing(FAILED))).toEqual({
    ok: false,
    because: "importing click failed: ImportError: no _click",
  });
  expect(await build({ imports, onImportFailure: "off" }, undefined, importing(FAILED))).toEqual({
    ok: true,
    warnings: [],
  });
});

test("a module that takes Python down with it is named", async () => {
  const dying = importing([{ module: "click", detail: null }], { signal: "SIGSEGV" });
  expect(await build({ imports: ["click"], onImportFailure: "require" }, undefined, dying)).toEqual({
    ok: false,
    because: "importing click failed: Python ended by SIGSEGV",
  });
});

test("programs that came without the permission to be executed have it afterwards, and that is said", async () => {
  const bin = `${generation(1)}/bin`;
  let bench: FakeMachine | undefined;
  const came = await build({}, (machine) => {
    bench = machine;
    machine.place(`${bin}/script`, "#!/bin/sh\n");
    machine.place(`${bin}/compiled`, "\u007FELF");
    machine.place(`${bin}/activate`, "#!/bin/sh\n");
    machine.place(`${bin}/notes`, "to be read");
  });
  const modes = ["script", "compiled", "activate", "notes"].map(
    (name) => (bench?.status(absolute(`${bin}/${name}`))?.mode ?? 0) & 0o777,
  );
  expect(modes).toEqual([0o755, 0o755, 0o644, 0o644]);
  const warning = reason("programs-freed", { names: "compiled, script" });
  expect(came).toEqual({ ok: true, warnings: [warning] });
});
