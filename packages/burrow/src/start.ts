/** What every command but `--version` loads, as one module: Node takes most of a millisecond for each. */
export { cli } from "./cli/cli.ts";
export { realContext } from "./operations/real-context.ts";
