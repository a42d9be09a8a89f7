// Another user than root, in an environment of which a part is root's. Needs root on Linux.
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { stage } from "./campaign.mjs";
import { judgeHostile, PLACES } from "./hostile.mjs";
import { endAllIn, run } from "./process.mjs";
import { PIP, PURE, wheelhouse } from "./setting.mjs";

/** The user `nobody`, without any privilege of root's. */
const NOBODY = "65534";
const BECOME = ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups", "--no-new-privs"];

const WHERE = [
  ...PLACES,
  ["its programs", ".venv/bin"],
  ["the environment", ".venv"],
  ["burrow's own folder, or that of the engine's cache", "../home ../uv-cache"],
];

const CASES = [
  ...WHERE.flatMap(([what, path]) => [
    { name: `root's: ${what}`, make: `chown -R root ${path}` },
    {
      name: `root's, and nobody else may look: ${what}`,
      make: `chown -R root ${path}; chmod go-rwx ${path}`,
      free: `chmod go+rX ${path}`,
    },
  ]),
  { name: "root's: the project's folder, and nothing in it", make: "chown root ." },
  { name: "root's: site-packages, and nothing in it", make: "chown root .venv/lib/python*/site-packages" },
];

/** Lets a tool change an environment as that user, gives all to the user then, and judges as in other hostile surroundings. */
export async function tryAsVisitor(campaign, folder, { tell, isKnown, most }) {
  const shared = join(folder, "shared");
  mkdirSync(shared);
  chmodSync(folder, 0o755);
  cpSync(wheelhouse(), join(shared, "wheels"), { recursive: true });
  cpSync(dirname(PIP), join(shared, "wheel"), { recursive: true });
  execFileSync("chmod", ["-R", "go+rX", shared]);
  const as = (command) => [
    ...BECOME,
    ...command.map((word) => (word === PIP ? join(shared, "wheel/pip") : word)),
  ];
  const wheels = join(shared, "wheels");
  const set = await stage(campaign, folder, PURE, { UV_FIND_LINKS: wheels, PIP_FIND_LINKS: wheels });
  const theirs = {
    ...campaign,
    command: as(campaign.command),
    ...(campaign.recover && { recover: as(campaign.recover) }),
  };
  const { here } = set;
  const sh = (script) => execFileSync("sh", ["-c", script], { cwd: here.cwd, stdio: "pipe" });
  const give = `chown -R ${NOBODY}:${NOBODY} . ../home ../uv-cache`;
  const step = Math.max(1, Math.floor(CASES.length / most));
  for (const [index, { name, make, free = "true" }] of CASES.entries()) {
    if (index % step !== 0 || isKnown(name)) continue;
    await set.reset();
    sh(`${give}; ${make}`);
    const ended = await run(theirs.command, here);
    await endAllIn(folder);
    sh(`${give}; ${free} 2>/dev/null || true`);
    const judged = await judgeHostile({ ...set, campaign: theirs }, ended, () => {});
    sh(give);
    tell({ tool: campaign.tool, way: campaign.way, visitor: name, ...judged });
  }
}
