import type { AbsolutePath } from "../../model/path.ts";
import type { Engine } from "../engine.ts";
import { pipBuildProject, pipCreate, pipFetch, pipInstall, pipUninstall } from "./pip-acts.ts";
import type { PipContext } from "./pip-context.ts";
import { pipResolve } from "./pip-resolve.ts";

/**
 * pip and venv as an engine. `wheel` is a pip wheel whose hash was checked (`pinnedPipFor` says which runs on which Python); every command runs it with the Python
 * of the request. `env` are the variables of this process; `offline` lets it use nothing but folders that options name.
 */
export function pipEngine({
  wheel,
  version,
  env,
  offline = false,
}: {
  readonly wheel: AbsolutePath;
  readonly version: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly offline?: boolean;
}): Engine {
  const context: PipContext = { wheel, env, offline };
  return {
    name: "pip",
    version,
    program: wheel,
    resolve: (question) => pipResolve(context, question),
    create: (request) => pipCreate(context, request),
    fetch: (request) => pipFetch(context, request),
    install: (request) => pipInstall(context, request),
    uninstall: (request) => pipUninstall(context, request),
    buildProject: (request) => pipBuildProject(context, request),
  };
}
