import type { AbsolutePath } from "../../model/path.ts";
import type { Engine } from "../engine.ts";
import { pipBuildProject, pipCreate, pipFetch, pipInstall, pipUninstall } from "./pip-acts.ts";
import { pipBuildWheel } from "./pip-build-wheel.ts";
import type { PipContext } from "./pip-context.ts";
import { pipResolve } from "./pip-resolve.ts";

/**
 * pip and venv as an engine. `home` is the folder of an unpacked pip (or the wheel itself, four times slower for want of `__pycache__`), proven by `unpackWheel`;
 * `pinnedPipFor` says which runs on which Python. Every command runs it with the Python of the request. `env` are the variables of this process; `offline` lets it use nothing but folders that options name.
 */
export function pipEngine({
  home,
  version,
  env,
  offline = false,
}: {
  readonly home: AbsolutePath;
  readonly version: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly offline?: boolean;
}): Engine {
  const context: PipContext = { home, env, offline };
  return {
    name: "pip",
    version,
    program: home,
    resolve: (question) => pipResolve(context, question),
    create: (request) => pipCreate(context, request),
    fetch: (request) => pipFetch(context, request),
    install: (request) => pipInstall(context, request),
    uninstall: (request) => pipUninstall(context, request),
    buildWheel: (request) => pipBuildWheel(context, request),
    buildProject: (request) => pipBuildProject(context, request),
  };
}
