import { BurrowError } from "./error.ts";

/** What the system says when nobody, or not this user, can write or read a place (errno(3)), in words. */
const REFUSALS: Readonly<Record<string, string>> = {
  EROFS: "its file system is read-only",
  EACCES: "this user may not",
  EPERM: "this user may not, or it cannot be changed",
  ENOSPC: "the disk is full",
  EDQUOT: "this user's share of the disk is full",
  EIO: "the disk fails",
};

/** The system's refusal as an error that names the place; undefined when what was thrown is none. */
export function systemRefusal(thrown: unknown): BurrowError | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const { code, path, dest } = thrown as { code?: unknown; path?: unknown; dest?: unknown };
  const because = typeof code === "string" && Object.hasOwn(REFUSALS, code) ? REFUSALS[code] : undefined;
  if (because === undefined) return undefined;
  const place = [dest, path].find((one) => typeof one === "string");
  return new BurrowError("machine/refused", `\`${place ?? "a file"}\` cannot be used`, {
    because: `${because} (${thrown.message})`,
    details: { code, ...(place !== undefined && { path: place }) },
    cause: thrown,
  });
}
