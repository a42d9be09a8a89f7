import type { AbsolutePath } from "../model/path.ts";

/** Where an engine that burrow fetches is put: beside the project, or into burrow's own folder for all of a person's projects. */
export type EnginePlace = "project" | "user";

/** What somebody is asked before a conda engine is used that nobody agreed to. */
export type EngineRequest =
  /** None is here: may this one be fetched, and where to? */
  | { readonly kind: "fetch"; readonly engine: string; readonly version: string }
  /** One lies in the project's own folder, where whoever made the project could put it. */
  | { readonly kind: "run"; readonly program: AbsolutePath };

/** Asks somebody; undefined is a no. */
export type AgreeToEngine = (request: EngineRequest) => Promise<EnginePlace | undefined>;

/** What the command line says about conda engines. */
export interface CondaChoice {
  readonly engine?: string;
  readonly offline?: boolean;
  readonly autoBootstrap?: boolean;
  readonly bootstrapTo?: EnginePlace;
  readonly agreeToEngine?: AgreeToEngine;
}
