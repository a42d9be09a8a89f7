import type { Machine } from "../machine/machine.ts";
import { absolute, type AbsolutePath, isAbsolute, join } from "../model/path.ts";

/** As of the registry itself. */
const MOST_BYTES = 64 * 1024 ** 2;

/**
 * The prefixes of the environments that `registry.json` in a data folder remembers, for who only looks. Judging the file takes ten times as long as reading it, and is
 * for who changes it: what is of no use here is passed over.
 */
export function rememberedPrefixes(machine: Machine, data: AbsolutePath): readonly AbsolutePath[] {
  return environmentsIn(machine.readText(join(data, "registry.json"), MOST_BYTES) ?? "").flatMap((one) => {
    const { prefix } = (one ?? {}) as { readonly prefix?: unknown };
    return typeof prefix === "string" && isAbsolute(prefix) ? [absolute(prefix)] : [];
  });
}

function environmentsIn(text: string): readonly unknown[] {
  try {
    const { environments } = JSON.parse(text) as { readonly environments?: unknown };
    return Array.isArray(environments) ? environments : [];
  } catch {
    return [];
  }
}
