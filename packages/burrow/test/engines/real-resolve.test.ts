import { describe, expect, test } from "vitest";
import { desk, ENGINES, PYTHON } from "../kit/engine-desk.ts";
import { really } from "../kit/real-engine.ts";
import { option, question, requirement } from "../kit/requirement.ts";

describe.each(ENGINES)("what %s, really run, cannot resolve", (...[, make]) => {
  test.each([
    ["an unknown name", "nowhere", "", { kind: "impossible", cause: "unknown-name", requirement: "nowhere" }],
    [
      "a dependency's unknown name",
      "lost",
      "",
      { kind: "impossible", cause: "unknown-name", requirement: "nowhere" },
    ],
    [
      "a version that is not there",
      "alpha",
      ">3",
      { kind: "impossible", cause: "no-version", requirement: "alpha" },
    ],
    [
      "wheels for others only",
      "other-system",
      "",
      { kind: "impossible", cause: "no-wheel", requirement: "other-system" },
    ],
    [
      "sources only",
      "source-only",
      "",
      { kind: "impossible", cause: "no-wheel", requirement: "source-only" },
    ],
    [
      "a Python that is not this one",
      "future",
      "",
      { kind: "impossible", cause: "no-version", requirement: "future" },
    ],
  ])("tells %s", async (_case, wanted, specifier, meaning) => {
    const { engine, options } = await desk(make);
    expect(
      await really(
        engine.resolve(
          question({ python: PYTHON, options, requirements: [requirement(wanted, { specifier })] }),
        ),
      ),
    ).toMatchObject(meaning);
  });

  test("tells a contradiction", async () => {
    const { engine, options } = await desk(make);
    const requirements = [
      requirement("beta", { specifier: ">=2" }),
      requirement("alpha", { specifier: "<2" }),
    ];
    const meaning = await really(engine.resolve(question({ python: PYTHON, options, requirements })));
    expect(meaning).toMatchObject({
      kind: "impossible",
      cause: "unsatisfiable",
      text: expect.stringContaining("alpha>=2"),
    });
  });

  test.each([
    ["wants a password", { status: 401 }],
    ["forbids", { status: 403 }],
    ["fails", { status: 500 }],
    ["answers junk", { status: 200, type: "application/vnd.pypi.simple.v1+json", body: "{broken" }],
  ])("an index that %s is not reached", async (_, fault) => {
    const { engine, options } = await desk(make, fault);
    const meaning = await really(
      engine.resolve(question({ python: PYTHON, options, requirements: [requirement("alpha")] })),
    );
    expect(meaning).toMatchObject({ kind: "unreachable", text: expect.stringMatching(/./u) });
  });

  test("neither is one that nobody answers at", async () => {
    const { engine } = await desk(make);
    const options = [option("--index-url http://127.0.0.1:9/simple/")];
    const meaning = await really(
      engine.resolve(question({ python: PYTHON, options, requirements: [requirement("alpha")] })),
    );
    expect(meaning.kind).toBe("unreachable");
  });
});
