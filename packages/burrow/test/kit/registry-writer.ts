// A process that remembers one environment after another, and says so each time it has. Arguments: burrow's data folder, a name, how many.
import { realProcesses } from "../../src/machine/processes.ts";
import { realMachine } from "../../src/machine/real-machine.ts";
import { realWorkbench } from "../../src/machine/real-workbench.ts";
import { absolute } from "../../src/model/path.ts";
import { registryIn } from "../../src/registry/registry.ts";
import { withSeen } from "../../src/registry/seen.ts";
import { environment } from "../registry/kit.ts";

const [data = "", name = "", most = "0"] = process.argv.slice(2);
const registry = registryIn(realWorkbench(realMachine()), absolute(data), realProcesses());
for (let number = 0; number < Number(most); number += 1) {
  const at = new Date().toISOString();
  const environments = [environment(`/w/${name}-${number}/.venv`)];
  const { warnings } = await registry.update((known) => withSeen(known, { at, environments }));
  process.stdout.write(`${number} ${warnings.map(({ code }) => code).join()}\n`);
}
