import { join } from "node:path";
import { rolldown } from "rolldown";
import { CACHE, ROOT } from "./tools.ts";

/** Builds a program of this kit, so that a process of its own can run it; gives its path, below `node_modules`, so that it finds its packages. */
export async function bundled(name: string): Promise<string> {
  const file = join(CACHE, `${name}.mjs`);
  const bundle = await rolldown({
    input: join(ROOT, "packages/burrow/test/kit", `${name}.ts`),
    platform: "node",
    external: /^[^./]/u,
  });
  await bundle.write({ file, format: "esm", codeSplitting: false });
  await bundle.close();
  return file;
}
