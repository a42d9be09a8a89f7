import { isSubdir } from "./conda-subdirs.ts";

/** A channel as a file writes it, apart from the platform's folder that may stand behind it; nothing for an empty text. */
export function channelParts(text: string): { readonly channel?: string; readonly subdir?: string } {
  const trimmed = text.trim().replace(/\/+$/u, "");
  const slash = trimmed.lastIndexOf("/");
  const last = trimmed.slice(slash + 1);
  const subdir = slash !== -1 && isSubdir(last) ? last : undefined;
  const channel = subdir === undefined ? trimmed : trimmed.slice(0, slash);
  return { ...(channel !== "" && { channel }), ...(subdir !== undefined && { subdir }) };
}

/** Whether a channel is an address and not a name. */
export function isChannelAddress(channel: string): boolean {
  return /^[a-z][a-z\d+.-]*:\/\/|^[./~\\]|^[a-z]:[\\/]/iu.test(channel);
}

/**
 * Whether a package comes from a channel. Names are compared as they stand; an address with an address, credentials apart; a name with the end of an address,
 * for which host serves a name is a setting of conda's.
 */
export function isSameChannel(
  channel: string,
  { channel: from = "", url = "" }: { readonly channel?: string; readonly url?: string },
): boolean {
  const wanted = bare(channel);
  const places = [from, url.replace(/[^/]*$/u, "")].filter((one) => one !== "").map(bare);
  if (isChannelAddress(channel)) return places.includes(wanted);
  return places.some(
    (place) => place === wanted || (isChannelAddress(place) && place.endsWith(`/${wanted}`)),
  );
}

/** Without the platform's folder, credentials, tokens and slashes at the end. */
function bare(text: string): string {
  const { channel = "" } = channelParts(text);
  return channel.replace(/^([a-z][a-z\d+.-]*:\/\/)[^/@]*@/iu, "$1").replace(/\/t\/[^/]+(?=\/)/u, "");
}

/** Whether the text can be a channel: a name, or an address; a platform's folder may follow. */
export function isChannel(text: string): boolean {
  return isChannelAddress(text)
    ? /^[^\s<>"'|]+$/u.test(text) && (!text.includes("://") || /^(?:https?|file|s3|oci|ftp):\/\//u.test(text))
    : /^[\w.@%+-]+(?:\/[\w.@%+-]+)*\/?$/u.test(text);
}
