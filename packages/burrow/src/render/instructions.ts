import type { Snapshot } from "../model/snapshot.ts";

/** Distributions that are named before the rest is left to the lists. */
const NAMED = 10;

/** What a person does to have everything again, in numbered steps; it goes into a backup, for a day on which burrow is not at hand. */
export function instructionsOf(environments: readonly Snapshot[], pythons: readonly string[]): string {
  const names = [
    ...new Set(
      environments.flatMap(({ conda, distributions }) =>
        [...(conda?.packages ?? []), ...distributions].map(({ name }) => name),
      ),
    ),
  ];
  const rest = names.length - NAMED;
  return `${[
    "How to have these environments again",
    "",
    `1. Install Python: ${pythons.length === 0 ? "any that is needed" : pythons.join(", ")}.`,
    "2. Install burrow.",
    "3. Look first:  burrow restore THIS-FILE --dry-run",
    "4. Restore:     burrow restore THIS-FILE",
    "   Somewhere else:  burrow restore THIS-FILE --map /old/home=/new/home",
    "5. Without burrow: the members environments/*.json list each environment's place,",
    "   its Python and every distribution with its version; make it with",
    "   python -m venv PLACE, then PLACE/bin/python -m pip install NAME==VERSION …",
    ...(environments.some(({ conda }) => conda !== undefined)
      ? ['   Where it says "conda", each package has its address: conda create --prefix PLACE ADDRESS …']
      : []),
    "6. Put your projects back; editable installs need their folders.",
    "7. Compare: burrow diff, or pip freeze, in each environment.",
    "8. Run your tests.",
    "",
    `Packages to install: ${names.slice(0, NAMED).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`,
  ].join("\n")}\n`;
}
