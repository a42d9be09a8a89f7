import { createHash } from "node:crypto";
import { zip } from "./zip.ts";

/** What a small pure-Python distribution is to be. */
export interface WheelRecipe {
  readonly name: string;
  readonly version: string;
  /** PEP 508 texts. */
  readonly requires?: readonly string[];
  readonly extras?: readonly string[];
  readonly requiresPython?: string;
  /** Files by their path in site-packages; default one module with the version. */
  readonly files?: Readonly<Record<string, string>>;
  /** Console scripts, such as `{ "hello": "hello:main" }`. */
  readonly scripts?: Readonly<Record<string, string>>;
  /** The wheel tag; default `py3-none-any`. */
  readonly tag?: string;
}

/** A wheel as an index would have it. */
export interface Wheel {
  readonly filename: string;
  /** PEP 503 normalised. */
  readonly project: string;
  readonly bytes: Buffer;
  /** Hex. */
  readonly sha256: string;
  readonly requiresPython?: string;
  /** The METADATA text, which an index may serve beside the file (PEP 658). */
  readonly metadata: string;
}

/** Builds a valid wheel (binary distribution format 1.0) with its RECORD, byte for byte the same for the same recipe. */
export function wheel(recipe: WheelRecipe): Wheel {
  const { name, version, requires = [], extras = [], requiresPython, tag = "py3-none-any" } = recipe;
  const escaped = name.toLowerCase().replaceAll(/[-_.]+/gu, "_");
  const info = `${escaped}-${version}.dist-info`;
  const metadata = [
    "Metadata-Version: 2.1",
    `Name: ${name}`,
    `Version: ${version}`,
    ...(requiresPython === undefined ? [] : [`Requires-Python: ${requiresPython}`]),
    ...extras.map((extra) => `Provides-Extra: ${extra}`),
    ...requires.map((text) => `Requires-Dist: ${text}`),
    "",
  ].join("\n");
  const files: Record<string, string> = {
    ...(recipe.files ?? { [`${escaped}.py`]: `__version__ = "${version}"\n` }),
    [`${info}/METADATA`]: metadata,
    [`${info}/WHEEL`]: `Wheel-Version: 1.0\nGenerator: kit\nRoot-Is-Purelib: ${tag.endsWith("-any")}\nTag: ${tag}\n`,
  };
  if (recipe.scripts !== undefined)
    files[`${info}/entry_points.txt`] = `[console_scripts]\n${Object.entries(recipe.scripts)
      .map(([script, target]) => `${script} = ${target}\n`)
      .join("")}`;
  files[`${info}/RECORD`] = `${Object.entries(files)
    .map(([path, text]) => `${path},sha256=${digest(text, "base64url")},${Buffer.byteLength(text)}\n`)
    .join("")}${info}/RECORD,,\n`;

  const bytes = zip(Object.entries(files).map(([path, content]) => ({ name: path, content })));
  return {
    filename: `${escaped}-${version}-${tag}.whl`,
    project: name.toLowerCase().replaceAll(/[-_.]+/gu, "-"),
    bytes,
    sha256: digest(bytes, "hex"),
    metadata,
    ...(requiresPython !== undefined && { requiresPython }),
  };
}

function digest(content: string | Uint8Array, encoding: "hex" | "base64url"): string {
  return createHash("sha256").update(content).digest(encoding);
}
