import { describe, expect, test } from "vitest";
import { condaEnv, distribution, type Tree } from "../../kit/builders.ts";
import { inspect } from "./inspect.ts";

describe("conda", () => {
  test("an environment, its version by its files", () => {
    const files = condaEnv("/opt/conda/envs/ml", "3.11.5", [distribution("numpy", "1.26.0")]);
    const environment = inspect(files, "/opt/conda/envs/ml");
    expect(environment).toMatchObject({
      kind: "conda",
      name: "ml",
      version: "3.11.5",
      executable: "/opt/conda/envs/ml/bin/python",
    });
    expect(environment?.distributions.map(({ name }) => name)).toEqual(["numpy"]);
    expect(environment?.broken).toBeUndefined();
  });

  test("one without Python is no worse for it", () => {
    const environment = inspect({ "/e/conda-meta/history": "", "/e/bin/gcc": "" }, "/e");
    expect(environment).toMatchObject({ kind: "conda", distributions: [] });
    expect(environment?.version).toBeUndefined();
    expect(environment?.broken).toBeUndefined();
  });

  test("its base, of conda and of micromamba", () => {
    expect(inspect({ ...condaEnv("/c", "3.11.5"), "/c/condabin/conda": "" }, "/c")?.kind).toBe("conda-base");
    const roots: Tree = { "/m/pkgs": { folder: true }, "/m/envs": { folder: true } };
    expect(inspect({ ...condaEnv("/m", "3.11.5"), ...roots }, "/m")?.kind).toBe("conda-base");
  });

  test("frozen by its owner (CEP 22)", () => {
    const frozen = (text: string) =>
      inspect({ ...condaEnv("/c", "3.11.5"), "/c/conda-meta/frozen": text }, "/c")?.frozen;
    expect(frozen('{"message": "ask the owner"}')).toBe("ask the owner");
    expect(frozen("")).toBe("");
  });

  test("where two Pythons are recorded, the last line of the history decides", () => {
    const files = {
      ...condaEnv("/c", "3.11.5"),
      "/c/include/python3.11/patchlevel.h": "",
      "/c/conda-meta/python-3.10.1-h0_0.json": "{}",
      "/c/conda-meta/history":
        "+defaults/linux-64::python-3.10.1-h0_0\n-defaults/linux-64::python-3.10.1-h0_0\n+defaults/linux-64::python-3.11.5-h1_0\n",
    };
    expect(inspect(files, "/c")?.version).toBe("3.11.5");
  });
});
