import type { HealthReport } from "../../model/finding.ts";
import type { diagnose as Diagnose } from "../../operations/diagnose.ts";
import { diagnosticsJson, healthJson } from "../../protocol/documents.ts";
import { healthText } from "../../render/health.ts";
import { command } from "../command.ts";
import { defined } from "./project-options.ts";

type Answer =
  | { readonly of: "health"; readonly health: HealthReport }
  | { readonly of: "diagnostics"; readonly diagnostics: Awaited<ReturnType<typeof Diagnose>> };

/** `burrow doctor`. */
export const doctor = command({
  name: "doctor",
  about:
    "Examine environments, the place and the machine: what is wrong, on what evidence, and what heals it.",
  options: {
    all: { type: "boolean", short: "a", about: "Every environment on this machine." },
    report: { type: "boolean", about: "Print one document for a bug report, secrets left out." },
    deep: { type: "boolean", about: "Compare every file with its recorded hash." },
  },
  args: [{ name: "ENV|PATH", about: "an environment, or a project's folder", optional: true }],
  examples: ["burrow doctor", "burrow doctor ~/ml_env --deep", "burrow doctor --all --json"],

  async run({ all, deep, report = false }, [subject], { context, world }): Promise<Answer> {
    const options = defined({ subject, all, deep });
    if (report) {
      const { diagnose } = await import("../../operations/diagnose.ts");
      return { of: "diagnostics", diagnostics: await diagnose(await context(), options, world) };
    }
    const { doctor: examine } = await import("../../operations/doctor.ts");
    return { of: "health", health: await examine(await context(), options) };
  },

  text: (answer, look) =>
    answer.of === "health"
      ? healthText(answer.health, look)
      : JSON.stringify(diagnosticsJson(answer.diagnostics), undefined, 2).split("\n"),
  json: (answer) =>
    answer.of === "health" ? healthJson(answer.health) : diagnosticsJson(answer.diagnostics),
  status: (answer) => (answer.of === "health" && answer.health.health === "unhealthy" ? 1 : 0),
});
