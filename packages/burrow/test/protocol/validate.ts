/** The keywords of JSON Schema (draft 2020-12) that burrow's schemas use; another keyword is an error, so that none is passed over. */
const KNOWN = new Set(
  `$schema $defs $ref title description type const enum properties required additionalProperties items anyOf
  contentEncoding`.split(/\s+/u),
);

type Schema = Readonly<Record<string, unknown>>;

/** What of a document its schema forbids: a path and a word each; empty when it is valid. Fields that the schema does not name are told too. */
export function validate(
  document: unknown,
  schema: unknown,
  root: unknown = schema,
  at = "$",
): readonly string[] {
  const rules = schema as Schema;
  const strange = Object.keys(rules).filter((keyword) => !KNOWN.has(keyword));
  if (strange.length > 0) return [`${at}: schema has ${strange.join(", ")}`];
  const faults: string[] = [];
  if (typeof rules["$ref"] === "string") {
    const [, name = ""] = /^#\/\$defs\/(.+)$/u.exec(rules["$ref"]) ?? [];
    const found = ((root as Schema)["$defs"] as Schema | undefined)?.[name];
    return found === undefined ? [`${at}: no ${rules["$ref"]}`] : validate(document, found, root, at);
  }
  if (Array.isArray(rules["anyOf"])) {
    const tried = rules["anyOf"].map((one) => validate(document, one, root, at));
    if (tried.every((one) => one.length > 0))
      faults.push(`${at}: none of ${tried.length} forms`, ...tried.flat());
  }
  if ("const" in rules && document !== rules["const"])
    faults.push(`${at}: not ${JSON.stringify(rules["const"])}`);
  if (Array.isArray(rules["enum"]) && !rules["enum"].includes(document))
    faults.push(`${at}: not of the enum`);
  if (typeof rules["type"] === "string" && !isOf(document, rules["type"]))
    return [...faults, `${at}: not ${rules["type"]}`];
  if (rules["type"] === "array")
    for (const [index, item] of (document as readonly unknown[]).entries())
      faults.push(...validate(item, rules["items"], root, `${at}[${index}]`));
  if (rules["type"] === "object") faults.push(...fieldFaults(document as Schema, rules, root, at));
  return faults;
}

function fieldFaults(document: Schema, rules: Schema, root: unknown, at: string): readonly string[] {
  const properties = rules["properties"] as Schema | undefined;
  const others = rules["additionalProperties"];
  const required = (rules["required"] ?? []) as readonly string[];
  const missing = required
    .filter((name) => !Object.hasOwn(document, name))
    .map((name) => `${at}.${name}: missing`);
  const wrong = Object.entries(document).flatMap(([name, value]) => {
    const rule = properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : others;
    if (rule !== undefined) return validate(value, rule, root, `${at}.${name}`);
    return properties === undefined ? [] : [`${at}.${name}: not in the schema`];
  });
  return [...missing, ...wrong];
}

function isOf(document: unknown, type: string): boolean {
  switch (type) {
    case "null":
      return document === null;
    case "array":
      return Array.isArray(document);
    case "integer":
      return Number.isInteger(document);
    case "object":
      return typeof document === "object" && document !== null && !Array.isArray(document);
    default:
      return typeof document === type;
  }
}
