import type { Command, Output } from "../../../machine/command.ts";
import type { AbsolutePath } from "../../../model/path.ts";
import { condaDriver } from "../../conda-driver.ts";
import { condaEnvironment } from "../../environment.ts";
import type { Talk } from "../../engine.ts";
import { engineWords } from "../../engine-words.ts";
import { type RattlerAnswer, readRattlerAnswer } from "./rattler-answer.ts";

/** What every request to py-rattler is made with. */
export interface RattlerContext {
  /** The Python that runs it: 3.10 or later. */
  readonly python: AbsolutePath;
  /** The folder of the unpacked engine. */
  readonly home: AbsolutePath;
  /** The engine's cache: unpacked packages and the channels' lists. */
  readonly cache: AbsolutePath;
  /** Where its byte code is kept, so that it is not compiled for every request and nothing is written into its folder. */
  readonly byteCode: AbsolutePath;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly offline: boolean;
}

/** Seconds: whole environments are fetched in one request. */
const LIMIT = 3600;

/** An answer, or why there is none. */
export type Asked =
  | RattlerAnswer
  | { readonly ok: false; readonly kind: "crashed"; readonly text: string; readonly subject?: undefined };

/**
 * Puts one request to the engine. When it ends without an answer, by a signal or with status 139 (a crash of the native code), a request that may be put
 * twice is put once more, and the command says why.
 */
export function* askRattler(
  context: RattlerContext,
  op: "solve" | "fetch" | "change",
  request: Readonly<Record<string, unknown>>,
): Talk<Asked> {
  const { cache, offline } = context;
  const text = JSON.stringify({ op, cache, offline, ...request });
  const command: Command = { ...rattlerProgram(context), files: { [REQUEST]: text } };
  const first = yield command;
  const answer = readRattlerAnswer(first.files[ANSWER]);
  if (answer !== undefined) return answer;
  if (op === "change" || !isCrash(first)) return crashed(first);
  const second = yield { ...command, again: crashed(first).text };
  return readRattlerAnswer(second.files[ANSWER]) ?? crashed(second);
}

const REQUEST = "request.json";
const ANSWER = "answer.json";

/** The program that answers, without a request: it may be started ahead of the first. */
export function rattlerProgram({ python, home, byteCode, env }: RattlerContext): Command {
  return {
    program: python,
    args: ["-I", "-X", `pycache_prefix=${byteCode}`, condaDriver(), home],
    turn: [{ scratch: REQUEST }, { scratch: ANSWER }],
    reads: [ANSWER],
    env: condaEnvironment(env),
    limit: LIMIT,
  };
}

/** 128 and the number of SIGSEGV, SIGABRT or SIGBUS is what a shell makes of these signals. */
function isCrash({ status, signal, failure }: Output): boolean {
  return (
    failure === undefined && (signal !== undefined || status === 139 || status === 134 || status === 135)
  );
}

function crashed(output: Output): Extract<Asked, { readonly kind: "crashed" }> {
  const ended =
    output.signal === undefined
      ? `it ended with status ${output.status ?? "none"}`
      : `${output.signal} ended it`;
  const said = engineWords(output.stderr);
  const text = output.failure ?? `py-rattler did not answer: ${ended}${said === "" ? "" : `: ${said}`}`;
  return { ok: false, kind: "crashed", text };
}
