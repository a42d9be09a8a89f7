import { expect, test } from "vitest";
import { absolute, join } from "../../src/model/path.ts";
import { fingerprintOf, isSignatureOf, signingIn } from "../../src/registry/signing.ts";
import { fakeMachine } from "../kit/fake-machine.ts";

const DATA = absolute("/home/me/burrow");
const base64 = (hex: string): string => Buffer.from(hex, "hex").toString("base64");

/** The first test of RFC 8032, section 7.1: of the empty text. */
const RFC = {
  key: base64("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"),
  value: base64(
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
  ),
};

test("a signature is what RFC 8032 says, and nothing else is one", () => {
  expect(isSignatureOf(RFC, "")).toBe(true);
  expect(isSignatureOf(RFC, "x")).toBe(false);
  expect(isSignatureOf({ ...RFC, key: base64("00") }, "")).toBe(false);
  expect(isSignatureOf({ ...RFC, value: "" }, "")).toBe(false);
});

test("B57 the key is made once, is this user's alone, and signs for as long as it is there", () => {
  const machine = fakeMachine({});
  const first = signingIn(machine, DATA).sign("a text");
  expect((machine.status(join(DATA, "signing-key.pem"))?.mode ?? 0) & 0o777).toBe(0o600);
  const later = signingIn(machine, DATA);
  expect(later.sign("a text")).toEqual(first);
  expect(isSignatureOf(first, "a text")).toBe(true);
  expect(isSignatureOf(first, "another")).toBe(false);
  expect(later.signerOf(fingerprintOf(first.key))).toBe("own");
});

test("a key is unknown until somebody vouches for it", () => {
  const machine = fakeMachine({});
  const signing = signingIn(machine, DATA);
  const stranger = fingerprintOf(RFC.key);
  expect(stranger).toMatch(/^[0-9a-f]{32}$/u);
  expect(signing.signerOf(stranger)).toBe("unknown");
  signing.trust(stranger);
  signing.trust(stranger);
  expect(signingIn(machine, DATA).signerOf(stranger)).toBe("known");
  expect(machine.readText(join(DATA, "known-keys"))).toBe(`${stranger}\n`);
});
