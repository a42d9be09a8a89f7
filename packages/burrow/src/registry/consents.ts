import * as v from "valibot";
import type { Workbench } from "../machine/workbench.ts";
import { absolute, type AbsolutePath, join } from "../model/path.ts";

const consentSchema = v.object({
  project: v.string(),
  name: v.string(),
  argv: v.array(v.string()),
  /** ISO 8601, UTC. */
  at: v.string(),
});
const fileSchema = v.object({ schema: v.literal(1), hooks: v.record(v.string(), consentSchema) });

/** What somebody agreed to, so that a person can read it in the file. */
export type Consent = Readonly<v.InferOutput<typeof consentSchema>>;

/** The hooks that somebody agreed to, by the SHA-256 (hex) of all that the agreement was about. */
export interface Consents {
  readonly has: (sha256: string) => boolean;
  /** Remembers one, durably. Throws the system's error. */
  readonly add: (sha256: string, consent: Consent) => void;
}

/** The memory of agreements in burrow's data folder (0600). What cannot be read counts as no agreement, and is set aside before anything is written. */
export function consentsIn(bench: Workbench, data: AbsolutePath): Consents {
  const path = join(data, "consents.json");
  const beside = (ending: string) => absolute(`${path}.${ending}`);
  const read = () => {
    const text = bench.readText(path);
    return text === undefined ? {} : parsed(text);
  };
  return {
    has: (sha256) => Object.hasOwn(read() ?? {}, sha256),
    add(sha256, consent) {
      bench.makeFolder(data, 0o700);
      const known = read();
      const former = bench.readText(path);
      if (known === undefined) bench.rename(path, beside("unreadable"));
      else if (former !== undefined) bench.writeFile(beside("bak"), former, 0o600);
      const content = { schema: 1, hooks: { ...known, [sha256]: consent } };
      bench.writeFile(path, `${JSON.stringify(content, undefined, 2)}\n`, 0o600);
    },
  };
}

function parsed(text: string): Readonly<Record<string, Consent>> | undefined {
  try {
    return v.parse(fileSchema, JSON.parse(text)).hooks;
  } catch {
    return undefined;
  }
}
