/** Of a record in `conda-meta`, what tells where its files lie. */
export interface PlacedRecord {
  /** `python`: its archive says `site-packages/…`, and where that is depends on the Python at hand. */
  readonly noarch?: unknown;
  /** Relative to the prefix, as they lie there. */
  readonly files?: unknown;
}

/**
 * Where a path of `paths_data` lies, relative to the prefix. Of a `noarch: python` package conda writes there what its archive says (`site-packages/x.py`,
 * `python-scripts/x`) and only in `files` where it put it; rattler and mamba write the latter into both.
 */
export function placedPaths({ noarch, files }: PlacedRecord): (path: string) => string {
  if (noarch !== "python" || !Array.isArray(files)) return (path) => path;
  const there = new Set(files.filter((one) => typeof one === "string"));
  const roots = new Map<string, string>();
  for (const one of there) {
    const [, site] = /^(.*\/)site-packages\//u.exec(one) ?? [];
    const [, programs] = /^(bin|Scripts)\/[^/]+$/u.exec(one) ?? [];
    if (site !== undefined && !roots.has("site-packages")) roots.set("site-packages", `${site}site-packages`);
    if (programs !== undefined) roots.set("python-scripts", programs);
  }
  return (path) => {
    const [, folder = "", rest = ""] = /^(site-packages|python-scripts)\/(.+)$/u.exec(path) ?? [];
    const placed = `${roots.get(folder) ?? folder}/${rest}`;
    return !there.has(path) && there.has(placed) ? placed : path;
  };
}
