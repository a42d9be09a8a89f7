type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that the variables name for an `https:` address, as curl reads them: `HTTPS_PROXY`, else `ALL_PROXY`, unless `NO_PROXY` excepts the
 * host. Lower case goes first. A proxy without a scheme is an `http:` one. Throws a `TypeError` when the variable holds no address.
 */
export function proxyFor(address: URL, env: Variables): URL | undefined {
  const value = spoken(env, "https_proxy") ?? spoken(env, "all_proxy");
  if (value === undefined || isExcepted(address, spoken(env, "no_proxy") ?? "")) return undefined;
  return new URL(/^[a-z][a-z0-9+.-]*:\/\//iu.test(value) ? value : `http://${value}`);
}

function spoken(env: Variables, name: string): string | undefined {
  const value = env[name] || env[name.toUpperCase()];
  return value === undefined || value === "" ? undefined : value;
}

/** `NO_PROXY` is a list of hosts and domains, each with an optional port; `*` is every host. */
function isExcepted({ hostname, port }: URL, list: string): boolean {
  return list
    .split(/[\s,]+/u)
    .filter((entry) => entry !== "")
    .some((entry) => {
      if (entry === "*") return true;
      const [, name = entry, only] = /^(.*?)(?::(\d+))?$/u.exec(entry) ?? [];
      if (only !== undefined && only !== (port || "443")) return false;
      const domain = name.replace(/^\*?\./u, "").toLowerCase();
      return hostname === domain || hostname.endsWith(`.${domain}`);
    });
}
