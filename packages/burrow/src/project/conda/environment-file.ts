import type { GoalRequirement } from "../../model/goal.ts";
import type { AbsolutePath } from "../../model/path.ts";
import { counted, reason, type Reason } from "../../model/reason.ts";
import { type EnvironmentYml, parseEnvironmentYml } from "../../standards/environment-yml.ts";
import type { ListedPackage } from "../../standards/environment-yml.ts";
import { printMatchSpec } from "../../standards/match-spec-text.ts";
import { printVersionSpec } from "../../standards/conda-version-spec.ts";
import { printable } from "../../standards/printable.ts";
import type { ParseYaml } from "../../standards/yaml-document.ts";
import { masked } from "../credentials.ts";
import { atMost, bounded } from "../limits.ts";
import { NOTHING, together, type Reading, type Scope } from "../reading.ts";
import { readRequirementsLines } from "../requirements-files.ts";
import { inFile, sourceText } from "../source-text.ts";

/** An `environment.yml`, and what it asks for. */
export interface EnvironmentFile {
  readonly file: AbsolutePath;
  readonly says: EnvironmentYml;
  /** Conda's requirements first, then those of the `pip:` sections. */
  readonly reading: Reading;
}

/** Reads an `environment.yml`; undefined when it is not there. */
export function readEnvironmentFile(
  file: AbsolutePath,
  scope: Scope,
  parse: ParseYaml,
  subdir: string | undefined,
): EnvironmentFile | undefined {
  const source = sourceText(file, scope);
  if (source.state === "absent") return undefined;
  const says = parseEnvironmentYml(source.state === "text" ? source.text : "", parse, subdir);
  const problems =
    source.state === "unreadable" ? [source.problem] : says.problems.map((problem) => inFile(file, problem));
  const { statements, problems: beyond } = bounded(says.packages, file, (one) => one);
  return {
    file,
    says,
    reading: together([
      {
        ...NOTHING,
        requirements: statements.map((one) => requirementOf(one, file)),
        manifests: [file],
        problems: [...atMost(problems, file), ...beyond],
        warnings: notesOf(says, file),
      },
      says.pip.length === 0 ? NOTHING : readRequirementsLines(says.pip, file, scope),
    ]),
  };
}

function requirementOf({ spec, text, line, column }: ListedPackage, file: AbsolutePath): GoalRequirement {
  const { name, version, build, channel, md5, sha256, url } = spec;
  return {
    kind: "conda",
    name,
    specifier: version === undefined ? "" : printVersionSpec(version),
    extras: [],
    hashes: [
      ...(sha256 === undefined ? [] : [`sha256:${sha256}`]),
      ...(md5 === undefined ? [] : [`md5:${md5}`]),
    ],
    ...(channel !== undefined && { channel }),
    ...(build !== undefined && { build }),
    ...(url !== undefined && { url }),
    matchSpec: printMatchSpec(spec),
    text: masked(text),
    origin: { file, line, column },
  };
}

function notesOf({ prefix, unknown, elsewhere }: EnvironmentYml, path: AbsolutePath): readonly Reason[] {
  return [
    ...(prefix === undefined ? [] : [reason("prefix-ignored", { text: printable(prefix.text), path })]),
    ...unknown.map(({ text }) => reason("key-unknown", { key: printable(text), path })),
    ...(elsewhere.length === 0
      ? []
      : [
          reason("for-elsewhere", {
            what: counted(elsewhere.length, "line"),
            path,
            verb: elsewhere.length === 1 ? "is" : "are",
          }),
        ]),
  ];
}
