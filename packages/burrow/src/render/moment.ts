/** A moment (ISO 8601, UTC) as a list shows it: `2026-11-24 16:51`. No clock is read here, so there is no "yesterday". */
export function momentOf(at: string): string {
  return at.slice(0, 16).replace("T", " ");
}
