// Builds the package: declarations file by file, the program in few files, because Node needs a millisecond for every module that it loads.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const folder = fileURLToPath(new URL("../packages/burrow/", import.meta.url));
const dist = join(folder, "dist");

/** What `up` and `run` load when there is nothing to do, with all that these import. All else is loaded by who needs it. */
const CORE = /src\/(?:start|cli\/commands\/(?:run|up)|operations\/(?:plan-file|run|up))\.ts$/u;

/** The same for `list --all`, which has no use for a planner. */
const LOOK = /src\/(?:start|cli\/commands\/list)\.ts$/u;

/** What is loaded beside both to plan anew. */
const PLAN = /src\/operations\/(?:plan-anew|recover)\.ts$/u;

/** What is loaded beside these to carry a plan out. */
const APPLY =
  /src\/operations\/(?:carry-out|engines\/obtain-(?:conda|engine)|states|write-use)\.ts$|src\/machine\/real-runner\.ts$/u;

/** Packages that nearly every command loads: of these only what is used is taken in, for Node reads and resolves a whole package at every start. */
const BUNDLED = ["valibot", "smol-toml", "yaml"];

/** For Node `yaml` is eighty files of CommonJS; the same code stands as modules in what it gives browsers. */
const YAML = join(folder, "../../node_modules/yaml/browser/index.js");

/** Milliseconds that files of an earlier build stay: a program that was started from it may still load them. */
const GRACE = 10 * 60 * 1000;

const tsc = join(createRequire(import.meta.url).resolve("typescript/package.json"), "../bin/tsc");
const { status } = spawnSync(process.execPath, [tsc, "-p", join(folder, "tsconfig.build.json")], {
  stdio: "inherit",
});
process.exitCode = status ?? 1;

const source = (path) => join(folder, "src", path);
let reached;
const bundle = await rolldown({
  input: {
    index: source("index.ts"),
    main: source("main.ts"),
    "standards/index": source("standards/index.ts"),
  },
  platform: "node",
  resolve: { alias: { yaml: YAML } },
  preserveEntrySignatures: "allow-extension",
  external: (id) => /^[^./]/u.test(id) && !BUNDLED.includes(id) && !/^[A-Za-z]:[\\/]/u.test(id),
  checks: { ineffectiveDynamicImport: false },
});
const { output } = await bundle.write({
  dir: dist,
  format: "esm",
  // What Node has to read, it reads at every start: no comments and no space; names stay, for the traces of bugs.
  minify: { compress: false, mangle: false },
  // One folder deep as the sources are: what a module finds beside the package, it finds from here too.
  chunkFileNames: "chunks/[name]-[hash].js",
  codeSplitting: {
    // One file for each command's needs, and one for what both of the first two load.
    includeDependenciesRecursively: false,
    groups: [{ name: chunkOf, debugName: "by command" }],
  },
});

const facades = facadesIn(output);
for (const { fileName, code } of output) {
  const direct = code.replaceAll(/import\(`(\.\/(?:chunks\/)?)([^`/]+)`\)/gu, (whole, place, name) => {
    const facade = facades.get(`chunks/${name}`);
    return facade === undefined ? whole : `import(\`${place}${facade.of}\`).then(all=>(${facade.names}))`;
  });
  if (facades.has(fileName)) rmSync(join(dist, fileName));
  else if (direct !== code) writeFileSync(join(dist, fileName), direct);
}

const written = new Set(output.map(({ fileName }) => join(dist, fileName)));
for (const { name, parentPath } of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  const path = join(parentPath, name);
  if (name.endsWith(".js") && !written.has(path) && Date.now() - statSync(path).mtimeMs > GRACE) rmSync(path);
}

const licences = BUNDLED.map((name) => {
  const home = join(folder, "../../node_modules", name);
  const file = readdirSync(home).find((entry) => /^licen[cs]e/iu.test(entry));
  return `${name}\n\n${readFileSync(join(home, file), "utf8")}`;
});
writeFileSync(join(dist, "licences.txt"), licences.join(`\n${"-".repeat(80)}\n\n`));

/** Files that only give another's content its names, by name: which file, and an object with these names. Node takes a millisecond for each, and whoever loads one loads the other. */
function facadesIn(chunks) {
  const found = new Map();
  for (const { fileName, code, isEntry } of chunks) {
    const [, imported, of, exported] =
      /^import\{([^}]*)\}from"\.\/([^"/]+)";export\{([^}]*)\};\s*$/u.exec(isEntry ? "" : code) ?? [];
    if (of === undefined) continue;
    const local = new Map(
      imported
        .split(",")
        .map((one) => one.split(" as "))
        .map(([name, as = name]) => [as, name]),
    );
    const names = exported
      .split(",")
      .map((one) => one.split(" as "))
      .map(([name, as = name]) => `${as}:all.${local.get(name)}`);
    found.set(fileName, { of, names: `{${names.join(",")}}` });
  }
  return found;
}

/** The file that a module is in: that of the first who needs it; of the modules that all commands load, one of its own. */
function chunkOf(id, context) {
  reached ??= Object.entries({ core: CORE, machine: LOOK, plan: PLAN, apply: APPLY }).map(
    ([name, entries]) => ({
      name,
      modules: reachedFrom(entries, context),
    }),
  );
  const [first, second] = reached.filter(({ modules }) => modules.has(id));
  return first?.name === "core" && second?.name === "machine" ? "base" : (first?.name ?? null);
}

/** The modules that match and all that they import, which are loaded with them. */
function reachedFrom(entries, context) {
  const modules = new Set(
    readdirSync(source(""), { recursive: true })
      .map(source)
      .filter((id) => entries.test(id.replaceAll("\\", "/"))),
  );
  for (const id of modules)
    for (const imported of context.getModuleInfo(id)?.importedIds ?? []) modules.add(imported);
  return modules;
}
