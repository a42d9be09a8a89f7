import type { Machine } from "../../machine/machine.ts";
import type { Environment } from "../../model/environment.ts";
import { absolute, join } from "../../model/path.ts";
import type { TorchVitals } from "../../model/vitals.ts";

/** Reads what torch is built for from its `version.py`, which is not imported. Undefined where there is no torch. */
export function torchOf(
  machine: Machine,
  { distributions, generation }: Environment,
): TorchVitals | undefined {
  const torch = distributions.find(({ name }) => name === "torch");
  if (torch === undefined) return undefined;
  const file = join(torch.location, "torch", "version.py");
  const text = machine.readText(file, 65_536);
  if (text === undefined) return undefined;
  const pinned = generation?.recorded?.find(({ name }) => name === "torch")?.version;
  const recorded = localOf(pinned ?? torch.version) ?? localOf(torch.version);
  const built = builtFor(text);
  return {
    file,
    built,
    ...(recorded !== undefined && { recorded }),
    gpu: ["/dev/nvidia0", "/dev/kfd"].some((path) => machine.status(absolute(path)) !== undefined),
  };
}

function builtFor(text: string): string {
  const value = (name: string) =>
    new RegExp(`^${name}(?:\\s*:[^=\\n]*)?\\s*=\\s*['"]([^'"]+)['"]`, "mu").exec(text)?.[1];
  const cuda = value("cuda");
  const hip = value("hip");
  if (cuda !== undefined) return `cuda ${cuda}`;
  return hip === undefined ? "cpu" : `rocm ${hip.split(".").slice(0, 2).join(".")}`;
}

/** `2.1.0+cu121` is of CUDA 12.1; undefined when the version does not tell. */
function localOf(version: string): string | undefined {
  const local = version.split("+")[1];
  if (local === undefined) return undefined;
  if (local.startsWith("cpu")) return "cpu";
  const cuda = /^cu(\d+)(\d)$/u.exec(local);
  if (cuda !== null) return `cuda ${cuda[1]}.${cuda[2]}`;
  const rocm = /^rocm(\d+\.\d+)/u.exec(local);
  return rocm === null ? undefined : `rocm ${rocm[1]}`;
}
