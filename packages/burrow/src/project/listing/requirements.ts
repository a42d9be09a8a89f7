import type { AbsolutePath } from "../../model/path.ts";
import type { SnapshotDistribution } from "../../model/snapshot.ts";
import { normalizeName } from "../../standards/name.ts";
import type { Position } from "../../standards/position.ts";
import { parseRequirement, type Requirement } from "../../standards/requirement.ts";
import { parseRequirementsTxt, type RequirementsLine } from "../../standards/requirements-txt.ts";
import { parseWheelName } from "../../standards/wheel-name.ts";
import { addressFault, filenameOf, hashFault, MOST, nameFault, shown, versionFault } from "./faults.ts";
import type { ListedDistribution, ListingResult } from "./listing.ts";

/**
 * Lists what a requirements file pins: every line one version, by `==` or by the address of a wheel, all with hashes or none. Nothing else may stand in it: no
 * other file, no option but `--require-hashes`, no variable; pip would do more for each of them than a record can hold.
 */
export function listRequirements(text: string, folder: AbsolutePath): ListingResult {
  const distributions: ListedDistribution[] = [];
  let demanded: RequirementsLine["source"] | undefined;
  for (const line of parseRequirementsTxt(text)) {
    const { source } = line;
    const read = readLine(line, folder);
    if (typeof read === "string") return wrong(read, source);
    if (read === undefined) demanded ??= source;
    else distributions.push({ ...read, line: source.line, column: source.column });
    if (distributions.length > MOST) return wrong(`it lists more than ${MOST} distributions`, source);
  }
  if (distributions.length === 0) return wrong("it pins nothing", { line: 1, column: 1 });
  const bare = distributions.find((one) => !proven(one));
  if (bare !== undefined && (demanded !== undefined || distributions.some(proven))) {
    const { name } = bare.distribution;
    return wrong(`\`${name}\` has no hash, and pip asks for those of all once one has any`, bare);
  }
  return { ok: true, listing: { environments: [], groups: [], distributions } };
}

function wrong(message: string, { line, column }: Position): ListingResult {
  return { ok: false, problem: { message, line, column } };
}

function proven({ distribution }: ListedDistribution): boolean {
  return distribution.hashes.length > 0;
}

type Listed = Pick<ListedDistribution, "distribution" | "marker" | "requiresPython">;

/** What a line lists, or what is wrong with it; undefined for `--require-hashes`. */
function readLine(line: RequirementsLine, folder: AbsolutePath): Listed | string | undefined {
  const { source, ignored } = line;
  if (line.kind === "problem") return line.message;
  if (line.kind === "editable")
    return `${shown(source.text)} is a folder, which may change: it cannot be recorded`;
  if (line.kind === "include") return `${shown(source.text)} is another file: a list holds everything itself`;
  if (ignored.length > 0) return `${shown(ignored[0] ?? "")} has no meaning in a list`;
  if (line.kind === "options") {
    const other = line.options.find(({ name }) => name !== "--require-hashes");
    return other && `\`${other.name}\` is an option, which a record does not hold`;
  }
  const read = parseRequirement(line.requirement);
  if (!read.ok) return `${shown(line.requirement)} is not a requirement: ${read.problem.message}`;
  const hashes = line.hashes.map((hash): [string, string] => {
    const colon = hash.indexOf(":");
    return [hash.slice(0, colon), hash.slice(colon + 1)];
  });
  const fault = hashes.length === 0 ? undefined : hashFault(hashes);
  if (fault !== undefined) return fault;
  const sha256 = hashes.flatMap(([algorithm, digits]) =>
    algorithm === "sha256" ? [digits.toLowerCase()] : [],
  );
  const distribution = distributionOf(read.value, [...new Set(sha256)].toSorted(), folder);
  if (typeof distribution === "string") return distribution;
  const { marker } = read.value;
  return { distribution, requiresPython: "", ...(marker && { marker: String(marker) }) };
}

function distributionOf(
  { name: written, specifier, url }: Requirement,
  sha256: readonly string[],
  folder: AbsolutePath,
): SnapshotDistribution | string {
  const name = normalizeName(written);
  const hashes = sha256.map((digits) => `sha256:${digits}`);
  if (url !== undefined) return fromAddress(name, url, sha256, folder);
  const [clause, ...more] = specifier.clauses;
  if (clause?.operator !== "==" || clause.wildcard || more.length > 0)
    return `\`${name}\` is not pinned to one version by \`==\``;
  return nameFault(written) ?? versionFault(clause.text) ?? { name, version: clause.text, hashes };
}

/** Only the name of a wheel tells which version an address has. */
function fromAddress(
  name: string,
  address: string,
  sha256: readonly string[],
  folder: AbsolutePath,
): SnapshotDistribution | string {
  const [url = "", fragment = ""] = address.split("#", 2);
  const wheel = parseWheelName(filenameOf(url));
  const fault = addressFault(url, folder);
  if (fault !== undefined) return fault;
  if (!wheel.ok || wheel.value.name !== name)
    return `${shown(address)} is not the address of a wheel of \`${name}\`, so nothing tells its version`;
  const inFragment = /^sha256=([0-9a-f]{64})$/u.exec(fragment)?.[1];
  if (fragment !== "" && inFragment === undefined) return `${shown(`#${fragment}`)} is not a SHA-256`;
  const proofs = [...new Set([...sha256, ...(inFragment === undefined ? [] : [inFragment])])];
  const [proof] = proofs;
  if (proofs.length > 1) return `${shown(address)} is one file with ${proofs.length} hashes`;
  return {
    name,
    version: String(wheel.value.version),
    hashes: proofs.map((digits) => `sha256:${digits}`),
    directUrl: { url, archive: { hashes: proof === undefined ? {} : { sha256: proof } } },
  };
}
