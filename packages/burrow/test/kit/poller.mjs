// An onlooker: looks at an environment again and again until its input ends, then says what it saw that no one should see.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const [, , prefix, name] = process.argv;
const faults = new Set();
const versions = new Set();
let looks = 0;

function look() {
  looks += 1;
  try {
    statSync(join(prefix, "bin", "python"));
    statSync(join(prefix, "pyvenv.cfg"));
    const lib = join(prefix, "lib");
    const site = join(lib, readdirSync(lib)[0] ?? "", "site-packages");
    const infos = readdirSync(site).filter((entry) => entry.startsWith(`${name}-`));
    if (infos.length !== 1) faults.add(`${infos.length} copies of ${name}`);
    // Through the link once more: it may have moved between two looks, but what it leads to is whole.
    const source = readFileSync(join(site, `${name}.py`), "utf8");
    versions.add(source.trim());
    if (!existsSync(join(prefix, "bin", "python"))) faults.add("no python");
  } catch (error) {
    faults.add(error.message);
  }
}

let over = false;
process.stdin.resume().on("end", () => {
  over = true;
});
process.stdout.write("looking\n");
(function again() {
  for (let count = 0; count < 50; count += 1) look();
  if (!over) setImmediate(again);
  else process.stdout.write(`${JSON.stringify({ looks, faults: [...faults], versions: [...versions] })}\n`);
})();
