/** To whom a file is encrypted: an age recipient (`age1…`), or a passphrase. */
export type Lock = { readonly recipient: string } | { readonly passphrase: string };

/** What opens it: age identities (`AGE-SECRET-KEY-1…`), or the passphrase. */
export type Key = { readonly identities: readonly string[] } | { readonly passphrase: string };

/** Encrypts files in the age format (age-encryption.org/v1), and opens them. Both fail with `backup/key`, which does not tell the key. */
export interface Encryption {
  encrypt(content: Uint8Array, lock: Lock): Promise<Uint8Array>;
  decrypt(content: Uint8Array, key: Key): Promise<Uint8Array>;
}

/** Whether bytes begin as an age file does. */
export function isEncrypted(content: Uint8Array): boolean {
  const head = "age-encryption.org/v1\n";
  return new TextDecoder("latin1").decode(content.subarray(0, head.length)) === head;
}
