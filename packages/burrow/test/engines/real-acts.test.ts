import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { absolute, type AbsolutePath } from "../../src/model/path.ts";
import type { Pin } from "../../src/model/pin.ts";
import { BACKEND } from "../kit/build-backend.ts";
import { ENGINES, place, PYTHON } from "../kit/engine-desk.ts";
import { indexed } from "../kit/engine-index.ts";
import { really } from "../kit/real-engine.ts";
import { question, requirement } from "../kit/requirement.ts";

function pin(name: string, version: string): Pin {
  return { name, version, hashes: [`sha256:${indexed(name, version).sha256}`] };
}

/** Names and versions in a prefix, read from its folders. */
function held(prefix: AbsolutePath): readonly string[] {
  const [lib = ""] = readdirSync(join(prefix, "lib"));
  return readdirSync(join(prefix, "lib", lib, "site-packages"))
    .filter((name) => name.endsWith(".dist-info"))
    .map((name) => name.replace(".dist-info", ""))
    .toSorted();
}

const summary = (pins: readonly Pin[]) => pins.map(({ name, version }) => `${name} ${version}`).toSorted();

describe.each(ENGINES)("%s, really", (...[, make]) => {
  test("makes an empty environment with its prompt", async () => {
    const { prefix } = await place(make);
    expect(readFileSync(join(prefix, "pyvenv.cfg"), "utf8")).toMatch(/^prompt = '?--name'?$/mu);
    expect(held(prefix)).toEqual([]);
  });

  test("resolves, fetches, installs offline what it pinned, and uninstalls", async () => {
    const { engine, index, folder, prefix, python, options } = await place(make);
    const resolution = await really(
      engine.resolve(
        question({
          python: PYTHON,
          options,
          requirements: [
            requirement("beta", { extras: ["more"] }),
            requirement("gamma", { marker: "python_version < '3'" }),
          ],
        }),
      ),
    );
    expect(resolution.kind).toBe("resolved");
    const pins = resolution.kind === "resolved" ? resolution.pins : [];
    expect(summary(pins)).toEqual(["alpha 2.0", "beta 2.0", "delta 1.0"]);
    expect(pins.flatMap(({ hashes }) => hashes).toSorted()).toEqual(
      [pin("alpha", "2.0"), pin("beta", "2.0"), pin("delta", "1.0")]
        .flatMap(({ hashes }) => hashes)
        .toSorted(),
    );

    const scratch = absolute(join(folder, "scratch"));
    mkdirSync(scratch);
    expect(await really(engine.fetch({ python, pins, options, scratch }))).toEqual({ ok: true });
    await index.close();
    expect(
      await really(engine.install({ python, pins, options, scratch, offline: true, link: true })),
    ).toEqual({ ok: true });
    expect(held(prefix)).toEqual(["alpha-2.0", "beta-2.0", "delta-1.0"]);
    expect(spawnSync(join(prefix, "bin/alpha"), { encoding: "utf8" }).stdout).toBe("alpha 2\n");
    expect(await really(engine.uninstall({ python, names: ["beta", "absent"] }))).toEqual({ ok: true });
    expect(held(prefix)).toEqual(["alpha-2.0", "delta-1.0"]);
  });

  test("installs again what is there and gutted", async () => {
    const { engine, folder, prefix, python, options } = await place(make);
    const request = {
      python,
      pins: [pin("alpha", "1.0")],
      options,
      scratch: folder,
      offline: false,
      link: false,
    };
    expect(await really(engine.install(request))).toEqual({ ok: true });
    const [lib = ""] = readdirSync(join(prefix, "lib"));
    const module = join(prefix, "lib", lib, "site-packages/alpha.py");
    writeFileSync(module, "gutted");
    expect(await really(engine.install(request))).toEqual({ ok: true });
    expect(readFileSync(module, "utf8")).toBe('__version__ = "1.0"\n');
  });

  test("refuses a file whose hash is not the pinned one", async () => {
    const { engine, folder, prefix, python, options } = await place(make);
    const pins = [{ ...pin("alpha", "1.0"), hashes: [`sha256:${"0".repeat(64)}`] }];
    const fetched = await really(engine.fetch({ python, pins, options, scratch: folder }));
    expect(fetched).toMatchObject({ ok: false, detail: expect.stringMatching(/hash/iu) });
    const installed = await really(
      engine.install({ python, pins, options, scratch: folder, offline: false, link: true }),
    );
    expect(installed).toMatchObject({ ok: false, detail: expect.stringMatching(/hash/iu) });
    expect(held(prefix)).toEqual([]);
  });

  test("adds only what is missing when everything is frozen, and calls the rest a conflict", async () => {
    const { engine, folder, python, options } = await place(make);
    const installed = [pin("alpha", "1.0"), pin("beta", "1.0")];
    await really(
      engine.install({ python, pins: installed, options, scratch: folder, offline: false, link: true }),
    );
    const ask = (requirements: readonly ReturnType<typeof requirement>[], rest = {}) =>
      really(engine.resolve(question({ mode: "frozen", python, options, installed, requirements, ...rest })));

    expect(await ask([requirement("gamma")])).toMatchObject({
      kind: "resolved",
      pins: [{ name: "gamma", version: "1.0", hashes: pin("gamma", "1.0").hashes }],
      removed: [],
    });
    expect(await ask([requirement("beta", { specifier: ">=1" })])).toEqual({
      kind: "resolved",
      pins: [],
      removed: [],
    });
    expect(await ask([requirement("beta", { specifier: ">=2" })])).toMatchObject({ kind: "conflict" });
    expect(await ask([requirement("nowhere")])).toMatchObject({
      kind: "impossible",
      cause: "unknown-name",
      requirement: "nowhere",
    });

    const freed = await ask([requirement("beta", { specifier: ">=2" })], { mode: "freed", free: ["beta"] });
    expect(freed).toMatchObject({ kind: "conflict" }); // alpha is still kept
    const all = await ask([requirement("beta", { specifier: ">=2" })], { mode: "freed", free: [] });
    expect(all.kind === "resolved" && summary(all.pins)).toEqual(["alpha 2.0", "beta 2.0"]);
  });

  test("resolves and installs a wheel by its address, and holds it to its fragment", async () => {
    const { engine, index, folder, prefix, python, options } = await place(make);
    const url = new URL("/files/alpha-1.0-py3-none-any.whl", index.url).href;
    const right = requirement("alpha", { url: `${url}#sha256=${indexed("alpha", "1.0").sha256}` });
    const resolution = await really(
      engine.resolve(question({ python: PYTHON, options, requirements: [right, requirement("gamma")] })),
    );
    const pins = resolution.kind === "resolved" ? resolution.pins : [];
    expect(summary(pins)).toEqual(["alpha 1.0", "gamma 1.0"]);
    expect(pins.find(({ name: project }) => project === "alpha")?.url).toContain(url);
    expect(
      await really(engine.install({ python, pins, options, scratch: folder, offline: false, link: true })),
    ).toEqual({ ok: true });
    const [lib = ""] = readdirSync(join(prefix, "lib"));
    expect(
      readFileSync(join(prefix, "lib", lib, "site-packages/alpha-1.0.dist-info/direct_url.json"), "utf8"),
    ).toContain(url);

    const wrong = requirement("alpha", { url: `${url}#sha256=${"0".repeat(64)}` });
    const refused = await really(
      engine.resolve(question({ python: PYTHON, options, requirements: [wrong] })),
    );
    // uv 0.13 believes the fragment until it has the file; older ones and pip look at once.
    const kept = refused.kind === "resolved" ? refused.pins : [];
    const fetched = await really(engine.fetch({ python, pins: kept, options, scratch: folder }));
    const stopped = refused.kind === "resolved" ? !fetched.ok : refused.kind === "impossible";
    expect(stopped).toBe(true);
  });

  test("planning runs nobody's build, and the project's own build is run only when asked for", async () => {
    const { engine, folder, prefix, python } = await place(make);
    const project = absolute(join(folder, "project"));
    mkdirSync(project);
    writeFileSync(
      join(project, "pyproject.toml"),
      '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n[project]\nname = "own"\nversion = "0.1"\n',
    );
    writeFileSync(join(project, "backend.py"), BACKEND);
    const lines: string[] = [];
    expect(
      await really(engine.buildProject({ python, project, options: [] }), (line) => lines.push(line)),
    ).toEqual({ ok: true });
    expect(existsSync(join(project, "was-built"))).toBe(true);
    expect(held(prefix)).toEqual(["own-0.1"]);
    expect(lines.join("\n")).toContain("own");
    const again = () =>
      engine.resolve(question({ python, requirements: [requirement("own", { editable: project })] })).next();
    expect(again).toThrow(expect.objectContaining({ code: "bug" }));
  });
});
