import { absolute } from "../../model/path.ts";
import type { OperatingSystem } from "../../model/platform.ts";
import { child } from "../child.ts";
import { pythonsIn } from "./folder.ts";
import type { Locator } from "./locator.ts";

/** Homebrew's own prefixes (its installation guide): Apple's processors, Intel's, Linux. */
const PREFIXES: Readonly<Record<OperatingSystem, readonly string[]>> = {
  macos: ["/opt/homebrew", "/usr/local"],
  linux: ["/home/linuxbrew/.linuxbrew"],
  windows: [],
};

/** What Homebrew installed, also what it links into no `bin` (`keg-only`): `<prefix>/opt/python@3.12/bin`. */
export const homebrewLocator: Locator = (machine) =>
  PREFIXES[machine.platform.os]
    .map((prefix) => absolute(`${prefix}/opt`))
    .flatMap((opt) =>
      machine
        .list(opt)
        .filter(({ name }) =>
          /^(?:python(?:-freethreading)?|pypy)(?:3(?:\.\d+)?)?(?:@\d[\d.]*)?$/u.test(name),
        )
        .flatMap(({ name }) => pythonsIn(machine, child(child(opt, name), "bin"), "homebrew")),
    );
