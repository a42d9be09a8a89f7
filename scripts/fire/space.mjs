// How much room a change takes while it is under way, at each line of its journal.
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stage } from "./campaign.mjs";
import { faulty } from "./combos.mjs";
import { space, tree } from "./oracle.mjs";
import { endAllIn } from "./process.mjs";
import { burningPlace, MANY } from "./setting.mjs";

/** Of a change of somebody's environment on a real disk: the most room that it took beyond what was there, and that of the files that it changed, in bytes. With `copy`, uv copies out of its cache as it does across file systems. */
export async function measureSpace(campaign, { copy = false } = {}) {
  const place = burningPlace(tmpdir());
  try {
    const set = await stage(campaign, place.folder, MANY, copy ? { UV_LINK_MODE: "copy" } : {});
    const { here, reset } = set;
    const roots = ["project", "home", "uv-cache"].map((name) => join(place.folder, name));
    const changed = changedSpace(here.cwd, set.before);
    await reset();
    const { acts } = await faulty(campaign.command, set, []);
    await reset();
    const was = space(...roots);
    let most = { bytes: 0, at: "start" };
    for (const { at, act } of acts.filter(
      ({ name }, index) => name === "appendFileSync" && acts[index + 1]?.at !== acts[index].at,
    )) {
      await reset();
      await faulty(campaign.command, set, [{ at, act, how: "kill-before" }]);
      await endAllIn(place.folder);
      const bytes = space(...roots) - was;
      if (bytes > most.bytes) most = { bytes, at };
    }
    return { way: campaign.way, copy, changed, extra: most.bytes, at: most.at };
  } finally {
    place.remove();
  }
}

/** The room of all files that are new or altered. */
function changedSpace(project, before) {
  const known = new Set(before);
  const files = tree(project)
    .filter((line) => line.includes(" file ") && !known.has(line))
    .map((line) => join(project, line.slice(0, line.lastIndexOf(" file "))));
  return space(...files);
}
