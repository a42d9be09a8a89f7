import { finding } from "../model/finding.ts";
import { reason } from "../model/reason.ts";
import { over, reinstall, repairCommand, type Check } from "./check.ts";

/** What Python raises when a module or a part of it is not there or cannot be read; anything else comes from the module itself. */
const DAMAGE =
  /^(?:ImportError|ModuleNotFoundError|SyntaxError|IndentationError|UnicodeDecodeError|EOFError|Python ended by)\b/u;

/** Whether what nothing else needs can be imported; tried only where running its Python is safe. */
export const imports: Check = {
  name: "imports",
  judge: ({ environment: { prefix, distributions }, vitals: { imports: found } }) =>
    over(found, (failures) =>
      failures.map(({ name, detail }) => {
        const distribution = distributions.find((one) => one.name === name);
        const shared = {
          subject: prefix,
          because: reason("import-failed", { name, detail }),
          evidence: distribution === undefined ? [] : [{ path: distribution.info }],
        };
        return DAMAGE.test(detail)
          ? finding("import-failed", {
              ...shared,
              action: repairCommand(prefix),
              remedy: reinstall(prefix, [name]),
            })
          : finding("import-objects", { ...shared, action: "see what it asks for" });
      }),
    ),
};
