// What a run of the bench prints: rows of times beside each peer's, and promises with what was measured.

/** What the rows below are about. */
export function heading(title) {
  print("", title.padEnd(32) + "wall ms".padStart(9) + "CPU ms".padStart(9));
}

/** One of ours, and each peer with our CPU as a multiple of its. */
export function row(name, ours, peers) {
  print(times(name, ours));
  for (const [peer, theirs] of Object.entries(peers))
    print(`${times(peer, theirs)}    burrow is ${(ours.cpu / theirs.cpu).toFixed(1)} ×`);
}

/** A promise: what was measured and what it may be at most. One without a limit only tells. */
export function promise(text, measured, limit, unit) {
  const value = `${measured.toFixed(measured < 10 ? 2 : 0)} ${unit}`;
  if (limit === undefined) return print(`  · ${text}: ${value}`);
  const kept = measured <= limit;
  if (!kept) process.exitCode = 1;
  print(`  ${kept ? "✓" : "✗"} ${text}: ${value} (at most ${limit})`);
}

/** What was not measured, and why. */
export function skipped(what, why) {
  print("", `skipped: ${what} (${why})`);
}

function times(name, { wall, cpu }) {
  return `  ${name.padEnd(30)}${wall.toFixed(0).padStart(9)}${cpu.toFixed(0).padStart(9)}`;
}

function print(...lines) {
  process.stdout.write(lines.map((line) => `${line}\n`).join(""));
}
