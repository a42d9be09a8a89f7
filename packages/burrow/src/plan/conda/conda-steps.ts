import type { AbsolutePath } from "../../model/path.ts";
import { counted, reason } from "../../model/reason.ts";
import type { Step } from "../../model/step.ts";
import { buildSteps } from "../builds.ts";
import type { Contents } from "../contents.ts";

/** What changes a prefix of conda's and proves it: its packages in one transaction of the engine, then pip's part on top, folders last. With `link`, the prefix is made, for that path. */
export function condaSteps(prefix: AbsolutePath, contents: Contents, link?: AbsolutePath): readonly Step[] {
  const { pins, removed, onTop: { uninstalled: names = [] } = {} } = contents;
  const why = reason("step-uninstall", { names: names.join(", ") });
  return [
    ...(names.length === 0 ? [] : [{ kind: "uninstall", prefix, names, why } as const]),
    ...(link === undefined && pins.length + removed.length === 0 ? [] : [changing(prefix, contents, link)]),
    ...installingOnTop(prefix, contents),
    ...buildSteps(prefix, contents.builds),
    {
      kind: "verify",
      prefix,
      expected: pins.map(({ name, version }) => ({ name, version })),
      imports: [],
      onImportFailure: "off",
      why: reason("step-verify-packages", {}),
    },
  ];
}

function changing(
  prefix: AbsolutePath,
  { goal, policy, pins, removed }: Contents,
  link: AbsolutePath | undefined,
): Step {
  const what = counted(pins.length, "package");
  const asked = goal.requirements.filter(({ kind, fromLock }) => kind === "conda" && fromLock !== true);
  return {
    kind: "change-packages",
    prefix,
    create: link !== undefined,
    pins,
    removed,
    specs: asked.map(({ matchSpec, name }) => matchSpec ?? name),
    variables: goal.conda?.variables ?? {},
    scripts: policy.allowPostLink,
    why:
      link === undefined
        ? reason("step-packages", { what })
        : reason("step-create-packages", { path: link, what }),
  };
}

function installingOnTop(
  prefix: AbsolutePath,
  { goal, also = [], free = [], onTop }: Contents,
): readonly Step[] {
  const asked = onTop?.placed ?? goal.requirements;
  const listed = asked.filter(({ kind, editable }) => kind === "pypi" && editable === undefined);
  const requirements = [...listed.map(({ text }) => text), ...also];
  if (requirements.length === 0) return [];
  const why = reason("step-requirements", { what: counted(requirements.length, "requirement") });
  const how = goal.exact === undefined ? free.length > 0 && { free } : { exact: true as const };
  return [{ kind: "install-requirements", prefix, requirements, ...how, why }];
}
