import type { MachineSurvey } from "../model/machine-survey.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Context } from "./context.ts";
import { lookAtMachine, type MachineOptions, type MachineView } from "./machine/machine.ts";
import { recallMachine } from "./machine/recall-machine.ts";
import { rememberedSizes } from "./machine/remembered-sizes.ts";
import { rememberSurvey } from "./machine/remember-survey.ts";
import { sharedSurvey } from "./machine/shared-survey.ts";

/** A list of the machine, with what is remembered of it. */
export interface MachineList {
  readonly view: MachineView;
  /** The environment that serves outside of projects. */
  readonly chosen?: AbsolutePath;
  /** The executable of the default Python. */
  readonly usual?: AbsolutePath;
}

/** Lists the environments and interpreters of the machine: of a resident survey where one answers, else of one that callers at the same moment share. */
export async function listMachine(
  context: Context,
  options: Omit<MachineOptions, "resident" | "share" | "remember" | "measure">,
): Promise<MachineList> {
  const share = (look: () => Promise<MachineSurvey>) => sharedSurvey(context, look);
  const aids = {
    resident: true,
    share,
    measure: rememberedSizes(context),
    ...(options.searchPaths === undefined && { remember: rememberSurvey(context) }),
  };
  const view = await lookAtMachine(context, { ...options, ...aids });
  const { survey, ...recalled } = await recallMachine(context, view.survey);
  return { view: { ...view, survey }, ...recalled };
}
