import type { Environment } from "../model/environment.ts";
import type { GoalRequirement } from "../model/goal.ts";
import { proof } from "./proof.ts";

/** The address of a source, and what tells one state of it from another. */
export interface Address {
  /** As pip takes it: no `egg=`. */
  readonly url: string;
  /** Without kind of version control, revision and fragment, as PEP 610 records it. */
  readonly place: string;
  /** The branch, tag or commit that is asked for. */
  readonly revision?: string;
  /** A full commit. */
  readonly commit?: string;
  /** SHA-256 of an archive, in hex. */
  readonly hash?: string;
  readonly subdirectory?: string;
}

const COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/u;

/** The address that a requirement writes. */
export function addressOf({ url = "", hashes }: Pick<GoalRequirement, "url" | "hashes">): Address {
  const { kind, place, revision, fragment } = partsOf(url);
  const said = fragment.split("&").filter((part) => part !== "" && !part.startsWith("egg="));
  const of = (key: string) => said.find((part) => part.startsWith(`${key}=`))?.slice(key.length + 1);
  const hash = of("sha256") ?? hashes.find((one) => one.startsWith("sha256:"))?.slice("sha256:".length);
  const subdirectory = of("subdirectory");
  const head = kind === undefined ? place : `${kind}+${place}`;
  return {
    url:
      head + (revision === undefined ? "" : `@${revision}`) + (said.length === 0 ? "" : `#${said.join("&")}`),
    place,
    ...(revision !== undefined && { revision }),
    ...(revision !== undefined && COMMIT.test(revision) && { commit: revision }),
    ...(hash !== undefined && { hash: hash.toLowerCase() }),
    ...(subdirectory !== undefined && { subdirectory }),
  };
}

/** The address at the commit, or of the content, that an environment holds of it; undefined when it holds nothing that would tell. */
export function heldAddress(
  requirement: GoalRequirement,
  environment: Environment | undefined,
): Address | undefined {
  const held = environment?.distributions.find(
    (one) =>
      (requirement.name === "" || one.name === requirement.name) &&
      one.directUrl !== undefined &&
      proof(one, requirement, environment) === undefined,
  );
  const { vcs, archive } = held?.directUrl ?? {};
  const asked = addressOf(requirement);
  const hash = archive?.hashes["sha256"];
  if (vcs !== undefined) {
    const subdirectory = asked.subdirectory === undefined ? "" : `#subdirectory=${asked.subdirectory}`;
    return {
      ...asked,
      url: `${vcs.kind}+${asked.place}@${vcs.commit}${subdirectory}`,
      commit: vcs.commit,
    };
  }
  return hash === undefined ? undefined : { ...asked, hash };
}

function partsOf(url: string) {
  const hash = url.indexOf("#");
  const address = hash === -1 ? url : url.slice(0, hash);
  const fragment = hash === -1 ? "" : url.slice(hash + 1);
  const [, kind, place, revision] = /^([a-z]+)\+(.*?)(?:@([^@/]+))?$/u.exec(address) ?? [];
  return { kind, place: place ?? address, revision, fragment };
}
