import { BurrowError } from "../model/error.ts";
import { errorDocument } from "../protocol/error.ts";
import { errorText } from "../render/error.ts";
import { type Command, type Setting } from "./command.ts";
import { type CommonValues, commonValues } from "./common-options.ts";
import { choose } from "./choose.ts";
import { failureOf } from "./failure.ts";
import { commandHelp } from "./help.ts";
import { parse, wantsJson } from "./parse.ts";
import { lookFor } from "./reader.ts";
import { peopleReporter, programReporter, type Reporter, silentReporter } from "./reporter.ts";
import type { Output, World } from "./world.ts";

/** Runs one command line and gives the exit status. Nothing is thrown: what fails is told. */
export async function cli(argv: readonly string[], world: World): Promise<number> {
  let json = wantsJson(argv);
  try {
    const { entry, rest } = choose(argv);
    if (entry === "version") return print(world.stdout, [world.version]);
    const command = await entry.load();
    const { values, args } = parse(command, rest);
    const common = commonValues(values);
    ({ json } = common);
    if (common.help) return print(world.stdout, commandHelp(command, lookFor(world.stdout, world, false)));
    return await execute(command, { values, args, common, argv }, world);
  } catch (thrown) {
    return fail(failureOf(thrown, world.signal, argv.includes("--verbose")), json, world);
  }
}

interface Asked {
  readonly values: Parameters<Command["execute"]>[0];
  readonly args: readonly string[];
  readonly common: CommonValues;
  readonly argv: readonly string[];
}

async function execute(
  command: Command,
  { values, args, common, argv }: Asked,
  world: World,
): Promise<number> {
  const reporter = reporterFor(command, common, world);
  try {
    const context = () =>
      world.context({
        report: reporter.report,
        signal: world.signal,
        cwd: world.cwd,
        command: ["burrow", ...argv].join(" "),
      });
    const say: Setting["say"] = (lines) => {
      reporter.clear();
      world.stderr.write(lines.map((line) => `${line}\n`).join(""));
    };
    const answer = await command.execute(values, args, {
      context,
      world,
      look: lookFor(world.stderr, world, common.verbose),
      say,
    });
    reporter.clear();
    const document = common.json ? answer.json() : undefined;
    if (document === undefined) {
      const stream = answer.failed ? world.stderr : world.stdout;
      print(stream, answer.text(lookFor(stream, world, common.verbose)));
    } else world.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
    if (common.jsonEvents) reporter.report({ type: "done" });
    return answer.status;
  } finally {
    reporter.clear();
  }
}

function reporterFor({ changes }: Command, common: CommonValues, world: World): Reporter {
  if (common.jsonEvents) return programReporter(world.stderr, { run: crypto.randomUUID(), now: world.now });
  if (common.quiet || common.json) return silentReporter();
  const look = lookFor(world.stderr, world, common.verbose);
  return peopleReporter(world.stderr, look, changes === true || common.verbose);
}

function print(stream: Output, lines: readonly string[]): number {
  if (lines.length > 0) stream.write(`${lines.join("\n")}\n`);
  return 0;
}

function fail(failure: BurrowError, json: boolean, world: World): number {
  if (json) world.stdout.write(`${JSON.stringify(errorDocument(failure), undefined, 2)}\n`);
  else world.stderr.write(`${errorText(failure, lookFor(world.stderr, world, false)).join("\n")}\n`);
  return failure.exitStatus;
}
