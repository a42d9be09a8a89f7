import * as v from "valibot";
import type { Machine } from "../../machine/machine.ts";
import type { Environment } from "../../model/environment.ts";
import { absolute, type AbsolutePath, isAbsolute } from "../../model/path.ts";
import { generationPlace } from "./generation-place.ts";

type Generation = NonNullable<Environment["generation"]>;

/** Of the record that burrow writes beside a generation (`<n>.json`), what a survey needs. */
const RECORD = v.object({
  pins: v.array(
    v.object({
      name: v.string(),
      version: v.string(),
      hashes: v.array(v.string()),
      url: v.exactOptional(v.string()),
    }),
  ),
  byHand: v.exactOptional(v.array(v.string())),
  tenants: v.exactOptional(v.array(v.pipe(v.string(), v.check(isAbsolute), v.transform(absolute)))),
});

/** The generation that a real prefix is, with what burrow recorded of it; undefined when it is none. */
export function generationOf(machine: Machine, realPrefix: AbsolutePath): Generation | undefined {
  const place = generationPlace(realPrefix);
  if (place === undefined) return undefined;
  const { pins, byHand, tenants } = recordOf(machine, realPrefix);
  return {
    name: place.name,
    number: place.number,
    folder: realPrefix,
    ...(pins && { recorded: pins }),
    ...(byHand && { byHand }),
    ...(tenants && { tenants }),
  };
}

function recordOf(machine: Machine, folder: AbsolutePath): Partial<v.InferOutput<typeof RECORD>> {
  const text = machine.readText(absolute(`${folder}.json`), Infinity);
  try {
    const read = v.safeParse(RECORD, JSON.parse(text ?? ""));
    return read.success ? read.output : {};
  } catch {
    return {};
  }
}
