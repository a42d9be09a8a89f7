import type { Event } from "../../src/model/event.ts";
import { finding } from "../../src/model/finding.ts";
import { reason } from "../../src/model/reason.ts";
import { path } from "./kit.ts";

const FULL = finding("disk-full", {
  subject: path("/home/me/code/shop/.venv"),
  because: reason("disk-free", { free: "3 MiB" }),
  action: "make room",
});

/** Every event by its type, so that one which is added without words does not compile. */
export const EVENTS: { readonly [Type in Event["type"]]: Extract<Event, { readonly type: Type }> } = {
  "survey.started": { type: "survey.started" },
  "survey.finished": { type: "survey.finished", environments: 3, interpreters: 4, seconds: 0.061 },
  "interpreter.probed": { type: "interpreter.probed", executable: path("/usr/bin/python3"), seconds: 0.1 },
  "resolve.started": { type: "resolve.started", subject: "shop" },
  "resolve.finished": {
    type: "resolve.finished",
    subject: "shop",
    outcome: "resolved",
    distributions: 9,
    seconds: 0.31,
  },
  "transaction.started": { type: "transaction.started", transaction: "t1", steps: 5 },
  "step.started": { type: "step.started", step: 1, steps: 5, kind: "create-environment" },
  "step.finished": {
    type: "step.finished",
    step: 4,
    steps: 5,
    kind: "verify",
    seconds: 0.42,
    note: "9 distributions whole, 214 files",
  },
  "step.undone": { type: "step.undone", step: 1, steps: 5, kind: "create-environment" },
  progress: { type: "progress", phase: "engine", message: "fetching uv 0.13.8", percentage: 41.7 },
  "engine.line": { type: "engine.line", engine: "uv", text: "Prepared 9 packages" },
  "hook.line": { type: "hook.line", hook: "prepare data", text: "seeded 40 rows" },
  "health.examined": {
    type: "health.examined",
    scope: "machine",
    health: "degraded",
    environments: 12,
    findings: 1,
    seconds: 0.42,
    memory: 50_000_000,
  },
  "health.found": { type: "health.found", finding: FULL },
  "health.gone": { type: "health.gone", finding: FULL },
  warning: { type: "warning", warning: reason("pre-release", { name: "rich", version: "14.0b1" }) },
  done: { type: "done" },
};
