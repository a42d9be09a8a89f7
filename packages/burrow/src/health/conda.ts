import type { Environment } from "../model/environment.ts";
import { finding, type Finding } from "../model/finding.ts";
import { join } from "../model/path.ts";
import { counted, reason } from "../model/reason.ts";
import { shellWord } from "../model/shell-word.ts";
import { few, over, rebuild, repairCommand, type Check } from "./check.ts";

/** Whether the files of conda's packages are there, its records can be read, and conda knows of the environment. */
export const conda: Check = {
  name: "conda",
  judge: ({ environment, vitals: { conda: found } }) => {
    if (found === undefined) return undefined;
    const { prefix } = environment;
    const meta = join(prefix, "conda-meta");
    return {
      findings: [
        ...found.unreadable.map((path) =>
          finding("conda-record-unreadable", {
            subject: prefix,
            because: reason("conda-record-unreadable", { path }),
            evidence: [{ path }],
            ...remedied(environment, `conda update --prefix ${shellWord(prefix)} --all`),
          }),
        ),
        ...found.missing.map(({ package: name, files, total }) =>
          finding("conda-files-missing", {
            subject: prefix,
            because: reason("conda-files-missing", { name, missing: files, total }),
            evidence: [{ path: meta, note: name }],
            ...remedied(environment, reinstalling(prefix, name)),
          }),
        ),
        ...(found.registered === false
          ? [
              finding("conda-unregistered", {
                subject: prefix,
                because: reason("conda-unregistered", {}),
                action: `conda config --append envs_dirs ${shellWord(join(prefix, ".."))}`,
              }),
            ]
          : []),
        ...found.vainPins.map((text) =>
          finding("conda-pinned-vain", {
            subject: prefix,
            because: reason("conda-pinned-vain", { text }),
            evidence: [{ path: join(meta, "pinned"), note: text }],
            action: `edit ${shellWord(join(meta, "pinned"))}`,
          }),
        ),
        ...found.badPins.map((text) =>
          finding("conda-pinned", {
            subject: prefix,
            because: reason("conda-pinned", { text }),
            evidence: [{ path: join(meta, "pinned"), note: text }],
            action: `edit ${shellWord(join(meta, "pinned"))}`,
          }),
        ),
      ],
    };
  },
};

/** Whether conda's files are what its records say (`--deep`). */
export const condaHashes: Check = {
  name: "conda-hashes",
  judge: ({ environment, environment: { prefix }, vitals }) =>
    over(vitals.condaHashes, (altered) =>
      altered.flatMap(({ package: name, files, shared }) => {
        const evidence = [{ path: join(prefix, "conda-meta"), note: name }];
        const because = (count: number) => ({ name, what: counted(count, "file") });
        return [
          ...(files > shared
            ? [
                finding("conda-files-altered", {
                  subject: prefix,
                  because: reason("conda-files-altered", because(files - shared)),
                  evidence,
                  ...remedied(environment, reinstalling(prefix, name)),
                }),
              ]
            : []),
          ...(shared > 0
            ? [
                finding("conda-files-shared", {
                  subject: prefix,
                  because: reason("conda-files-shared", because(shared)),
                  evidence,
                  action: "nothing: it works as long as both mean the same file",
                }),
              ]
            : []),
        ];
      }),
    ),
};

/** The command that puts a package of conda's back as it was. */
export function reinstalling(prefix: string, name: string): string {
  return `conda install --prefix ${shellWord(prefix)} --force-reinstall ${name}`;
}

/** A generation is built anew, as recorded; any other prefix is its owner's to mend. */
export function remedied(
  { prefix, generation }: Environment,
  command: string,
): Pick<Finding, "action" | "remedy"> {
  return generation === undefined
    ? { action: command }
    : { action: repairCommand(prefix), remedy: rebuild(prefix) };
}

/** Whether pip installed over what conda installed. */
export const pipInConda: Check = {
  name: "pip-in-conda",
  judge: ({ environment: { prefix, distributions }, vitals: { conda: found } }) => {
    if (found === undefined) return undefined;
    const byPip = distributions.filter(
      ({ installer, editable }) => installer === "pip" && editable === undefined,
    );
    const known = new Set(found.packages.map((name) => name.replaceAll(/[-_.]+/gu, "-").toLowerCase()));
    const twice = byPip.filter(({ name }) => known.has(name));
    if (twice.length === 0) return { findings: [] };
    return {
      findings: [
        finding("pip-in-conda", {
          subject: prefix,
          because: reason("pip-over-conda", {
            what: counted(twice.length, "distribution"),
            names: few(twice.map(({ name }) => name)),
          }),
          evidence: twice.map(({ info }) => ({ path: info, note: "INSTALLER says pip" })),
          action: `burrow show ${shellWord(prefix)}`,
        }),
      ],
    };
  },
};
