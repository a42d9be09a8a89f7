import { Decrypter, Encrypter } from "age-encryption";
import { BurrowError } from "../model/error.ts";
import type { Encryption } from "./encryption.ts";

/** The age format by the package of its author. */
export function realEncryption(): Encryption {
  return {
    async encrypt(content, lock) {
      const encrypter = new Encrypter();
      try {
        if ("passphrase" in lock) encrypter.setPassphrase(lock.passphrase);
        else encrypter.addRecipient(lock.recipient);
      } catch (cause) {
        throw new BurrowError("backup/key", "the recipient is not an age recipient", {
          because: "one begins with `age1`",
          hint: "burrow backup --encrypt passphrase",
          cause,
        });
      }
      return await encrypter.encrypt(content);
    },
    async decrypt(content, key) {
      const decrypter = new Decrypter();
      try {
        if ("passphrase" in key) decrypter.addPassphrase(key.passphrase);
        else for (const identity of key.identities) decrypter.addIdentity(identity);
        return await decrypter.decrypt(content);
      } catch (cause) {
        throw new BurrowError("backup/key", "the backup cannot be opened", {
          because: "the passphrase or the identity is not the one that it was made for, or it is damaged",
          cause,
        });
      }
    },
  };
}
