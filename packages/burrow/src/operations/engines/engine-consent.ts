/** Where an engine that burrow fetches is put: beside the project, or into burrow's own folder for all of a person's projects. */
export type EnginePlace = "project" | "user";

/** Asks somebody whether a conda engine may be fetched, because none is here, and where to; undefined is a no. */
export type AgreeToEngine = (engine: {
  readonly engine: string;
  readonly version: string;
}) => Promise<EnginePlace | undefined>;

/** What the command line says about conda engines. */
export interface CondaChoice {
  readonly engine?: string;
  readonly offline?: boolean;
  readonly allowPostLink?: boolean;
  readonly autoBootstrap?: boolean;
  readonly bootstrapTo?: EnginePlace;
  readonly agreeToEngine?: AgreeToEngine;
}
