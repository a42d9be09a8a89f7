import type { Reason } from "../model/reason.ts";
import { type Codec, integer, list, literal, oneOf } from "./codec.ts";
import { reason } from "./nouns.ts";
import { object } from "./object.ts";

/** What `recover --machine` prints. */
export interface MemoryRecoveryDocument {
  readonly schema: 1;
  readonly healthy: number;
  /** In the order in which they were tried. */
  readonly strategies: readonly {
    readonly strategy: "rediscover" | "choose-active" | "drop-broken";
    readonly outcome: "applied" | "not-needed" | "failed";
    readonly did: readonly Reason[];
  }[];
}

/** What recovering the memory came to. */
export const memoryRecovery: Codec<MemoryRecoveryDocument> = object<MemoryRecoveryDocument>({
  schema: literal(1),
  healthy: integer,
  strategies: list(
    object<MemoryRecoveryDocument["strategies"][number]>({
      strategy: oneOf(["rediscover", "choose-active", "drop-broken"]),
      outcome: oneOf(["applied", "not-needed", "failed"]),
      did: list(reason),
    }),
  ),
});
