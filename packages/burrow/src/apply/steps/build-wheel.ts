import { baseName, join, parent } from "../../model/path.ts";
import { directUrlText } from "../../standards/direct-url.ts";
import { type BuildRecord, RECORD_OF_BUILD } from "../built-wheel.ts";
import { actWith } from "../engine-act.ts";
import { StepFailed, type Prepare } from "../step-kind.ts";

/** Has a wheel built in the transaction's own folder and puts it in its place by one rename. What a build writes elsewhere is not taken back. */
export const buildWheel: Prepare<"build-wheel"> = (step, context) => {
  const { bench, kept } = context;
  const { python, source, hashes, tag, folder } = step;
  return {
    undo: [{ kind: "remove-tree", path: folder }],
    perform: async () => {
      const partial = join(kept, baseName(folder));
      bench.makeFolder(partial);
      const { options } = context.work;
      const made = await actWith(context, (engine) => {
        if (engine.buildWheel === undefined)
          throw new StepFailed(`${engine.name} keeps no wheel that it builds`);
        return engine.buildWheel({ python, source, hashes, options, folder: partial });
      });
      const [wheel, ...more] = bench.list(partial).map(({ name }) => name);
      if (wheel === undefined || more.length > 0) throw new StepFailed("the build did not leave one wheel");
      const sha256 = await bench.sha256(join(partial, wheel));
      const { name, version, directUrl } = made;
      const record: BuildRecord = {
        schema: 1,
        source,
        python: tag,
        name,
        version,
        wheel,
        sha256: sha256 ?? "",
        ...(directUrl && { directUrl: directUrlText(directUrl) }),
      };
      bench.writeFile(join(partial, RECORD_OF_BUILD), `${JSON.stringify(record)}\n`, 0o600);
      await bench.syncTree(partial);
      await bench.removeTree(folder); // an older build of the same source
      bench.syncFolder(kept); // else the former name may outlive the rename, and what has it goes with the transaction
      bench.rename(partial, folder);
      bench.syncFolder(parent(folder));
      return wheel;
    },
  };
};
