/** A moment as people read it, in UTC: `2026-03-01 09:30:00`. `nanoseconds` since 1970, as decimal digits; undefined when they are none. */
export function calendarText(nanoseconds: string): string | undefined {
  if (!/^\d{1,30}$/u.test(nanoseconds)) return undefined;
  const seconds = Number(BigInt(nanoseconds) / 1_000_000_000n);
  const days = Math.floor(seconds / 86_400);
  const rest = seconds - days * 86_400;
  // Days to a date of the Gregorian calendar, years counted from March (H. Hinnant, `civil_from_days`).
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const day = shifted - era * 146_097;
  const year = Math.floor(
    (day - Math.floor(day / 1460) + Math.floor(day / 36_524) - Math.floor(day / 146_096)) / 365,
  );
  const ofYear = day - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const march = Math.floor((5 * ofYear + 2) / 153);
  const month = march < 10 ? march + 3 : march - 9;
  const date = ofYear - Math.floor((153 * march + 2) / 5) + 1;
  const full = String(year + era * 400 + (month <= 2 ? 1 : 0)).padStart(4, "0");
  return `${full}-${two(month)}-${two(date)} ${two(Math.floor(rest / 3600))}:${two(Math.floor(rest / 60) % 60)}:${two(rest % 60)}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
