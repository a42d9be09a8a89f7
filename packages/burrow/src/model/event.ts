import type { Finding, Health } from "./finding.ts";
import type { AbsolutePath } from "./path.ts";
import type { Reason } from "./reason.ts";
import type { Resolution } from "./resolve.ts";

/** What an operation tells while it runs. `{run, seq, at}` are added at the edge. */
export type Event =
  | { readonly type: "survey.started" }
  | {
      readonly type: "survey.finished";
      readonly environments: number;
      readonly interpreters: number;
      readonly seconds: number;
    }
  | { readonly type: "interpreter.probed"; readonly executable: AbsolutePath; readonly seconds: number }
  /** `subject`: the Python, or what else tells the question apart. `prefix`: the environment that would be changed; absent for a new one. */
  | { readonly type: "resolve.started"; readonly subject: string; readonly prefix?: AbsolutePath }
  | {
      readonly type: "resolve.finished";
      readonly subject: string;
      readonly prefix?: AbsolutePath;
      readonly outcome: Resolution["kind"];
      readonly distributions: number;
      readonly seconds: number;
    }
  | { readonly type: "transaction.started"; readonly transaction: string; readonly steps: number }
  | { readonly type: "step.started"; readonly step: number; readonly steps: number; readonly kind: string }
  | {
      readonly type: "step.finished";
      readonly step: number;
      readonly steps: number;
      readonly kind: string;
      readonly seconds: number;
      readonly note?: string;
    }
  | { readonly type: "step.undone"; readonly step: number; readonly steps: number; readonly kind: string }
  | {
      readonly type: "progress";
      readonly phase: string;
      readonly message: string;
      /** 0 … 100, never falling within a phase. */
      readonly percentage: number;
      readonly bytes?: number;
      readonly totalBytes?: number;
      readonly step?: number;
      readonly steps?: number;
    }
  | { readonly type: "engine.line"; readonly engine: string; readonly text: string }
  | { readonly type: "hook.line"; readonly hook: string; readonly text: string }
  | { readonly type: "warning"; readonly warning: Reason }
  | {
      /** An examination of `watch` is over. */
      readonly type: "health.examined";
      readonly scope: "project" | "machine";
      readonly health: Health;
      readonly environments: number;
      readonly findings: number;
      readonly seconds: number;
      /** Bytes that burrow itself occupies. */
      readonly memory: number;
    }
  | { readonly type: "health.found"; readonly finding: Finding }
  | { readonly type: "health.gone"; readonly finding: Finding }
  | { readonly type: "done" };

/** Receives what happens; never throws, never waits. */
export type Report = (event: Event) => void;
