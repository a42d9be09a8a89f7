import type { Step } from "../../model/step.ts";
import type { StepContext } from "../context.ts";
import type { Prepared } from "../step-kind.ts";
import { buildProject } from "./build-project.ts";
import { changePackages } from "./change-packages.ts";
import { buildWheel } from "./build-wheel.ts";
import { createEnvironment } from "./create-environment.ts";
import { fetchPackages } from "./fetch-packages.ts";
import { fetchPins } from "./fetch.ts";
import { ignore } from "./ignore.ts";
import { installRequirements } from "./install-requirements.ts";
import { install } from "./install.ts";
import { installPython } from "./install-python.ts";
import { link } from "./link.ts";
import { preserve } from "./preserve.ts";
import { runHook } from "./run-hook.ts";
import { setAside } from "./set-aside.ts";
import { uninstall } from "./uninstall.ts";
import { verify } from "./verify.ts";

/** Makes a step ready: its undo and its act. Throws when it cannot even begin; nothing has changed then. */
export async function prepare(step: Step, context: StepContext): Promise<Prepared> {
  switch (step.kind) {
    case "ignore":
      return await ignore(step, context);
    case "install-python":
      return await installPython(step, context);
    case "build-wheel":
      return await buildWheel(step, context);
    case "create-environment":
      return await createEnvironment(step, context);
    case "fetch":
      return await fetchPins(step, context);
    case "preserve":
      return await preserve(step, context);
    case "install":
      return await install(step, context);
    case "fetch-packages":
      return await fetchPackages(step, context);
    case "change-packages":
      return await changePackages(step, context);
    case "install-requirements":
      return await installRequirements(step, context);
    case "uninstall":
      return await uninstall(step, context);
    case "build-project":
      return await buildProject(step, context);
    case "verify":
      return await verify(step, context);
    case "run-hook":
      return await runHook(step, context);
    case "set-aside":
      return await setAside(step, context);
    case "link":
      return await link(step, context);
    default:
      return step satisfies never;
  }
}
