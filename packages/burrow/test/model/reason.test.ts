import { expect, test } from "vitest";
import { reason, sentence } from "../../src/model/reason.ts";
import { REASONS } from "../../src/model/reasons.ts";

test("a reason's sentence holds its parameters", () => {
  expect(sentence(reason("third-party", { name: "botocore", version: "1.34.0", needs: "urllib3<2.1" }))).toBe(
    "botocore 1.34.0 needs urllib3<2.1",
  );
});

test("a parameter is never read as a template", () => {
  expect(sentence(reason("conflict", { name: "{installed}", installed: "1", specifier: ">2" }))).toBe(
    "{installed} 1 (need >2)",
  );
});

test("the table reads as sentences do: no full stop, and `it` for the subject", () => {
  for (const [code, text] of Object.entries(REASONS)) {
    expect(text, code).not.toMatch(/\.$/u);
    expect(code, code).toMatch(/^[a-z]+(?:-[a-z]+)*$/u);
  }
});

/** Parameters are held by the compiler: these lines must not compile without the expectation. */
test("a reason without its parameters does not compile", () => {
  // @ts-expect-error: `needs` is missing
  reason("third-party", { name: "a", version: "1" });
  // @ts-expect-error: there is no such code
  reason("no-such-code", {});
});
