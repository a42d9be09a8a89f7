import { finding } from "../model/finding.ts";
import { reason } from "../model/reason.ts";
import { over, type Check } from "./check.ts";

/** Wheels that bundle an OpenMP runtime of their own, and conda packages that link the one of the prefix. */
const BUNDLERS = ["torch", "tensorflow"];
const LINKERS = ["numpy", "scipy"];
const RUNTIMES = ["llvm-openmp", "libgomp", "intel-openmp", "_openmp_mutex", "libomp"];

/** Whether two OpenMP runtimes of different makers are in it, or one that conda's packages would need is not. */
export const openmp: Check = {
  name: "openmp",
  judge: ({ environment: { prefix, distributions }, vitals }) =>
    over(vitals.openmp, (runtimes) => {
      const families = [...new Set(runtimes.map(({ family }) => family))].toSorted();
      const two =
        families.includes("libiomp5") && families.length > 1
          ? [
              finding("openmp-two", {
                subject: prefix,
                because: reason("openmp-two", { families: families.join(" and ") }),
                evidence: runtimes.map(({ path }) => ({ path })),
                action: "install all that uses OpenMP from one place: conda alone, or pip alone",
              }),
            ]
          : [];
      return [...two, ...missing()];

      function missing() {
        const { conda } = vitals;
        if (conda === undefined || conda.packages.some((name) => RUNTIMES.includes(name))) return [];
        const bundler = distributions.find(
          ({ name, installer }) => BUNDLERS.includes(name) && installer === "pip",
        );
        const linker = conda.packages.find((name) => LINKERS.includes(name));
        if (bundler === undefined || linker === undefined) return [];
        return [
          finding("openmp-missing", {
            subject: prefix,
            because: reason("openmp-missing", { bundler: bundler.name, linker }),
            evidence: [{ path: bundler.info }],
            action: "conda install llvm-openmp",
          }),
        ];
      }
    }),
};
