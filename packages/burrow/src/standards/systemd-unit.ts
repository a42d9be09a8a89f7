/** What a service of the user runs. */
export interface ServiceOf {
  /** The program and its arguments. */
  readonly command: readonly string[];
  /** Where it runs. */
  readonly folder: string;
  readonly about: string;
}

/** A user unit of systemd (systemd.service(5)): started with the session, again after a failure, last in line for the processor and the disk. */
export function systemdUnit({ command, folder, about }: ServiceOf): string {
  return `[Unit]
Description=${about}

[Service]
Type=exec
ExecStart=${command.map(quoted).join(" ")}
WorkingDirectory=${escaped(folder)}
Restart=on-failure
RestartSec=30
Nice=10
IOSchedulingClass=idle
MemoryMax=512M

[Install]
WantedBy=default.target
`;
}

/** An argument of `ExecStart`: quotes and backslashes for the unit's own reader, `%` and `$` so that nothing is put in. */
function quoted(word: string): string {
  const text = escaped(word).replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("$", "$$$$");
  return `"${text}"`;
}

function escaped(text: string): string {
  return text.replaceAll("%", "%%");
}
