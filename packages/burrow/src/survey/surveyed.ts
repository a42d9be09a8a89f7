import type { Machine } from "../machine/machine.ts";
import type { Report } from "../model/event.ts";
import type { Platform } from "../model/platform.ts";

/** What every survey says of itself. */
export interface Surveyed {
  readonly schema: 1;
  readonly id: string;
  /** ISO 8601, UTC: when it began. */
  readonly takenAt: string;
  readonly platform: Platform;
}

/** Looks, tells when that begins and ends, and adds what every survey says of itself. Rejects as `look` does; then no end is told. */
export async function surveyed<
  Found extends { readonly environments: readonly unknown[]; readonly interpreters?: readonly unknown[] },
>(
  { platform }: Pick<Machine, "platform">,
  { report, now }: { readonly report: Report; readonly now: () => number },
  look: () => Promise<Found>,
): Promise<Surveyed & Found> {
  const started = now();
  report({ type: "survey.started" });
  const found = await look();
  report({
    type: "survey.finished",
    environments: found.environments.length,
    interpreters: found.interpreters?.length ?? 0,
    seconds: (now() - started) / 1000,
  });
  return {
    schema: 1,
    id: `survey-${started.toString(36)}`,
    takenAt: new Date(started).toISOString(),
    platform,
    ...found,
  };
}
