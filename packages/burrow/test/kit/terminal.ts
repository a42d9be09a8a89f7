import { somePython } from "./tools.ts";

/** Runs a program on a terminal of its own (pty(7)), answers each question, and passes on what it said and its exit status. */
const ANSWERING = `
import json, os, pty, sys
argv, question, answer = json.loads(sys.argv[1]), sys.argv[2].encode(), sys.argv[3].encode()
pid, terminal = pty.fork()
if pid == 0:
    os.execv(argv[0], argv)
said, answered = b"", 0
while True:
    try:
        data = os.read(terminal, 65536)
    except OSError:
        break
    if not data:
        break
    said += data
    while said.count(question) > answered:
        answered += 1
        os.write(terminal, answer + b"\\n")
status = os.waitpid(pid, 0)[1]
os.write(1, said)
sys.exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 255)
`;

/** The beginning of a command line (for `RunOptions.program`) that runs `argv` where somebody sits who answers every question that ends so. */
export function atTerminal(
  argv: readonly string[],
  { question, answer }: { readonly question: string; readonly answer: string },
): readonly string[] {
  return [somePython(), "-I", "-c", ANSWERING, JSON.stringify(argv), question, answer];
}
