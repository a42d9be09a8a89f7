import * as v from "valibot";
import type { Registry } from "../model/registry.ts";
import { parseJsonc } from "../standards/jsonc.ts";
import type { LocatedProblem, Position } from "../standards/position.ts";
import { FORMS, schemaOf } from "./migrations.ts";

/** The form that this version writes. */
const SCHEMA = 1;

/** What the text of a `registry.json` is. */
export type RegistryReading =
  /** `former`: the older schema that it was read from. */
  | { readonly kind: "registry"; readonly registry: Registry; readonly former?: number }
  /** A newer burrow wrote it. */
  | { readonly kind: "newer"; readonly schema: string }
  | { readonly kind: "bad"; readonly problem: LocatedProblem };

type Place = readonly (string | number)[];

/** Reads the registry's text; an older form is brought to the present one. Comments and trailing commas, as people leave them, are allowed. Total. */
export function readRegistry(text: string): RegistryReading {
  const json = parsed(text);
  if (json === undefined) {
    const read = parseJsonc(text);
    return read.ok ? judged(read.document.get(), text) : { kind: "bad", problem: read.problem };
  }
  return judged(json.value, text);
}

/** The text of a registry: JSON that a person can read and change. */
export function registryText(registry: Registry): string {
  return `${JSON.stringify({ schema: SCHEMA, ...registry }, undefined, 1)}\n`;
}

/** What is regular is read by the fastest reader there is; where something stands is asked only when it is wrong. */
function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text.replace(/^\ufeff/u, "")) as unknown };
  } catch {
    return undefined;
  }
}

function judged(value: unknown, text: string): RegistryReading {
  const schema = schemaOf(value);
  if (schema === undefined)
    return bad(text, ["schema"], "`schema` is missing or no whole number, so it cannot be told what this is");
  const form = typeof schema === "number" ? FORMS[schema] : undefined;
  if (form === undefined) return { kind: "newer", schema: String(schema) };
  const read = v.safeParse(form, value, { abortEarly: true });
  if (!read.success) {
    const [issue] = read.issues;
    const path = (issue.path ?? []).map(({ key }) => key as string | number);
    const last = path.at(-1);
    return bad(text, path, `\`${last ?? "it"}\`: ${said(issue)}`);
  }
  const wrong = inconsistent(read.output);
  if (wrong !== undefined) return bad(text, wrong.path, wrong.message);
  return {
    kind: "registry",
    registry: read.output,
    ...(Number(schema) < SCHEMA && { former: Number(schema) }),
  };
}

function said({ type, expected, received, message }: v.BaseIssue<unknown>): string {
  const ownWords = type === "regex" || type === "check" || type === "iso_timestamp" || type === "non_empty";
  if (ownWords) return message;
  return received === "undefined"
    ? "it is missing"
    : `${expected ?? "something else"} is wanted, there is ${received}`;
}

/** What no single field tells: one id for each, one entry for each place, and an active one that is there. */
function inconsistent({
  active,
  interpreters,
  environments,
}: Registry): { readonly path: Place; readonly message: string } | undefined {
  const ids = new Set<string>();
  const places = new Set<string>();
  for (const [list, entries] of Object.entries({ interpreters, environments }))
    for (const [index, entry] of entries.entries()) {
      const place = "place" in entry ? `environment ${entry.place}` : `interpreter ${entry.realPath}`;
      if (ids.has(entry.id))
        return { path: [list, index, "id"], message: `\`${entry.id}\` is the id of two` };
      if (places.has(place)) return { path: [list, index], message: `the ${place} is there twice` };
      ids.add(entry.id);
      places.add(place);
    }
  if (active === undefined || environments.some(({ id }) => id === active)) return undefined;
  return { path: ["active"], message: `\`active\`: there is no environment with the id \`${active}\`` };
}

function bad(text: string, path: Place, message: string): RegistryReading {
  return { kind: "bad", problem: { message, ...where(text, path) } };
}

function where(text: string, path: Place): Position {
  const read = parseJsonc(text);
  return read.ok ? read.document.where(...path) : { line: 1, column: 1 };
}
