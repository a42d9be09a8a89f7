import type { AbsolutePath } from "../../model/path.ts";
import type { Engine } from "../engine.ts";
import { uvBuildProject, uvCreate, uvFetch, uvInstall, uvUninstall } from "./uv-acts.ts";
import type { UvContext } from "./uv-context.ts";
import { uvLock } from "./uv-lock.ts";
import { uvPylock, uvResolve } from "./uv-resolve.ts";

/**
 * uv as an engine. `env` are the variables of this process, from which the program gets what `environment.ts` allows;
 * `offline` lets it answer from its cache alone.
 */
export function uvEngine({
  program,
  version,
  env,
  offline = false,
}: {
  readonly program: AbsolutePath;
  readonly version: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly offline?: boolean;
}): Engine {
  const context: UvContext = { program, version, env, offline };
  return {
    name: "uv",
    version,
    program,
    resolve: (question) => uvResolve(context, question),
    lock: (question) => uvLock(context, question),
    pylock: (question) => uvPylock(context, question),
    create: (request) => uvCreate(context, request),
    fetch: (request) => uvFetch(context, request),
    install: (request) => uvInstall(context, request),
    uninstall: (request) => uvUninstall(context, request),
    buildProject: (request) => uvBuildProject(context, request),
  };
}
