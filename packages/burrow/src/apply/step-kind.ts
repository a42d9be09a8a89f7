import type { Undo } from "../model/journal.ts";
import type { Step, StepKind } from "../model/step.ts";
import type { StepBase, StepContext } from "./context.ts";

/** A step that is ready: how to take it back, which goes into the journal first, and the act. */
export interface Prepared {
  readonly undo: readonly Undo[];
  /** Gives a note for people, when there is something to say. Throws when it did not succeed; it may then have done a part. */
  readonly perform: () => Promise<string | undefined>;
}

/** Looks at what is there and keeps what the act would lose; changes nothing that anybody else sees. */
export type Prepare<Kind extends StepKind, Context extends StepBase = StepContext> = (
  step: Extract<Step, { readonly kind: Kind }>,
  context: Context,
) => Prepared | Promise<Prepared>;

/** A step did not succeed; its message is a sentence without a full stop. */
export class StepFailed extends Error {
  override readonly name = "StepFailed";
}

/** The engine ended by itself in the middle of a step, with nothing said: once all is as it was before, another try may succeed. */
export class EngineCrashed extends StepFailed {
  readonly engine: string;

  constructor(engine: string, detail: string) {
    super(detail);
    this.engine = engine;
  }
}
