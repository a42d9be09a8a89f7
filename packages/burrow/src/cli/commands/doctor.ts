import { healthJson } from "../../protocol/documents.ts";
import { healthText } from "../../render/health.ts";
import { command } from "../command.ts";
import { defined } from "./project-options.ts";

/** `burrow doctor`. */
export const doctor = command({
  name: "doctor",
  about:
    "Examine environments, the place and the machine: what is wrong, on what evidence, and what heals it.",
  options: {
    all: { type: "boolean", short: "a", about: "Every environment on this machine." },
    deep: { type: "boolean", about: "Compare every file with its recorded hash." },
  },
  args: [{ name: "ENV|PATH", about: "an environment, or a project's folder", optional: true }],
  examples: ["burrow doctor", "burrow doctor ~/ml_env --deep", "burrow doctor --all --json"],

  async run({ all, deep }, [subject], { context }) {
    const { doctor: examine } = await import("../../operations/doctor.ts");
    return examine(await context(), defined({ subject, all, deep }));
  },

  text: (report, look) => healthText(report, look),
  json: healthJson,
  status: ({ health }) => (health === "unhealthy" ? 1 : 0),
});
