import { type AbsolutePath, join } from "../model/path.ts";
import type { Choices, RememberedEnvironment } from "../model/registry.ts";
import { BurrowError } from "../model/error.ts";
import { choices as codec, readChoices } from "../protocol/choices.ts";
import { withActive, withDefault } from "../registry/changes.ts";
import { rememberedOf, withSeen } from "../registry/seen.ts";
import type { Context } from "./context.ts";
import { registryOf } from "./memory.ts";
import { type Usage, usable } from "./use.ts";

/** The largest file that is read as choices, in bytes. */
const LARGEST = 64 * 1024;

/** What is chosen outside of projects: the active environment and the default Python, to be brought back by whoever keeps it. */
export async function choices(context: Context): Promise<Choices> {
  const { registry } = await registryOf(context).read();
  const active = registry.environments.find(({ id }) => id === registry.active)?.prefix;
  return {
    schema: 1,
    takenAt: new Date(context.now()).toISOString(),
    ...(active !== undefined && { active }),
    ...(registry.default !== undefined && { default: registry.default }),
  };
}

/** Writes what is chosen to a file (0600). Throws `usage/bad-value` when something stands there. */
export async function saveChoices(context: Context, to: string): Promise<Usage> {
  const { bench, cwd } = context;
  const file = join(cwd, to);
  if (bench.status(file) !== undefined)
    throw new BurrowError("usage/bad-value", `\`${file}\` is there already`, {
      because: "what was chosen is never written over something",
    });
  const chosen = await choices(context);
  bench.writeFile(file, `${JSON.stringify(codec.encode(chosen), undefined, 2)}\n`, 0o600);
  const environment = chosen.active === undefined ? undefined : await usable(context, chosen.active);
  return { scope: "everywhere", ...(environment && { environment }), ...defaultOf(chosen), saved: file };
}

/** `restoreChoices` of a file. */
export async function restoreSavedChoices(context: Context, from: string, dryRun: boolean): Promise<Usage> {
  const text = context.bench.readText(join(context.cwd, from), LARGEST);
  return restoreChoices(context, readChoices(text ?? "", from), dryRun);
}

/**
 * Chooses again what was chosen: both or neither. The environment is found by its path, letters of either case where nothing has it to the letter.
 * Throws `use/choices` for what is none, and `env/not-found` or `use/unhealthy` when the environment cannot serve: then nothing is changed.
 */
export async function restoreChoices(context: Context, said: unknown, dryRun = false): Promise<Usage> {
  const chosen = readChoices(said, "what was kept");
  const store = registryOf(context);
  const { registry } = await store.read();
  const { active } = chosen;
  const environment =
    active === undefined ? undefined : await usable(context, placeIn(registry.environments, active));
  const at = new Date(context.now()).toISOString();
  if (!dryRun)
    await store.update((known) => {
      const seen = environment === undefined ? known : withSeen(known, { at, environments: [environment] });
      const id = environment === undefined ? undefined : rememberedOf(seen, environment)?.id;
      return withDefault(withActive(seen, id), chosen.default);
    });
  return { scope: "everywhere", ...(environment && { environment }), ...defaultOf(chosen) };
}

function defaultOf({ default: asked }: Choices): Pick<Usage, "default"> {
  return asked === undefined ? {} : { default: asked };
}

function placeIn(remembered: readonly RememberedEnvironment[], path: AbsolutePath): AbsolutePath {
  const prefixes = remembered.map(({ prefix }) => prefix);
  if (prefixes.includes(path)) return path;
  return prefixes.find((prefix) => prefix.toLowerCase() === path.toLowerCase()) ?? path;
}
