import { parseCondaVersion } from "../../standards/conda-version.ts";

/** Whether epoch and first number of two versions of conda's agree; what is no version agrees with nothing. */
export function sameCondaSeries(one: string, other: string): boolean {
  const first = seriesOf(one);
  return first !== undefined && first === seriesOf(other);
}

function seriesOf(text: string): string | undefined {
  const read = parseCondaVersion(text);
  const part = read.ok ? read.value.components[0]?.[0] : undefined;
  return read.ok && part !== undefined && "number" in part ? `${read.value.epoch}!${part.number}` : undefined;
}
