import { baseName, join, parent, type AbsolutePath } from "../../model/path.ts";
import { cachedArchive, obtainArchive, unpackArchive } from "../python-archive.ts";
import { pythonFault } from "../python-check.ts";
import { readPythonMarker, writePythonMarker } from "../python-marker.ts";
import { StepFailed, type Prepare } from "../step-kind.ts";

/**
 * Fetches, proves and unpacks a Python in the transaction's own folder, starts it once, and puts it in its place by one rename. One that is there and whole is taken as it
 * is; anything else at its place is somebody's and stays.
 */
export const installPython: Prepare<"install-python"> = ({ version, archive, folder }, context) => {
  const { bench, runner, signal, kept } = context;
  const program = (prefix: AbsolutePath) => join(prefix, ...archive.executable.split("/"));
  if (bench.status(folder) !== undefined) {
    const { sha256 } = readPythonMarker(bench, program(folder)) ?? {};
    if (sha256 !== archive.sha256.toLowerCase())
      throw new StepFailed(`\`${folder}\` is there and does not come from this archive`);
    return {
      undo: [],
      perform: async () => {
        const fault = await pythonFault(bench, runner, program(folder), version, signal);
        if (fault !== undefined) throw new StepFailed(`\`${folder}\` is there and damaged: ${fault}`);
        return "it was there already";
      },
    };
  }
  const partial = join(kept, "python");
  return {
    undo: [{ kind: "remove-tree", path: folder }],
    perform: async () => {
      const file = await obtainArchive(archive, context);
      await unpackArchive(file, partial, context);
      const fault = await pythonFault(bench, runner, program(partial), version, signal);
      if (fault !== undefined) {
        bench.removeFile(cachedArchive(context.downloadCache, archive.sha256));
        throw new StepFailed(`the Python in \`${archive.url}\` does not work: ${fault}`);
      }
      writePythonMarker(bench, program(partial), { version, sha256: archive.sha256.toLowerCase() });
      await bench.syncTree(partial);
      bench.syncFolder(kept); // else the former name may outlive the rename, and what has it goes with the transaction
      bench.rename(partial, folder);
      bench.syncFolder(parent(folder));
      return baseName(folder);
    },
  };
};
