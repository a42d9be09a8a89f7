/** A tool that resolves and installs. */
export interface EngineFacts {
  /** The kind of environment that it makes. */
  readonly backend: "venv" | "conda";
  /** What its driver was tried with; absent: no test runs the real tool. */
  readonly tried?: string;
  /** Whether burrow drives it at all. */
  readonly driven: boolean;
  /** By what the driver is held, or why there is none. */
  readonly how: string;
}

/** Every engine that burrow knows by its name. `docs/engines.md` is written from it, and `doctor` lists what was never tried. */
export const ENGINES = {
  uv: { backend: "venv", driven: true, tried: "uv 0.13.8", how: "every end-to-end test" },
  pip: { backend: "venv", driven: true, tried: "pip 25.0.1 and 26.3", how: "every end-to-end test" },
  "py-rattler": {
    backend: "conda",
    driven: true,
    tried: "py-rattler 0.28.0",
    how: "every end-to-end test of conda, on real channels",
  },
  conda: {
    backend: "conda",
    driven: true,
    tried: "conda 26.7.1, its classic and its rattler solver",
    how: "the tests of the project `tools`, by hand, for no package registry has it; what it printed there is recorded, and read by every run",
  },
  mamba: { backend: "conda", driven: true, how: "by its documents, as conda" },
  micromamba: { backend: "conda", driven: true, how: "by its documents, as conda" },
  pixi: {
    backend: "conda",
    driven: false,
    how: "it makes environments of its own projects alone; burrow only reads them",
  },
} as const satisfies Readonly<Record<string, EngineFacts>>;

/** The engines that burrow drives and that no test has run for real, sorted. */
export function untriedEngines(): readonly string[] {
  const all: readonly (readonly [string, EngineFacts])[] = Object.entries(ENGINES);
  return all.flatMap(([name, { driven, tried }]) => (driven && tried === undefined ? [name] : [])).toSorted();
}
