/**
 * Whether a relative path with `/` between its parts fits a glob as uv reads them: `*` and `?` within one part, `**` over any number of parts.
 * In time that is a product of the lengths, whatever the glob.
 */
export function fitsGlob(glob: string, path: string): boolean {
  const parts = glob.split("/").filter((part) => part !== "" && part !== ".");
  let reached = new Set([0]);
  // Every position of the glob at which the parts read so far may stand.
  const spread = (positions: ReadonlySet<number>): Set<number> => {
    const all = new Set(positions);
    for (const at of all) if (parts[at] === "**") all.add(at + 1);
    return all;
  };
  for (const name of path.split("/")) {
    const next = new Set<number>();
    for (const at of spread(reached)) {
      const part = parts[at];
      if (part === "**") next.add(at);
      else if (part !== undefined && fitsPart(part, name)) next.add(at + 1);
    }
    reached = next;
  }
  return spread(reached).has(parts.length);
}

/** Whether a name fits a pattern of one part: a star takes as little as it can, and more only when the rest does not fit. */
export function fitsPart(pattern: string, name: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let index = 0; index < name.length;) {
    if (pattern[at] === "*") {
      star = at;
      resume = index;
      at += 1;
    } else if (at < pattern.length && (pattern[at] === "?" || pattern[at] === name[index])) {
      at += 1;
      index += 1;
    } else if (star !== -1) {
      at = star + 1;
      resume += 1;
      index = resume;
    } else return false;
  }
  while (pattern[at] === "*") at += 1;
  return at === pattern.length;
}
