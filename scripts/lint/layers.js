// Which folder of `packages/burrow/src` may import what. This table is the direction of design and ARCHITECTURE.md; `walls/imports` holds it.
const CENTRE = ["model", "standards", "project", "plan", "health", "render"];
const PARSERS = ["valibot", "smol-toml", "yaml"];

/**
 * `folders`: folders of `src` beside its own. `packages`: third-party packages. `node`: modules of Node, without their prefix.
 * A list that is absent is empty; `true` is everything. `rule` names the invariant that the message quotes.
 */
export const LAYERS = {
  model: { folders: [], rule: "invariant 1" },
  standards: { folders: ["model"], packages: PARSERS, rule: "invariant 1" },
  project: { folders: ["model", "standards"], packages: PARSERS, rule: "invariant 1" },
  plan: { folders: ["model", "standards"], packages: PARSERS, rule: "invariant 1" },
  health: { folders: ["model", "standards"], packages: PARSERS, rule: "invariant 1" },
  render: { folders: ["model", "standards"], packages: PARSERS, rule: "invariant 1" },
  machine: { folders: CENTRE, packages: true, node: true, rule: "invariant 3" },
  survey: { folders: [...CENTRE, "machine"], packages: PARSERS, rule: "invariant 2" },
  engines: {
    folders: [...CENTRE, "machine"],
    packages: true,
    node: ["path", "crypto", "os", "url"],
    rule: "invariant 3",
  },
  apply: {
    folders: [...CENTRE, "machine", "engines", "survey"],
    packages: PARSERS,
    node: ["crypto"],
    rule: "invariant 3",
  },
  registry: {
    folders: [...CENTRE, "machine", "protocol"],
    packages: PARSERS,
    node: ["crypto", "timers/promises"],
    rule: "invariant 2",
  },
  watch: { folders: [...CENTRE, "machine"], packages: PARSERS, node: true, rule: "invariant 3" },
  session: { folders: [...CENTRE, "machine"], packages: PARSERS, node: true, rule: "invariant 3" },
  operations: {
    folders: [...CENTRE, "machine", "survey", "engines", "apply", "registry", "watch", "session", "protocol"],
    packages: PARSERS,
    node: ["crypto", "os", "timers/promises"],
    rule: "invariant 3",
  },
  protocol: { folders: CENTRE, packages: PARSERS, rule: "invariant 3" },
  server: {
    folders: ["operations", "protocol", "model", "render"],
    packages: true,
    node: ["http", "crypto", "stream"],
    rule: "invariant 3",
  },
  cli: {
    folders: ["operations", "protocol", "model", "render"],
    packages: [],
    node: ["tty", "readline", "readline/promises", "stream", "util"],
    rule: "invariant 3",
  },
  // `index.ts` and `main.ts`
  ".": {
    folders: ["cli", "server", "operations", "protocol", "model", "render"],
    node: true,
    rule: "invariant 3",
  },
};

/** The folders that may name the Workbench, the port that changes things. */
export const CHANGERS = ["machine", "apply", "registry", "operations"];
