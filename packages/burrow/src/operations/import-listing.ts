import { isEncrypted } from "../machine/encryption.ts";
import { BurrowError } from "../model/error.ts";
import type { Goal } from "../model/goal.ts";
import type { Interpreter } from "../model/interpreter.ts";
import { type AbsolutePath, baseName } from "../model/path.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { chooseInterpreter } from "../plan/choose-interpreter.ts";
import { newReader } from "../plan/new-reader.ts";
import { type Listing, meantFor } from "../project/listing/listing.ts";
import type { CondaListing } from "../project/listing/explicit.ts";
import { formOf, type ListForm, readListing } from "../project/listing/read-listing.ts";
import { environmentName } from "../project/settings/environment-name.ts";
import { Mismatch } from "../protocol/codec.ts";
import { snapshot as codec } from "../protocol/snapshot.ts";
import { markOf } from "../registry/snapshots.ts";
import { decodeDeclared, decodeUtf8 } from "../standards/encoding.ts";
import { markerEnvironment } from "../standards/marker-environment.ts";
import type { LocatedProblem } from "../standards/position.ts";
import { inspectEnvironment } from "../survey/inspect/environment.ts";
import { siteOf } from "../survey/site.ts";
import type { Context } from "./context.ts";
import { readProjectGoal } from "./goal.ts";
import { interpretersFor } from "./look.ts";
import { preferredPython, recollect } from "./memory.ts";

/** The largest file that is read as a list, in bytes: a hundred times the largest that is known. */
const LARGEST = 8 * 1024 * 1024;

/** What a list does not say. */
export interface ListingOptions {
  /** The Python that it is for: a version or a path; absent: that of the environment which is there, else the usual one. */
  readonly python?: string;
}

/** A list by another tool, as a text. */
export interface ListingText {
  readonly file: AbsolutePath;
  readonly form: ListForm;
  readonly text: string;
}

