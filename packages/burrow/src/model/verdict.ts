import type { AbsolutePath } from "./path.ts";
import type { Reason } from "./reason.ts";

/** One rule's opinion of one candidate, with its reason as data. Never an exception. */
export interface Verdict {
  readonly rule: string;
  /** The `realPrefix` of the environment, or the executable of an interpreter. */
  readonly subject: AbsolutePath;
  readonly outcome: "accept" | "reject" | "prefer";
  readonly because: Reason;
}
