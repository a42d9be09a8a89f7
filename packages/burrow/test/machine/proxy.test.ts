import { expect, test } from "vitest";
import { proxyFor } from "../../src/machine/proxy.ts";

const PROXY = "http://proxy:3128";

test.each([
  [{}, undefined],
  [{ HTTPS_PROXY: PROXY }, "http://proxy:3128/"],
  [{ https_proxy: PROXY, HTTPS_PROXY: "http://other" }, "http://proxy:3128/"],
  [{ ALL_PROXY: "proxy:3128" }, "http://proxy:3128/"],
  [{ HTTP_PROXY: PROXY }, undefined],
  [{ HTTPS_PROXY: "" }, undefined],
  [{ HTTPS_PROXY: PROXY, NO_PROXY: "*" }, undefined],
  [{ HTTPS_PROXY: PROXY, NO_PROXY: "elsewhere.org, example.org" }, undefined],
  [{ HTTPS_PROXY: PROXY, no_proxy: ".example.org" }, undefined],
  [{ HTTPS_PROXY: PROXY, NO_PROXY: "example.org:443" }, undefined],
  [{ HTTPS_PROXY: PROXY, NO_PROXY: "example.org:8443" }, "http://proxy:3128/"],
  [{ HTTPS_PROXY: PROXY, NO_PROXY: "ample.org" }, "http://proxy:3128/"],
])("%j: files.example.org by way of %s", (env, expected) => {
  expect(proxyFor(new URL("https://files.example.org/x"), env)?.href).toBe(expected);
});
