import type { Distribution } from "../model/distribution.ts";
import { finding } from "../model/finding.ts";
import { baseName } from "../model/path.ts";
import { reinstall, repairCommand, type Check } from "./check.ts";
import { isCopy } from "./copies.ts";

/** Whether every distribution has metadata that can be read, and only once. */
export const metadata: Check = {
  name: "metadata",
  judge: ({ environment: { prefix, distributions } }) => {
    const own = distributions.filter(({ inherited }) => !inherited);
    const names = new Set(own.map(({ info }) => baseName(info)));
    // A numbered copy is told as that.
    const twice = byName(
      own.filter(
        (one) => has(one, "duplicate-metadata") && !isCopy(baseName(one.info), (name) => names.has(name)),
      ),
    ).filter((same) => same.length > 1);
    const unreadable = own.filter((one) => has(one, "unreadable-metadata"));
    return {
      findings: [
        ...twice.map((same) =>
          finding("metadata-duplicate", {
            subject: prefix,
            because: reasonOf(same, "duplicate-metadata"),
            evidence: same.map(({ info, version }) => ({ path: info, note: version })),
            action: repairCommand(prefix),
            remedy: reinstall(
              prefix,
              same.map(({ name }) => name),
            ),
          }),
        ),
        ...unreadable.map((one) =>
          finding("metadata-unreadable", {
            subject: prefix,
            because: reasonOf([one], "unreadable-metadata"),
            evidence: [{ path: one.info }],
            action: repairCommand(prefix),
            remedy: reinstall(prefix, [one.name]),
          }),
        ),
      ],
    };
  },
};

function has({ problems }: Distribution, code: string): boolean {
  return problems.some((problem) => problem.code === code);
}

function reasonOf(some: readonly Distribution[], code: string) {
  const found = some.flatMap(({ problems }) => problems).find((problem) => problem.code === code);
  if (found === undefined) throw new TypeError(`no ${code}`);
  return found;
}

function byName(some: readonly Distribution[]): readonly (readonly Distribution[])[] {
  const names = [...new Set(some.map(({ name }) => name))];
  return names.map((name) => some.filter((one) => one.name === name));
}
