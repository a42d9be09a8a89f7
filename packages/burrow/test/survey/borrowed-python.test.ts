import { expect, test } from "vitest";
import { absolute } from "../../src/model/path.ts";
import { interpretersOf } from "../../src/survey/interpreters.ts";
import { condaEnv, python } from "../kit/builders.ts";
import { fakeMachine } from "../kit/fake-machine.ts";

test("D17 a Python is conda's when it lies in a prefix or the cache of conda's, not when a prefix only links to it", async () => {
  const system = { ...python("/usr", "3.12.4"), ...condaEnv("/home/me/miniforge3", "3.10.2") };
  const borrowed = "/home/me/miniforge3/envs/borrowed";
  const files = {
    ...system,
    ...python("/srv/python", "3.11.9"),
    [`${borrowed}/conda-meta/history`]: "",
    [`${borrowed}/bin/python`]: { link: "/usr/bin/python3" },
    [`${borrowed}/bin/python3.11`]: { link: "/srv/python/bin/python3.11" },
    // conda with `allow_softlinks` links into its cache.
    ...python("/home/me/miniforge3/pkgs/python-3.9.18-h1_0", "3.9.18"),
    "/home/me/miniforge3/envs/linked/conda-meta/history": "",
    "/home/me/miniforge3/envs/linked/bin/python": {
      link: "/home/me/miniforge3/pkgs/python-3.9.18-h1_0/bin/python3.9",
    },
  };
  const found = await interpretersOf(
    fakeMachine(files),
    { pythons: absolute("/none/pythons") },
    { report: () => {}, signal: new AbortController().signal },
  );
  expect(found.map(({ realPath, source }) => `${realPath} ${source}`)).toEqual([
    "/home/me/miniforge3/bin/python3.10 conda",
    "/home/me/miniforge3/pkgs/python-3.9.18-h1_0/bin/python3.9 conda",
    "/srv/python/bin/python3.11 other",
    "/usr/bin/python3.12 system",
  ]);
});
