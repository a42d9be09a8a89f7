import type { Archives } from "../machine/archives.ts";
import type { Encryption } from "../machine/encryption.ts";
import type { Runner } from "../machine/command.ts";
import type { Downloads } from "../machine/downloads.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { OperatingSystem } from "../model/platform.ts";

// Most commands neither run an engine nor fetch nor unpack; these ports are loaded by who does.

/** `realRunner`, loaded when a program is first run. */
export function laterRunner(scratch: AbsolutePath): Runner {
  let asked = false;
  const runner = once(async () => {
    asked = true;
    return (await import("../machine/real-runner.ts")).realRunner({ scratch });
  });
  return {
    run: async (...wanted) => (await runner()).run(...wanted),
    begin: (command) => void runner().then((real) => real.begin?.(command)),
    close: () => void (asked && runner().then((real) => real.close?.())),
  };
}

/** `realDownloads`, loaded when something is first fetched. */
export function laterDownloads(env: Readonly<Record<string, string | undefined>>): Downloads {
  const downloads = once(async () => (await import("../machine/real-downloads.ts")).realDownloads(env));
  return { fetch: async (...asked) => (await downloads()).fetch(...asked) };
}

/** `realArchives`, loaded when an archive is first opened. */
export function laterArchives(os: OperatingSystem): Archives {
  const archives = once(async () => (await import("../machine/real-archives.ts")).realArchives(os));
  return {
    measure: async (...asked) => (await archives()).measure(...asked),
    unpack: async (...asked) => (await archives()).unpack(...asked),
  };
}

/** `realEncryption`, loaded when a backup is first sealed or opened. Deriving a key from a passphrase is work by design, and takes minutes where V8 may not `optimise` it. */
export function laterEncryption(optimise: () => void): Encryption {
  const encryption = once(async () => {
    optimise();
    return (await import("../machine/real-encryption.ts")).realEncryption();
  });
  return {
    encrypt: async (...asked) => (await encryption()).encrypt(...asked),
    decrypt: async (...asked) => (await encryption()).decrypt(...asked),
  };
}

function once<Port>(load: () => Promise<Port>): () => Promise<Port> {
  let loaded: Promise<Port> | undefined;
  return () => (loaded ??= load());
}
