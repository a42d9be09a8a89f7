import type { Environment } from "../../../src/model/environment.ts";
import { absolute } from "../../../src/model/path.ts";
import { inspectEnvironment } from "../../../src/survey/inspect/environment.ts";
import { python, type Tree } from "../../kit/builders.ts";
import { fakeMachine, type FakeOptions } from "../../kit/fake-machine.ts";

/** The base that `venv` builds on when nothing is said. */
export const BASE = python("/opt/python312", "3.12.4");

/** The environment at a prefix of a machine that holds these files. */
export function inspect(files: Tree, prefix: string, options: FakeOptions = {}): Environment | undefined {
  return inspectEnvironment(fakeMachine(files, options), absolute(prefix));
}
