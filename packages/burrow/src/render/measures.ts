const UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** Bytes as people say them: decimal units, one digit after the point below ten. */
export function bytes(count: number): string {
  let value = count;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const rounded = value < 9.95 && unit > 0 ? value.toFixed(1).replace(/\.0$/u, "") : value.toFixed(0);
  return `${rounded} ${UNITS[unit]}`;
}

/** Measured seconds: hundredths below ten, tenths below a minute, then minutes. */
export function seconds(count: number): string {
  if (count < 9.995) return `${count.toFixed(2)} s`;
  if (count < 59.95) return `${count.toFixed(1)} s`;
  const whole = Math.round(count);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** A number with its noun. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
