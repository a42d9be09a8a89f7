import type { HealthReport } from "../model/finding.ts";
import { type AbsolutePath, join } from "../model/path.ts";
import { sentence } from "../model/reason.ts";
import { masked } from "../project/credentials.ts";
import type { Diagnostics } from "../protocol/diagnostics.ts";
import { snapshotsIn } from "../registry/snapshots.ts";
import { inspectEnvironment } from "../survey/inspect/environment.ts";
import { distrust } from "../survey/trust.ts";
import type { Context } from "./context.ts";
import { doctor, type DoctorOptions } from "./doctor.ts";
import { lastReport } from "./health/day-report.ts";
import { recollect } from "./memory.ts";
import { STRATEGIES } from "./strategies.ts";

/** Variables that Python, its tools and burrow obey, and those that tell where things are. */
const TOLD =
  /^(?:PYTHON|PIP_|UV_|CONDA|MAMBA|VIRTUAL_ENV|BURROW_|PYENV|POETRY|XDG_|LC_|LD_LIBRARY|DYLD_)|^(?:LANG|SHELL|TERM|CI|HTTPS?_PROXY|NO_PROXY|SSL_CERT_FILE|REQUESTS_CA_BUNDLE)$/iu;

/** Names whose values are nobody's business. */
const SECRET = /pass|secret|token|credential|api_?key|private|auth|cookie|session/iu;

/** One document for a bug report: the machine, the place, what burrow knows, and the whole examination. Secrets are left out. Changes nothing. */
export async function diagnose(
  context: Context,
  options: DoctorOptions,
  { version, memory }: { readonly version: string; readonly memory: () => number },
): Promise<Omit<Diagnostics, "schema">> {
  const { machine, bench, folders, cwd, now } = context;
  const health = await doctor(context, options);
  const { registry } = await recollect(context);
  const { os, arch, libc } = machine.platform;
  const separator = os === "windows" ? ";" : ":";
  const last = lastReport(context);
  return {
    takenAt: new Date(now()).toISOString(),
    burrow: version,
    platform: [os, arch, ...(libc ? [`${libc.kind} ${libc.version}`] : [])].join(" "),
    cwd,
    path: (machine.env["PATH"] ?? "").split(separator),
    variables: variablesOf(machine.env),
    places: {
      config: placeOf(context, folders.config),
      data: placeOf(context, folders.data),
      cache: placeOf(context, folders.cache),
      settings: placeOf(context, join(folders.config, "burrow.toml")),
      registry: placeOf(context, join(folders.data, "registry.json")),
    },
    remembered: {
      environments: registry.environments.length,
      interpreters: registry.interpreters.length,
      ...(registry.active !== undefined && { active: registry.active }),
    },
    snapshots: snapshotsIn(bench, folders.data).list().stored.length,
    strategies: [...STRATEGIES],
    ...(last && { lastReport: last.takenAt }),
    python: await pythonOf(context, health),
    memory: memory(),
    health,
  };
}

function placeOf({ machine }: Context, path: AbsolutePath) {
  return { path, there: machine.status(path) !== undefined };
}

function variablesOf(env: Context["machine"]["env"]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(env)
      .filter((pair): pair is [string, string] => pair[1] !== undefined && TOLD.test(pair[0]))
      .map(([name, value]) => [name, SECRET.test(name) ? "(set, left out)" : masked(value)] as const)
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
}

async function pythonOf(
  { machine, signal }: Context,
  { environments, findings }: HealthReport,
): Promise<Diagnostics["python"]> {
  const [first] = environments;
  const environment = first && inspectEnvironment(machine, first.prefix);
  const executable = environment?.executable;
  const isTrusted = executable !== undefined && distrust(machine, executable) === undefined;
  const answer = isTrusted ? await machine.probe(executable, signal) : undefined;
  return {
    found: executable !== undefined,
    ...(executable && { executable }),
    ...(environment?.version !== undefined && { version: environment.version }),
    pip: environment?.distributions.some(({ name }) => name === "pip") ?? false,
    runs: answer?.ok ?? false,
    ...(answer && { seconds: answer.seconds }),
    missingLibraries: findings
      .filter(({ code }) => code === "library-missing")
      .map(({ because }) => String(because.params["names"] ?? "")),
    errors: findings
      .filter(({ severity }) => severity === "error" || severity === "critical")
      .map(({ because }) => sentence(because)),
  };
}
