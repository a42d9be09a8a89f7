import { baseName, parent } from "../../model/path.ts";
import { md5 } from "../../standards/md5.ts";
import { sha256 } from "../../standards/sha256.ts";
import type { Hashed, PathHash } from "./tool.ts";

/** The first eight letters of a digest in URL-safe base64, as several tools shorten it. */
function eight(hex: string): string {
  const bytes = (hex.slice(0, 12).match(/../gu) ?? []).map((pair) => Number.parseInt(pair, 16));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_");
}

/** Every eight letters of a name that stand between hyphens, or at its end: a hash may have hyphens itself. */
function eights(name: string): readonly Hashed[] {
  return [...name.matchAll(/-(?=([\w-]{8})(?:-|$))/gu)].map(({ 1: hash = "", index }) => ({
    hash,
    stem: name.slice(0, index),
  }));
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** `app-aB3dE6gH-py3.12`: Poetry's `EnvManager.generate_env_name`, of `normcase(realpath(root))`. */
export const poetryHash: PathHash = {
  read: (prefix) => eights(baseName(prefix)),
  of: (root, os) => eight(sha256(bytesOf(os === "windows" ? root.toLowerCase() : root))),
};

/** `app/aB3dE6gH/app`: hatch's `VirtualEnvironment`, of the root as it is. */
export const hatchHash: PathHash = {
  read: (prefix) => [{ hash: baseName(parent(prefix)), stem: baseName(parent(parent(prefix))) }],
  of: (root) => eight(sha256(bytesOf(root))),
};

/** `app-aB3dE6gH-3.12`: PDM's `hash_path`, of the root with slashes. */
export const pdmHash: PathHash = {
  read: (prefix) => eights(baseName(prefix)),
  of: (root) => eight(md5(bytesOf(root.replaceAll("\\", "/")))),
};

/** `app-aB3dE6gH`, `app-aB3dE6gH-3.12`: pipenv's `Project._get_virtualenv_hash`, of the Pipfile's path. */
export const pipenvHash: PathHash = {
  read: (prefix) => eights(baseName(prefix)),
  of: (root) => eight(sha256(bytesOf(`${root}${root.startsWith("/") ? "/" : "\\"}Pipfile`))),
};
