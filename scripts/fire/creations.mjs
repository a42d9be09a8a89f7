// With nobody disturbing: so many environments made in a row.
import { run } from "./process.mjs";

/** How many of so many creations gave exit status 0, the very same tree, and an environment that works. */
export async function create({ campaign, here, reset, stateNow, faults }, count) {
  let succeeded = 0;
  for (let turn = 0; turn < count; turn += 1) {
    await reset();
    const { status } = await run(campaign.command, here);
    if (status === 0 && stateNow() === "after" && faults().length === 0) succeeded += 1;
  }
  return { tool: campaign.tool, way: campaign.way, creations: count, succeeded };
}
