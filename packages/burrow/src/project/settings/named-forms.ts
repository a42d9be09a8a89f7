import { isValidName, normalizeName } from "../../standards/name.ts";
import { printable } from "../../standards/printable.ts";
import { parseRequirement } from "../../standards/requirement.ts";
import { isPython } from "../python-version.ts";
import { environmentName, problemOfEnvironmentName } from "./environment-name.ts";
import { type Form, wrong } from "./form.ts";
import { TEXT } from "./plain-forms.ts";

/** The name of a project, an extra or a group, normalised (PEP 503). */
export const NAME: Form<string> = {
  says: "a name",
  schema: { type: "string", pattern: "^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$" },
  read: (value, path, context) =>
    typeof value === "string" && isValidName(value) ? normalizeName(value) : wrong(NAME, path, context),
};

/** The name of an environment. */
export const ENVIRONMENT: Form<string> = {
  says: "the name of an environment",
  schema: { type: "string", pattern: "^[A-Za-z_][A-Za-z0-9_-]{0,254}$" },
  read(value, path, context) {
    if (typeof value !== "string") return wrong(ENVIRONMENT, path, context);
    const message = problemOfEnvironmentName(value);
    if (message === undefined) return value;
    context.problem(path, message, { hint: `such as \`${environmentName(value)}\`` });
    return undefined;
  },
};

/** A Python: a version, a specifier or a path. */
export const PYTHON: Form<string> = {
  says: "a version of Python",
  schema: { type: "string" },
  read(value, path, context) {
    if (typeof value === "string" && isPython(value)) return value;
    const bare = typeof value === "number" ? ` in quotes, which \`3.10\` needs to differ from \`3.1\`` : "";
    return wrong(PYTHON, path, context, `such as "3.11"${bare}`);
  },
};

/** A requirement (PEP 508), kept as written. */
export const REQUIREMENT: Form<string> = {
  says: "a requirement",
  schema: { type: "string" },
  read(value, path, context) {
    if (typeof value !== "string") return wrong(REQUIREMENT, path, context, 'such as "numpy>=1.24"');
    const result = parseRequirement(value);
    if (result.ok) return value;
    const { message, index } = result.problem;
    context.problem(path, `\`${printable(value)}\` is not a requirement: ${message}`, { index });
    return undefined;
  },
};

/** A pattern of files below the project: `*`, `**` and `?`, with `/` between folders. */
export const PATTERN: Form<string> = {
  says: "a pattern of files below the project",
  schema: { type: "string" },
  read(value, path, context) {
    const good = typeof value === "string" && /^[^\p{Cc}]+$/u.test(value) && isInside(value);
    return good ? value : wrong(PATTERN, path, context, 'such as "scripts/**"');
  },
};

function isInside(pattern: string): boolean {
  return !/^(?:[\\/~]|[A-Za-z]:)/u.test(pattern) && !pattern.split(/[\\/]/u).includes("..");
}

const PLACES: ReadonlySet<string> = new Set(["{backend}", "{env_name}"]);

/** The text of a prompt with its places. */
export const PROMPT: Form<string> = {
  says: "a text of one line with the places `{backend}` and `{env_name}`",
  schema: { type: "string" },
  read(value, path, context) {
    const text = TEXT.read(value, path, context);
    const strange =
      text === undefined ? undefined : text.match(/\{[^{}]*\}/gu)?.find((place) => !PLACES.has(place));
    if (strange === undefined) return text;
    context.problem(path, `\`${printable(strange)}\` is no place of a prompt`, {
      hint: "there are `{backend}`, `{env_name}`",
      index: text?.indexOf(strange) ?? 0,
    });
    return undefined;
  },
};
