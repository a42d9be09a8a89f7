import { BurrowError } from "../model/error.ts";
import type { Json } from "../protocol/codec.ts";
import { errorDocument } from "../protocol/error.ts";
import { helpJson, versionJson } from "../protocol/command-line.ts";
import { type ErrorView, errorText } from "../render/error.ts";
import { type Command, type Setting } from "./command.ts";
import { type CommonValues, commonValues } from "./common-options.ts";
import { choose } from "./choose.ts";
import { failureOf } from "./failure.ts";
import { commandHelp, describe } from "./help.ts";
import { parse, wantsJson } from "./parse.ts";
import { lookFor } from "./reader.ts";
import { peopleReporter, programReporter, type Reporter, silentReporter } from "./reporter.ts";
import type { Output, World } from "./world.ts";

/** Runs one command line and gives the exit status. Nothing is thrown: what fails is told. */
export async function cli(argv: readonly string[], world: World): Promise<number> {
  let json = wantsJson(argv);
  try {
    const { entry, rest } = choose(argv);
    if (entry === "version")
      return json
        ? printJson(world.stdout, versionJson({ version: world.version }))
        : print(world.stdout, [world.version]);
    const command = await entry.load();
    const { values, args } = parse(command, rest);
    const common = commonValues(values);
    ({ json } = common);
    if (common.help)
      return json
        ? printJson(world.stdout, helpJson({ commands: [describe(command)] }))
        : print(world.stdout, commandHelp(command, lookFor(world.stdout, world, false)));
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
    const document = common.json ? await answer.json() : undefined;
    if (document === undefined) {
      const stream = answer.failed ? world.stderr : world.stdout;
      print(stream, answer.text(lookFor(stream, world, common.verbose)));
    } else printJson(world.stdout, document);
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

function printJson(stream: Output, document: Json): number {
  return print(stream, [JSON.stringify(document, undefined, 2)]);
}

/** What is wrong with settings is said whole; a document has it in its details. */
function viewOf({ code, message, because, hint, details }: BurrowError): ErrorView {
  const problems = code === "settings/invalid" ? (details["problems"] as ErrorView["problems"]) : undefined;
  return { message, because, hint, problems };
}

function fail(failure: BurrowError, json: boolean, world: World): number {
  try {
    if (json) {
      printJson(world.stdout, errorDocument(failure));
      return failure.exitStatus;
    }
  } catch {
    // Standard output takes nothing: then it is told as to people.
  }
  print(world.stderr, errorText(viewOf(failure), lookFor(world.stderr, world, false)));
  return failure.exitStatus;
}
