/** `reg query` answers within this time, in milliseconds. */
const LIMIT = 5000;

/** What Windows' own `reg.exe` prints of a key and all below it; undefined when there is no such key. */
export function queryRegistry(
  key: string,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const windows = env["SystemRoot"] ?? env["SYSTEMROOT"] ?? "C:\\Windows";
  // Only Windows asks, and the module takes milliseconds to load.
  const { spawnSync } = process.getBuiltinModule("node:child_process");
  const { status, stdout } = spawnSync(`${windows}\\System32\\reg.exe`, ["query", key, "/s"], {
    encoding: "utf8",
    timeout: LIMIT,
    maxBuffer: 4 * 1024 * 1024,
    windowsHide: true,
  });
  return status === 0 ? stdout : undefined;
}
