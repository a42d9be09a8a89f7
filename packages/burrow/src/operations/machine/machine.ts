import { absolute, isAbsolute, join, type AbsolutePath } from "../../model/path.ts";
import type { MachineEnvironment, MachineSurvey } from "../../model/machine-survey.ts";
import type { SurveySettings } from "../../model/settings.ts";
import { rememberedPrefixes } from "../../registry/remembered-prefixes.ts";
import { surveyMachine } from "../../survey/machine-survey.ts";
import { noMemory } from "../../survey/memory/survey-memory.ts";
import type { Context } from "../context.ts";
import type { RememberSurvey } from "./remember-survey.ts";
import { residentSurvey } from "./resident.ts";
import { type Sizes, sizesOf } from "./size.ts";

/** Which part of the machine is meant, and what of it. */
export interface MachineOptions {
  /** Only what lies below these folders, instead of all places. */
  readonly searchPaths?: readonly string[];
  readonly kinds?: readonly string[];
  /** Only what is not healthy. */
  readonly broken?: boolean;
  /** Only what was last used before this day (ISO 8601). */
  readonly unusedSince?: string;
  /** Whether the answer of a resident survey will do, when there is one. */
  readonly resident?: boolean;
  /** Lets several who look at once share one look. */
  readonly share?: (look: () => Promise<MachineSurvey>) => Promise<MachineSurvey>;
  /** What a survey of the whole machine knows from the one before; absent: nothing. */
  readonly remember?: RememberSurvey;
  /** Whether to measure what each takes on disk, which reads every folder of it. */
  readonly size?: boolean;
  /** Measures what trees take; absent: each is measured now. */
  readonly measure?: (roots: readonly AbsolutePath[]) => Sizes;
}

/** A survey of the machine, with what all that it shows takes together, when that was measured. */
export interface MachineView {
  readonly survey: MachineSurvey;
  /** Bytes, each file once however many environments share it. */
  readonly together?: number;
}

/** The part of a context that a look at the machine needs: it changes nothing. */
export type LookContext = Pick<Context, "machine" | "folders" | "cwd" | "now" | "report" | "signal">;

/** Looks at every environment and interpreter of the machine, and keeps those that were asked for. */
export async function lookAtMachine(
  context: LookContext,
  options: MachineOptions = {},
): Promise<MachineView> {
  const { machine, now } = context;
  const { resident = false, share = (look) => look() } = options;
  const survey =
    options.searchPaths === undefined
      ? ((resident ? await residentSurvey(context) : undefined) ??
        (await share(() => surveyWhole(context, options))))
      : await surveyWhole(context, options);
  const environments = survey.environments.filter((one) => isAsked(one, options));
  if (options.size !== true) return { survey: { ...survey, environments } };
  const { measure = (roots) => sizesOf(machine, roots, { at: new Date(now()).toISOString() }) } = options;
  const { each, together } = measure(environments.map(({ realPrefix }) => realPrefix));
  const measured = environments.map((one) => {
    const known = each.get(one.realPrefix);
    return { ...one, ...(known && { size: known.size, sizeAt: known.at }) };
  });
  return { survey: { ...survey, environments: measured }, together };
}

/** Looks at every environment and interpreter of the machine, or below the folders that are given. */
export async function surveyWhole(
  context: LookContext,
  {
    searchPaths,
    remember = (look) => look(noMemory(context.machine)),
  }: Pick<MachineOptions, "searchPaths" | "remember"> = {},
): Promise<MachineSurvey> {
  const { machine, folders, cwd, report, signal, now } = context;
  const settings = searchPaths
    ? { discover: false, roots: searchPaths.map((path) => pathOf(context, path)), ignore: [] }
    : await surveySettings(context);
  const request = {
    ...settings,
    pythons: join(folders.data, "pythons"),
    own: join(folders.data, "environments"),
    known: () => rememberedPrefixes(machine, folders.data),
    cwd,
  };
  return remember((memory) => surveyMachine(machine, request, { report, signal, now, memory }));
}

function isAsked(
  { kind, governor, health, lastUsed }: MachineEnvironment,
  { kinds, broken, unusedSince }: MachineOptions,
): boolean {
  if (kinds !== undefined && !kinds.includes(kind) && !kinds.includes(governor ?? kind)) return false;
  if (broken === true && health === "healthy") return false;
  return unusedSince === undefined || isUnusedSince({ lastUsed }, unusedSince);
}

/** Whether an environment was last used before a day (ISO 8601); what shows no time of use may well be in use. */
export function isUnusedSince(
  { lastUsed }: { readonly lastUsed?: string | undefined },
  day: string,
): boolean {
  return lastUsed !== undefined && lastUsed < day;
}

function pathOf({ machine, cwd }: LookContext, text: string): AbsolutePath {
  if (text === "~" || text.startsWith("~/")) return join(machine.home, text.slice(2) || ".");
  return isAbsolute(text) ? absolute(text) : join(cwd, text);
}

const DEFAULTS: SurveySettings = { discover: true, roots: [], ignore: [] };

/** The settings that a look at the machine knows; most people have none, and the parser takes longer to load than the look. */
async function surveySettings(context: LookContext): Promise<SurveySettings> {
  const { machine, folders, cwd } = context;
  const files = [join(folders.config, "burrow.toml"), join(cwd, "burrow.toml"), join(cwd, "pyproject.toml")];
  if (!files.some((file) => /survey|autoDiscovery/u.test(machine.readText(file) ?? ""))) return DEFAULTS;
  const { readProjectSettings } = await import("../project-settings.ts");
  return (await readProjectSettings(context, cwd)).settings.survey;
}
