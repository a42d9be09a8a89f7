/** What the address of a conda archive tells. */
export interface ArchiveUrl {
  /** Without a fragment. */
  readonly url: string;
  /** In lower case. */
  readonly name: string;
  readonly version: string;
  readonly build: string;
  /** The folder that it lies in. */
  readonly subdir: string;
  /** The address of the channel; empty for an archive that lies in no channel's folder. */
  readonly channel: string;
  /** From the fragment; hexadecimal. */
  readonly md5?: string;
  readonly sha256?: string;
}

const FORM =
  /^(?:(https?|file|s3|oci):\/\/|\/|[a-z]:[\\/]|\.{1,2}[\\/]|~[\\/])[^\s#]+\.(?:conda|tar\.bz2)(?:#[^\s]*)?$/iu;

/** Reads the address (or path) of a conda archive, `…/linux-64/name-1.0-build_0.conda#md5`; undefined when the text is none. */
export function parseArchiveUrl(text: string): ArchiveUrl | undefined {
  if (!FORM.test(text)) return undefined;
  const hash = text.indexOf("#");
  const url = hash === -1 ? text : text.slice(0, hash);
  const fragment = hash === -1 ? "" : text.slice(hash + 1);
  const parts = url.split(/[\\/]/u);
  const file = parts.at(-1) ?? "";
  const named = parseArchiveName(file);
  if (named === undefined) return undefined;
  const subdir = parts.at(-2) ?? "";
  const md5 = /^(?:md5[:=])?([0-9a-f]{32})$/iu.exec(fragment)?.[1]?.toLowerCase();
  const sha256 = /^(?:sha256[:=])?([0-9a-f]{64})$/iu.exec(fragment)?.[1]?.toLowerCase();
  return {
    ...named,
    url: /^[\\/]/u.test(url) ? `file://${url}` : url,
    subdir,
    channel: url.slice(0, url.length - file.length - subdir.length - 2),
    ...(md5 !== undefined && { md5 }),
    ...(sha256 !== undefined && { sha256 }),
  };
}

/** Reads the name of an archive, `name-1.0-build_0.conda`: the last two dashes divide. */
export function parseArchiveName(
  file: string,
): { readonly name: string; readonly version: string; readonly build: string } | undefined {
  const [, name, version, build] = /^(.+)-([^-]+)-([^-]+)\.(?:conda|tar\.bz2|json)$/u.exec(file) ?? [];
  if (name === undefined || version === undefined || build === undefined) return undefined;
  return { name: name.toLowerCase(), version, build };
}
