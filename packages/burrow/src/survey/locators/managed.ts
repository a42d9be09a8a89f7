import type { AbsolutePath } from "../../model/path.ts";
import { pythonsBelow } from "./folder.ts";
import type { Locator } from "./locator.ts";

/** What burrow installed: a prefix per Python in its own folder. */
export function managedLocator(pythons: AbsolutePath): Locator {
  return (machine) => pythonsBelow(machine, pythons, "managed");
}
