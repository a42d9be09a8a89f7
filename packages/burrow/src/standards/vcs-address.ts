/** What of a repository is meant. */
export interface VcsDetails {
  /** A branch, a tag or a commit. */
  readonly revision?: string | undefined;
  /** A folder in it, with `/` between its parts. */
  readonly subdirectory?: string | undefined;
}

/** The address of a version-controlled project as PEP 508 writes it: `git+https://host/path@revision#subdirectory=folder`. `user@host:path` (scp) becomes `ssh`. */
export function vcsAddress(kind: string, place: string, { revision, subdirectory }: VcsDetails): string {
  const scp = /^([\w.-]+@[\w.-]+):(?!\/\/)(.+)$/u.exec(place);
  const address = scp ? `ssh://${scp[1]}/${scp[2]}` : place;
  const bare = address.startsWith(`${kind}+`) ? address : `${kind}+${address}`;
  return (
    bare +
    (revision === undefined ? "" : `@${revision}`) +
    (subdirectory === undefined ? "" : `#subdirectory=${subdirectory}`)
  );
}
