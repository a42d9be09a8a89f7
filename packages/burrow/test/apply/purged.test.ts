import { expect, test } from "vitest";
import { purgeEnvironment } from "../../src/apply/purge.ts";
import { recover } from "../../src/apply/recover.ts";
import { absolute } from "../../src/model/path.ts";
import { fakeMachine } from "../kit/fake-machine.ts";
import { fakeProcesses } from "../kit/fake-processes.ts";
import { applyContext, environmentFiles } from "./kit.ts";

const FOLDER = "/p/.burrow/generations/default";
const SITE = { root: absolute("/p"), name: "default" };
const before = () => Promise.resolve();
const forget = () => Promise.resolve();

const disk = () =>
  fakeMachine({
    "/p/app.py": "pass",
    ...environmentFiles(`${FOLDER}/1`, ["aa==1"]),
    [`${FOLDER}/1.json`]: `{"number":1}`,
    "/p/.venv": { link: ".burrow/generations/default/1" },
  });

test.each(["kill", "power"] as const)(
  "P14 a removal that is cut off (%s) at any act: after a recovery the environment is whole, or gone with its link",
  async (how) => {
    const whole = disk();
    await purgeEnvironment(SITE, { bench: whole, processes: fakeProcesses(), before, forget });
    const most = whole.count();
    const seen = new Set<string>();
    for (let after = 0; after <= most; after += 1) {
      const bench = disk();
      const processes = fakeProcesses();
      bench.dieAfter(after);
      await purgeEnvironment(SITE, { bench, processes, before, forget }).catch(() => {}); // killed
      if (how === "power") bench.powerCut(() => false);
      else bench.revive();
      processes.restart();
      if (how === "power") processes.reboot();
      await recover(absolute("/p/.burrow"), applyContext(bench, { processes }));
      const is = JSON.stringify(bench.tree("/p"));
      const isGone = is === JSON.stringify(fakeMachine({ "/p/app.py": "pass" }).tree("/p"));
      if (!isGone) expect([after, is]).toEqual([after, JSON.stringify(disk().tree("/p"))]);
      seen.add(isGone ? "gone" : "whole");
    }
    expect([...seen].toSorted()).toEqual(["gone", "whole"]);
  },
);