/** The text of a file that is a list by another tool; undefined for what may be burrow's own. Throws `backup/refused` for what cannot be a text of either. */
export function textOfListing({ bench }: Context, file: AbsolutePath): ListingText | undefined {
  const refused = refusing(file);
  const status = bench.target(file);
  if (status?.kind !== "file" || file.endsWith(".json")) return undefined;
  const said = /\.(?:toml|txt)$/u.test(baseName(file));
  if (status.size > LARGEST) {
    if (said) throw refused(`it is larger than ${LARGEST} bytes`);
    return undefined;
  }
  const bytes = bench.readBytes(file, LARGEST);
  if (bytes === undefined) throw refused("it cannot be read");
  if (isEncrypted(bytes)) return undefined;
  const decoded = file.endsWith(".toml") ? decodeUtf8(bytes) : decodeDeclared(bytes);
  if (!decoded.ok) throw refused(...located(decoded.problem));
  const { text } = decoded;
  if (/^\s*\{/u.test(text)) return undefined;
  const form = formOf(file, text);
  if (form !== undefined) return { file, form, text };
  throw refused(
    "it is none of the forms that are known",
    "burrow export writes one; others are pylock.toml, requirements that pin every version, and conda's @EXPLICIT list",
  );
}

/** The record of an environment of this project that holds what a list says, for a Python that is here or, of a list of conda's, the one in it. Throws `backup/refused`, `python/not-found`, and `usage/bad-value` for what names no Python. */
export async function importListing(
  context: Context,
  { file, form, text }: ListingText,
  options: ListingOptions,
): Promise<Snapshot> {
  const { platform } = context.machine;
  const refused = refusing(file);
  const read = readListing(form, text, { file, platform });
  if (!read.ok) throw refused(...located(read.problem));
  const held =
    "conda" in read
      ? await heldByConda(context, file, read.conda, options)
      : await heldByVenv(context, file, read.listing, options);
  const mark = markOf(context.now(), { command: context.command });
  try {
    const record: Snapshot = { schema: 1, ...mark, occasion: "asked", platform, ...held };
    return codec.decode(JSON.parse(JSON.stringify(codec.encode(record))), "");
  } catch (cause) {
    if (cause instanceof Mismatch) throw refused(cause.message);
    throw cause;
  }
}

/** What a record holds, and of which environment. */
type Held = Pick<Snapshot, "environment" | "python" | "conda" | "distributions">;

async function heldByVenv(
  context: Context,
  file: AbsolutePath,
  listing: Listing,
  { python: asked }: ListingOptions,
): Promise<Held> {
  const goal = await readProjectGoal(context, asked === undefined ? {} : { python: asked });
  const { link } = siteOf(context.machine, { root: goal.root, name: "default", backend: "venv" });
  const python = await pythonFor(context, file, { goal, listing, link });
  const { version, implementation, freeThreaded, platform, executable } = python;
  return {
    environment: { prefix: link, kind: "venv", managed: true, project: goal.root },
    python: { version, implementation, freeThreaded, executable },
    distributions: chosen(file, listing, { version, implementation, platform }),
  };
}

/** An environment of conda's has its Python in itself, and is called as the project's files say, else as its folder. */
async function heldByConda(
  context: Context,
  file: AbsolutePath,
  { packages, pip }: CondaListing,
  { python: asked }: ListingOptions,
): Promise<Held> {
  if (asked !== undefined)
    throw new BurrowError("usage/bad-value", `\`--python ${asked}\` does not go with \`${file}\``, {
      because: "the Python of a conda environment is one of its packages",
    });
  const { platform } = context.machine;
  const { root, conda } = await readProjectGoal(context, {});
  const name = conda?.name ?? environmentName(baseName(root));
  const { link } = siteOf(context.machine, { root, name, backend: "conda" });
  const { version = "", build = "" } = packages.find((one) => one.name === "python") ?? {};
  const implementation = build.includes("pypy") ? "pypy" : "cpython";
  return {
    environment: { prefix: link, kind: "conda", managed: true, project: root },
    python: { version, implementation, freeThreaded: /_cp\d+t$/u.test(build) },
    conda: { packages, variables: {} },
    distributions: pip === undefined ? [] : chosen(file, pip, { version, implementation, platform }),
  };
}

/** What of a list is meant for a Python. */
function chosen(
  file: AbsolutePath,
  listing: Listing,
  python: Parameters<typeof markerEnvironment>[0],
): Snapshot["distributions"] {
  const meant = meantFor(listing, markerEnvironment(python));
  if (!meant.ok) throw refusing(file)(...located(meant.problem));
  return meant.distributions;
}

/** What a Python is chosen by. */
interface Wanted {
  readonly goal: Goal;
  readonly listing: Listing;
  readonly link: AbsolutePath;
}

/** That of the environment which is there before all others, as long as the list is for it. */
async function pythonFor(
  context: Context,
  file: AbsolutePath,
  { goal, listing, link }: Wanted,
): Promise<Interpreter> {
  const { asked } = goal.python;
  const specifier = listing.requiresPython ?? goal.python.specifier;
  const python = { specifier, ...(asked !== undefined && { asked }) };
  const there = inspectEnvironment(context.machine, link);
  const interpreters = await interpretersFor(context, { ...goal, python });
  const [best] = chooseInterpreter(
    interpreters,
    { goal: { python }, policy: preferredPython(await recollect(context)), reader: newReader() },
    {
      ...(there?.version !== undefined && { version: there.version }),
      ...(there?.base && { executable: there.base.executable }),
    },
  ).eligible;
  if (best !== undefined) return best;
  const versions = [...new Set(interpreters.map(({ version }) => version))].toSorted();
  throw new BurrowError("python/not-found", `there is no Python here that \`${file}\` is for`, {
    because: `${[asked?.text, specifier].filter(Boolean).join(" and ") || "any"} is wanted, and there is ${versions.join(", ") || "none"}`,
    hint: "burrow python list",
  });
}

function located({ message, hint, line }: LocatedProblem): readonly [because: string, hint?: string] {
  const because = `line ${line}: ${message}`;
  return hint === undefined ? [because] : [because, hint];
}

function refusing(file: AbsolutePath): (because: string, hint?: string) => BurrowError {
  return (because, hint) =>
    new BurrowError("backup/refused", `\`${file}\` is not a list of distributions that can be believed`, {
      because,
      ...(hint !== undefined && { hint }),
    });
}
