import type { BuildSource, BuiltWheel } from "../model/built.ts";
import type { DirectUrl } from "../model/distribution.ts";
import type { Environment } from "../model/environment.ts";
import type { Goal, GoalRequirement } from "../model/goal.ts";
import { type AbsolutePath, join, parent } from "../model/path.ts";
import type { Pin } from "../model/pin.ts";
import { reason, type Reason } from "../model/reason.ts";
import type { Policy } from "../model/policy.ts";
import { fileUrl } from "../standards/file-url.ts";
import { sha256 } from "../standards/sha256.ts";
import { mayBuild, strangersOf } from "./builds.ts";
import { type Address, addressOf, heldAddress } from "./source-address.ts";
import type { Marked } from "./reader.ts";
import { ask, type Asking, type Scene } from "./scene.ts";

/** Implementation and minor version, by which a built wheel is kept: `cpython-3.12`. */
export function pythonTag({
  implementation,
  version = "",
}: Pick<Marked, "implementation" | "version">): string {
  return `${implementation}-${version.split(".").slice(0, 2).join(".")}`;
}

/**
 * The scene with the wheels that were built for a Python from the sources that its goal names. What `before` holds of them is meant at the commit, or with the
 * content, that it has.
 */
export function withBuilt(scene: Scene, python: Marked, before?: Environment): Scene | Asking {
  const { goal, policy } = scene;
  const strangers = strangersOf(goal).filter(({ editable }) => editable === undefined);
  if (strangers.length + policy.allowBuilds.length === 0) return scene;
  const answer = ask(scene, { kind: "built", key: "built" });
  if (answer.kind === "ask") return answer;
  const tag = pythonTag(python);
  const wheels = answer.wheels.filter((wheel) => wheel.python === tag);
  const built = new Map<GoalRequirement, BuiltWheel>();
  const addresses = new Map<GoalRequirement, Address>();
  for (const requirement of strangers) {
    const address = heldAddress(requirement, before) ?? addressOf(requirement);
    addresses.set(requirement, address);
    const wheel = wheels.find((one) => isBuiltFrom(one, address));
    if (wheel !== undefined) built.set(requirement, wheel);
  }
  return {
    ...scene,
    goal: withIndexWheels(goal, wheels, policy),
    sources: { folder: answer.folder, tag, wheels, built, addresses },
  };
}

/** Whether a wheel was built from what an address means now. */
function isBuiltFrom({ source, fresh, directUrl }: BuiltWheel, address: Address): boolean {
  if (source.kind !== "address") return false;
  if (fresh && source.url === address.url) return true;
  const { commit, hash, place, subdirectory } = address;
  if (directUrl?.url !== place || directUrl.subdirectory !== subdirectory) return false;
  return (
    (commit !== undefined && directUrl.vcs?.commit === commit) ||
    (hash !== undefined && directUrl.archive?.hashes["sha256"] === hash)
  );
}

/** What an index has only as a source is, once it is built, found like a wheel of any other place. */
function withIndexWheels(goal: Goal, wheels: readonly BuiltWheel[], policy: Policy): Goal {
  const found = wheels.filter(
    ({ source, name }) => source.kind === "index" && mayBuild({ name, text: name }, policy),
  );
  if (found.length === 0) return goal;
  const links = found.map(({ file }) => ({
    text: `--find-links ${parent(file)}`,
    origin: { file: goal.root },
  }));
  return { ...goal, options: [...goal.options, ...links] };
}

/** The sources that are needed, may be built and are not built yet. */
export function unbuilt(
  { goal, policy, sources }: Scene,
  isNeeded: (requirement: GoalRequirement) => boolean,
): readonly ToBuild[] {
  if (sources === undefined) return [];
  return [...sources.addresses].flatMap(([requirement, { url }]) =>
    goal.requirements.includes(requirement) &&
    !sources.built.has(requirement) &&
    isNeeded(requirement) &&
    mayBuild(requirement, policy)
      ? [toBuild({ kind: "address", url }, requirement.text, requirement.hashes, sources)]
      : [],
  );
}

/** The newest source of a name that has no wheel, where that may be built and was not yet; one that is held to hashes could never be proven. */
export function unbuiltName({ goal, policy, sources }: Scene, name: string): readonly ToBuild[] {
  const asked = goal.requirements.filter((one) => one.name === name && one.url === undefined);
  const isBuilt = sources?.wheels.some((wheel) => wheel.name === name && wheel.source.kind === "index");
  if (sources === undefined || isBuilt === true || !mayBuild({ name, text: name }, policy)) return [];
  if (asked.some(({ hashes }) => hashes.length > 0)) return [];
  const specifier = [...asked, ...goal.constraints.filter((one) => one.name === name)]
    .map((one) => one.specifier)
    .filter((text) => text !== "")
    .join(",");
  return [toBuild({ kind: "index", name, specifier }, name + specifier, [], sources)];
}

/** One source to build, and where. */
export interface ToBuild {
  readonly source: BuildSource;
  /** For people. */
  readonly text: string;
  readonly hashes: readonly string[];
  readonly folder: AbsolutePath;
  readonly tag: string;
}

/** Why a plan builds first. */
export function buildReason(all: readonly ToBuild[]): Reason {
  return reason("build-first", { what: all.map(({ text }) => `\`${text}\``).join(", ") });
}

function toBuild(
  source: BuildSource,
  text: string,
  hashes: readonly string[],
  { folder, tag }: NonNullable<Scene["sources"]>,
): ToBuild {
  const key = sha256(new TextEncoder().encode(JSON.stringify([source, tag])));
  return { source, text, hashes, tag, folder: join(folder, `built-${key.slice(0, 16)}`) };
}

/** The pins with the very wheel where one was built, and with where its source came from. */
export function builtPins(pins: readonly Pin[], { sources }: Scene): readonly Pin[] {
  if (sources === undefined || sources.built.size === 0) return pins;
  const built = [...sources.built];
  return pins.map((pin) => {
    const [requirement, wheel] =
      built.find(([, { name, version }]) => name === pin.name && version === pin.version) ?? [];
    if (requirement === undefined || wheel === undefined) return pin;
    const { file, sha256: hash, directUrl } = wheel;
    return {
      ...pin,
      url: fileUrl(file),
      hashes: [`sha256:${hash}`],
      ...(directUrl && { directUrl: asAsked(directUrl, addressOf(requirement)) }),
    };
  });
}

/** The record says which branch or tag was asked for, whatever commit was built. */
function asAsked(directUrl: DirectUrl, { revision }: Address): DirectUrl {
  const { vcs } = directUrl;
  if (vcs === undefined) return directUrl;
  const { kind, commit } = vcs;
  return { ...directUrl, vcs: { kind, commit, ...(revision !== undefined && { requested: revision }) } };
}
