import { BurrowError } from "../model/error.ts";
import type { GoalRequirement } from "../model/goal.ts";
import type { Pin } from "../model/pin.ts";

const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/u;
const VERSION = /^[A-Za-z0-9](?:[A-Za-z0-9.!+_-]*[A-Za-z0-9])?$/u;
const CLAUSE = /^(?:===|~=|==|!=|<=|>=|<|>)[ ]?[A-Za-z0-9*](?:[A-Za-z0-9.!+*_-]*[A-Za-z0-9*])?$/u;
const HASH = /^(?:sha256|sha384|sha512):[0-9a-f]{64,128}$/u;
/** No blank, quote, backslash, brace or control character; so neither an option nor a variable nor a second line. */
const WHEEL_URL =
  /^(?:https?|file):\/\/[^\s"'`\\{}<>\p{Cc}#]+\.whl(?:\?[^\s"'`\\{}<>\p{Cc}#]*)?(?:#[^\s"'`\\{}<>\p{Cc}]*)?$/iu;
/** Variables, quoted texts, comparisons, brackets; a quoted text holds no `#`, `$` or backslash, and no word begins with a dash. */
const MARKER =
  /^(?: *(?:[a-z_][a-z_.]*(?![a-z_.])|'[^'"#$\\\p{Cc}\p{Zl}\p{Zp}]*'|"[^'"#$\\\p{Cc}\p{Zl}\p{Zp}]*"|===|~=|==|!=|<=|>=|<|>|[()]))+ *$/u;

/**
 * Writes what an engine is asked for, one requirement a line (PEP 508). Only what is data may pass: a name, extras, a specifier, a marker, the address of a wheel.
 * A folder, a VCS address or a text that could be read as an option is a `bug`, for the planner never asks for one.
 */
export function requirementLines(requirements: readonly GoalRequirement[]): string {
  return lines(requirements.map(requirementLine));
}

/** Writes constraints. An engine takes neither extras nor nameless ones there. */
export function constraintLines(
  constraints: readonly GoalRequirement[],
  frozen: readonly { readonly name: string; readonly version: string }[] = [],
): string {
  return lines([
    ...constraints.map((constraint) => requirementLine({ ...constraint, extras: [] })),
    // What no standard can name cannot be held; burrow sees afterwards whether it moved.
    ...frozen.flatMap(({ name, version }) =>
      NAME.test(name) && VERSION.test(version) ? [`${name}==${version}`] : [],
    ),
  ]);
}

/** Writes pins with their hashes, for `--require-hashes`. A pin without a hash is a `bug`: nothing is installed unproven. */
export function pinLines(pins: readonly Pin[]): string {
  return lines(
    pins.map((pin) => {
      if (pin.hashes.length === 0) throw refused("pin without a hash", pin.name);
      return [exactLine(pin), ...pin.hashes.map((hash) => `--hash=${held(hash, HASH, "hash")}`)].join(" ");
    }),
  );
}

/** Writes exact versions without hashes, to ask for their hashes. */
export function exactLines(exact: readonly Pick<Pin, "name" | "version" | "url">[]): string {
  return lines(exact.map(exactLine));
}

/** Gives a name that may stand as an argument of its own: it cannot begin with a dash. */
export function nameArgument(name: string): string {
  return held(name, NAME, "name");
}

function exactLine({ name, version, url }: Pick<Pin, "name" | "version" | "url">): string {
  const known = held(name, NAME, "name");
  return url === undefined
    ? `${known}==${held(version, VERSION, "version")}`
    : `${known} @ ${held(url, WHEEL_URL, "wheel address")}`;
}

function requirementLine(requirement: GoalRequirement): string {
  const { kind, name, extras, specifier, marker, url, editable } = requirement;
  if (kind !== "pypi" || editable !== undefined) throw refused("requirement", requirement.text);
  const subject = held(name, NAME, "name");
  const options =
    extras.length === 0 ? "" : `[${extras.map((extra) => held(extra, NAME, "extra")).join(",")}]`;
  const versions = specifier === "" ? "" : clauses(specifier);
  const place = url === undefined ? "" : ` @ ${held(url, WHEEL_URL, "wheel address")}`;
  const when = marker === undefined ? "" : ` ; ${held(marker, MARKER, "marker")}`;
  return subject + options + (url === undefined ? versions : place) + when;
}

function clauses(specifier: string): string {
  return specifier
    .split(",")
    .map((clause) => held(clause.trim(), CLAUSE, "specifier"))
    .join(",");
}

function held(text: string, form: RegExp, what: string): string {
  if (!form.test(text)) throw refused(what, text);
  return text;
}

function refused(what: string, text: string): BurrowError {
  return new BurrowError("bug", `an engine was asked for the ${what} ${JSON.stringify(text)}`, {
    because: "it is not of a form that an engine may be given",
  });
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join("");
}
