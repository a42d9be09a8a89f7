import type { Machine } from "../../machine/machine.ts";
import type { Environment } from "../../model/environment.ts";
import type { AbsolutePath } from "../../model/path.ts";
import { generationPlace } from "./generation-place.ts";
import { readGeneration } from "./generation-record.ts";

type Generation = NonNullable<Environment["generation"]>;

/** The generation that a real prefix is, with what burrow recorded of it; undefined when it is none. */
export function generationOf(machine: Machine, realPrefix: AbsolutePath): Generation | undefined {
  const place = generationPlace(realPrefix);
  if (place === undefined) return undefined;
  const record = readGeneration(machine, realPrefix);
  return {
    name: place.name,
    number: place.number,
    folder: realPrefix,
    ...(record && { recorded: record.pins }),
    ...(record?.byHand && { byHand: record.byHand }),
    ...(record?.tenants && { tenants: record.tenants }),
  };
}
