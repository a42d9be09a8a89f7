import type { Machine, Status } from "../machine/machine.ts";
import { ancestors, type AbsolutePath } from "../model/path.ts";
import { reason, type Reason } from "../model/reason.ts";

const WRITABLE_BY_OTHERS = 0o002;
const STICKY = 0o1000;

/**
 * Why nothing at this path may be run; undefined when it is trusted (design §8).
 * Trusted is what this user or root owns, as all folders above it, none of them writable by others; in a sticky folder nobody can
 * exchange what is not theirs. Both the path as it is written and where it leads are looked at: whoever may change a link chooses what is run.
 */
export function distrust(machine: Machine, path: AbsolutePath): Reason | undefined {
  if (machine.uid === undefined) return undefined;
  const real = machine.realPath(path);
  if (real === undefined) return reason("untrusted", { path });
  return (
    doubted(machine, machine.uid, real) ?? (real === path ? undefined : doubted(machine, machine.uid, path))
  );
}

function doubted(machine: Machine, uid: number, path: AbsolutePath): Reason | undefined {
  const chain = [path, ...ancestors(path)];
  const at = chain.find((place, index) => {
    const status = machine.status(place);
    return status === undefined || (status.uid !== uid && status.uid !== 0) || isOpen(status, index > 0);
  });
  return at && reason("untrusted", { path: at });
}

/** Whether others may write there; of a folder above, whether they may exchange what lies below. A link's own bits mean nothing. */
function isOpen({ kind, mode }: Status, above: boolean): boolean {
  if (kind === "link" || (mode & WRITABLE_BY_OTHERS) === 0) return false;
  return !(above && (mode & STICKY) !== 0);
}
