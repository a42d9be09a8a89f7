import { absolute } from "../../model/path.ts";
import { child } from "../child.ts";
import { pythonsIn } from "./folder.ts";
import type { Locator } from "./locator.ts";

/** The Python of Apple's developer tools, alone or in an Xcode: `/usr/bin/python3` only leads there. */
export const xcodeLocator: Locator = (machine) => {
  if (machine.platform.os !== "macos") return [];
  const applications = absolute("/Applications");
  const xcodes = machine
    .list(applications)
    .filter(({ name }) => /^Xcode.*\.app$/u.test(name))
    .map(({ name }) => absolute(`${child(applications, name)}/Contents/Developer`));
  return [absolute("/Library/Developer/CommandLineTools"), ...xcodes].flatMap((developer) =>
    pythonsIn(machine, absolute(`${developer}/usr/bin`), "xcode"),
  );
};
