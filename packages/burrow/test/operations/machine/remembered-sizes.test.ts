import {
  appendFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { realMachine } from "../../../src/machine/real-machine.ts";
import { realWorkbench } from "../../../src/machine/real-workbench.ts";
import { absolute, type AbsolutePath } from "../../../src/model/path.ts";
import { rememberedSizes } from "../../../src/operations/machine/remembered-sizes.ts";
import { sizesOf } from "../../../src/operations/machine/size.ts";

const HOUR = 3_600_000;

/** Environments in a folder of their own, as `rememberedSizes` measures them some hours from now, and which folders it lists for that. */
function world(names: readonly string[]) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "burrow-sizes-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const roots = names.map((name) => absolute(join(folder, name)));
  const site = (at: number) => join(roots[at] ?? "", "lib/python3.12/site-packages");
  for (const at of roots.keys()) {
    mkdirSync(join(site(at), "pear"), { recursive: true });
    writeFileSync(join(site(at), "pear/__init__.py"), "x".repeat(100));
  }
  const machine = realMachine();
  const measure = (hours: number, some: readonly AbsolutePath[] = roots) => {
    const listed: string[] = [];
    const watched = {
      ...machine,
      list: (path: AbsolutePath) => {
        listed.push(path);
        return machine.list(path);
      },
    };
    const context = {
      bench: realWorkbench(machine),
      machine: watched,
      folders: {
        config: absolute(join(folder, "config")),
        data: absolute(join(folder, "data")),
        cache: absolute(join(folder, "cache")),
      },
      now: () => Date.now() + hours * HOUR,
    };
    const { each, together } = rememberedSizes(context)(some);
    // Only who measures looks into a package.
    const walked = roots.filter((_, at) => listed.includes(join(site(at), "pear")));
    return { sizes: some.map((root) => each.get(root)?.size), together, walked, each };
  };
  const truth = () => sizesOf(machine, roots, { at: "" }).together;
  return { roots, site, measure, truth };
}

test("P13 what did not change is not measured again within a day, and says of when its size is", () => {
  const { roots, site, measure, truth } = world(["a", "b"]);
  const first = measure(1);
  expect(first).toMatchObject({ sizes: [100, 100], together: 200, walked: roots });
  const second = measure(2);
  expect(second).toMatchObject({ sizes: [100, 100], together: 200, walked: [] });
  expect(second.each.get(roots[0]!)?.at).toBe(first.each.get(roots[0]!)?.at);
  // What is installed is seen at once, and the other is left alone.
  mkdirSync(join(site(1), "fig"));
  writeFileSync(join(site(1), "fig/__init__.py"), "y".repeat(50));
  expect(measure(3)).toMatchObject({ sizes: [100, 150], together: 250, walked: [roots[1]] });
  expect(truth()).toBe(250);
  // What is written into a package is seen after a day: until then the size is of when it was measured.
  appendFileSync(join(site(0), "pear/__init__.py"), "z");
  expect(measure(4)).toMatchObject({ sizes: [100, 150], walked: [] });
  expect(measure(26)).toMatchObject({ sizes: [101, 150], together: 251, walked: [roots[0]] });
});

test("P13 what shares files with others counts once in all, whatever is new", () => {
  const { roots, site, measure, truth } = world(["a", "b", "c"]);
  linkSync(join(site(0), "pear/__init__.py"), join(site(1), "pear/shared.py"));
  expect(measure(1)).toMatchObject({ sizes: [100, 200, 100], together: 300, walked: roots });
  expect(measure(2)).toMatchObject({ sizes: [100, 200, 100], together: 300, walked: [] });
  // Of fewer of them the sum is another.
  expect(measure(3, roots.slice(0, 2))).toMatchObject({ together: 200, walked: roots.slice(0, 2) });
  writeFileSync(join(site(2), "fig.py"), "y".repeat(7));
  expect(measure(4)).toMatchObject({ sizes: [100, 200, 107], together: truth() });
});

test("P13 of an environment in another both are measured when the inner one changed", () => {
  const { roots, site, measure, truth } = world(["base", "base/envs/inner"]);
  expect(measure(1)).toMatchObject({ sizes: [200, 100], together: 200 });
  expect(measure(2).walked).toEqual([]);
  writeFileSync(join(site(1), "fig.py"), "y".repeat(7));
  expect(measure(3)).toMatchObject({ sizes: [207, 107], together: truth(), walked: roots });
});

test("what changed just before it was measured is measured again", () => {
  const { measure, roots } = world(["a"]);
  measure(0);
  expect(measure(0).walked).toEqual(roots);
});
