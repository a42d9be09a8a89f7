import type { Machine } from "../../src/machine/machine.ts";
import { noting } from "../../src/machine/noting.ts";
import type { Workbench } from "../../src/machine/workbench.ts";
import { absolute } from "../../src/model/path.ts";
import { rememberedIn } from "../../src/registry/remembered.ts";

/** Where a fake machine keeps what was concluded. */
const CACHE = absolute("/cache");

/** What a conclusion is drawn from. */
export type LookingMachine = Omit<Machine, "platform" | "home" | "uid" | "state">;

/** Concludes something from looks, keeps it, and gives what recalls it. The clock is so late that everything has been still for long. */
export function kept(
  bench: Workbench,
  look: (machine: LookingMachine) => unknown,
  cache = CACHE,
  began = Infinity,
) {
  const memory = rememberedIn(bench, cache);
  const { looks, notes } = noting(bench);
  look(looks);
  memory.keep({ key: "question", value: { answer: 42 }, notes: notes(), began });
  return () => memory.recall("question");
}
