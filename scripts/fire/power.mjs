// The power goes: a change on an ext4 of its own whose image is taken at a random moment, so that all is lost that the kernel had not written yet. Needs root on Linux.
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { judgePeer, median, opened, stage } from "./campaign.mjs";
import { isOpen } from "./contestants.mjs";
import { difference } from "./oracle.mjs";
import { endAllIn, run } from "./process.mjs";
import { FEW } from "./setting.mjs";

/** Nothing is written but what is asked to be, as long as it takes, and names may become durable before the content of their files. */
const HARSH = "loop,commit=300,data=writeback,noauto_da_alloc";

const sh = (script, cwd) => execFileSync("sh", ["-c", script], { cwd, stdio: "pipe" });

/** A disk in a folder that keeps images of itself. */
function diskIn(folder) {
  const at = join(folder, "disk");
  const mount = () => void sh(`mount -o ${HARSH} now.img disk`, folder);
  const unmount = () => void sh("umount disk", folder);
  mkdirSync(at);
  sh("truncate -s 192M now.img && mkfs.ext4 -q -O ^metadata_csum_seed now.img", folder);
  mount();
  return {
    at,
    unmount,
    /** All that is there now is what `renew` brings back. */
    keep: () => {
      unmount();
      sh("cp --sparse=always now.img first.img", folder);
      mount();
    },
    renew: () => {
      unmount();
      sh("cp --sparse=always first.img now.img", folder);
      mount();
    },
    /** What a machine finds that starts again after the power went: the image as it is, twice the same, so that it was taken at one moment. */
    cut: async () => {
      sh("until cp now.img cut.img && cmp -s now.img cut.img; do :; done", folder);
      await endAllIn(at);
      unmount();
      sh("mv cut.img now.img", folder);
      mount();
    },
  };
}

/** So many cuts of one way of a tool, at moments that are spread over the time that it takes, or its transaction; every third time burrow's recovery is cut as well. */
export async function cutMany(campaign, folder, { cuts, rng, tell }) {
  const disk = diskIn(folder);
  try {
    const set = await stage(campaign, disk.at, FEW);
    const { here, stateNow, contentNow, see, before } = set;
    await set.reset();
    disk.keep();
    const whole = [];
    for (let turn = 0; turn < 3; turn += 1) {
      disk.renew();
      whole.push((await run(campaign.command, here)).ms);
    }
    for (let number = 0; number < cuts; number += 1) {
      disk.renew();
      const since = campaign.tool === "burrow" && number % 2 === 1 ? opened(here.cwd) : undefined;
      const delay = rng() * median(whole) * (since === undefined ? 1.1 : 0.7);
      const ended = await run(campaign.command, { ...here, killAfter: delay, since: since?.promise });
      since?.stop();
      await disk.cut();
      const done = ended.status === 0;
      const row = { tool: campaign.tool, way: campaign.way, power: Math.round(delay), done };
      if (campaign.tool !== "burrow") {
        tell({ ...row, ...(await judgePeer(set)) });
        continue;
      }
      const left = isOpen(here.cwd) ? "open" : contentNow();
      const twice = number % 3 === 2;
      if (twice) {
        await run(campaign.recover, { ...here, killAfter: rng() * 400 });
        await disk.cut();
      }
      const { status, ms, said } = await run(campaign.recover, here);
      const state = stateNow();
      const ok = status === 0 && (done ? state === "after" : state !== "third");
      tell({
        ...row,
        left,
        twice,
        ms: Math.round(ms),
        status,
        state,
        ok,
        ...(!ok && { difference: difference(see(), before), said: said().slice(-800) }),
      });
    }
  } finally {
    await endAllIn(disk.at);
    disk.unmount();
  }
}
