import { createHash } from "node:crypto";
import type { MachineEnvironment, MachineSurvey } from "../../src/model/machine-survey.ts";
import { absolute } from "../../src/model/path.ts";
import { surveyMachine, type MachineRequest } from "../../src/survey/machine-survey.ts";
import type { Tree } from "../kit/builders.ts";
import { fakeMachine, type FakeOptions } from "../kit/fake-machine.ts";

/** A survey of a machine that holds these files; nobody may be asked unless `probes` says so. */
export function surveyOf(
  files: Tree,
  options: FakeOptions = {},
  request: Partial<MachineRequest> = {},
): Promise<MachineSurvey> {
  const windows = options.platform?.os === "windows";
  return surveyMachine(
    fakeMachine(files, options),
    {
      pythons: absolute(windows ? "C:\\none\\pythons" : "/none/pythons"),
      own: absolute(windows ? "C:\\none\\own" : "/none/own"),
      roots: [],
      ignore: [],
      discover: true,
      ...request,
    },
    { report: () => {}, signal: new AbortController().signal, now: () => 0 },
  );
}

/** One line for each environment: prefix, kind, version, project, and what is wrong. */
export function told({ environments }: MachineSurvey): readonly string[] {
  return environments.map(line);
}

function line({ prefix, kind, version, project, health, broken, aliases }: MachineEnvironment): string {
  return [
    prefix,
    kind,
    version ?? "-",
    ...(project === undefined ? [] : [`of ${project}`]),
    ...(health === "healthy" ? [] : [`${health}: ${broken?.code}`]),
    ...aliases.map((alias) => `= ${alias}`),
  ].join(" ");
}

/** The first eight letters of a digest in URL-safe base64, by Node's own hashes. */
export function hash8(text: string, algorithm: "sha256" | "md5" = "sha256"): string {
  return createHash(algorithm).update(text).digest("base64url").slice(0, 8);
}
