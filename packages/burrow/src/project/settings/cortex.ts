import { join } from "../../model/path.ts";
import { reason, type Reason } from "../../model/reason.ts";
import type { Scope } from "../reading.ts";
import { foreignFile, type FoundDocuments } from "./documents.ts";
import { dotted, type FormContext, type Key, keyOf } from "./form.ts";
import { PLAIN } from "./keys.ts";
import { tableAt } from "./read-keys.ts";
import type { SourceSettings } from "./read-source.ts";

/** CORTEX's keys by burrow's fields. */
const FIELDS: Readonly<Record<string, keyof typeof PLAIN>> = {
  force_isolation: "forceIsolation",
  allow_global_python: "allowGlobalPython",
  conflict_tolerance: "conflictTolerance",
};

const PLACE = ["setup", "python_environment"];

/** What CORTEX's own file says about its Python environment (FUTURE 4.0 of its plan); the rest of that file is CORTEX's affair. */
export function cortexDocuments(scope: Scope): FoundDocuments {
  return foreignFile(join(scope.root, "cortex.config.json"), PLACE, scope);
}

/** Reads it as burrow's settings. Keys that burrow has no setting for are named in a note. */
export function readCortex(
  value: unknown,
  file: string,
  context: FormContext,
): { readonly plain: SourceSettings["plain"]; readonly notes: readonly Reason[] } {
  const plain: Record<string, unknown> = {};
  const notes: Reason[] = [];
  for (const [name, one] of Object.entries(tableAt(value, PLACE, context))) {
    const field = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
    const path = [...PLACE, name];
    if (field === undefined) {
      notes.push(reason("not-read", { what: `\`${dotted(path)}\``, path: file }));
      continue;
    }
    const read = (PLAIN[field] as Key<unknown>).form.read(one, path, context);
    if (read === undefined) continue;
    plain[field] = read;
    notes.push(reason("old-setting", { what: dotted(path), name: keyOf(field), path: file }));
  }
  return { plain, notes };
}
