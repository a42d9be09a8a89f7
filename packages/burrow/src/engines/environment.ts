/** Where things are, who asks, in which language; where the keyring listens; what Windows cannot start a program without. */
const SURROUNDINGS = `
  HOME PATH TMPDIR TMP TEMP USER LOGNAME LANG LANGUAGE TZ XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME
  XDG_RUNTIME_DIR DBUS_SESSION_BUS_ADDRESS NETRC USERPROFILE APPDATA LOCALAPPDATA PROGRAMDATA SYSTEMROOT
  SYSTEMDRIVE WINDIR COMSPEC PATHEXT
`;

/** How the network is reached, and whom it trusts. */
const NETWORK = `
  HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY SSL_CERT_FILE SSL_CERT_DIR SSL_CLIENT_CERT REQUESTS_CA_BUNDLE
  CURL_CA_BUNDLE
`;

/** Indexes, credentials, certificates, caches and patience of the engines; nothing that changes what a requirement means. */
const ENGINES = `
  UV_DEFAULT_INDEX UV_INDEX UV_INDEX_URL UV_EXTRA_INDEX_URL UV_FIND_LINKS UV_NO_INDEX UV_KEYRING_PROVIDER
  UV_CREDENTIALS_DIR UV_NATIVE_TLS UV_SYSTEM_CERTS UV_INSECURE_HOST UV_CACHE_DIR UV_HTTP_TIMEOUT
  UV_HTTP_CONNECT_TIMEOUT UV_REQUEST_TIMEOUT UV_HTTP_RETRIES UV_CONCURRENT_DOWNLOADS
  UV_CONCURRENT_INSTALLS UV_CONCURRENT_BUILDS UV_LOCK_TIMEOUT UV_OFFLINE PIP_INDEX_URL PIP_EXTRA_INDEX_URL
  PIP_FIND_LINKS PIP_NO_INDEX PIP_TRUSTED_HOST PIP_CERT PIP_CLIENT_CERT PIP_PROXY PIP_TIMEOUT
  PIP_DEFAULT_TIMEOUT PIP_RETRIES PIP_KEYRING_PROVIDER PIP_CACHE_DIR PIP_CONFIG_FILE
`;

/** Settings, credentials and caches of the conda family, and what the machine is said to have; nothing that adds packages or channels of its own. */
const CONDAS = `
  RATTLER_CACHE_DIR RATTLER_AUTH_FILE CONDA_PKGS_DIRS CONDA_SSL_VERIFY CONDA_REMOTE_CONNECT_TIMEOUT_SECS
  CONDA_REMOTE_READ_TIMEOUT_SECS CONDARC MAMBARC MAMBA_ROOT_PREFIX CONDA_EXE PIXI_HOME PIXI_CACHE_DIR
`;

/** What a compiler and its helpers listen to. */
const COMPILERS = `
  CC CXX FC AR LD CFLAGS CXXFLAGS CPPFLAGS FFLAGS LDFLAGS MAKEFLAGS PKG_CONFIG PKG_CONFIG_PATH
  MACOSX_DEPLOYMENT_TARGET SDKROOT CARGO_HOME RUSTUP_HOME CUDA_HOME INCLUDE LIB LIBPATH
`;

const PATTERNS = [/^LC_[A-Z]+$/u, /^UV_INDEX_[A-Z0-9_]+_(?:USERNAME|PASSWORD)$/u] as const;
const CONDA_PATTERNS = [/^CONDA_OVERRIDE_[A-Z_]+$/u] as const;
const BUILD_PATTERNS = [/^CMAKE_[A-Z_]+$/u, /^SETUPTOOLS_SCM_[A-Z0-9_]+$/u] as const;

const ALLOWED: ReadonlySet<string> = new Set(words(SURROUNDINGS + NETWORK + ENGINES));
const ALLOWED_FOR_CONDA: ReadonlySet<string> = new Set(words(CONDAS));
const ALLOWED_IN_BUILDS: ReadonlySet<string> = new Set(words(COMPILERS));

/** Said to every engine: plain words, no questions, no news of itself, and what pip's own files must not turn on (pip reads `PIP_*` after them). */
const SAID = {
  NO_COLOR: "1",
  PYTHONIOENCODING: "utf-8",
  PIP_DISABLE_PIP_VERSION_CHECK: "1",
  PIP_NO_INPUT: "1",
  PIP_NO_COLOR: "1",
  PIP_REQUIRE_VIRTUALENV: "0",
  PIP_USER: "0",
  PIP_ROOT_USER_ACTION: "ignore",
} as const;

/**
 * The variables for an engine's program: an allow-list, so that nothing of the shell changes what a requirement means (`UV_CONSTRAINT`, `PIP_TARGET`,
 * `VIRTUAL_ENV`, `PYTHONPATH` …) or runs along (`LD_PRELOAD`). Names are compared without regard to case, for proxies and for Windows.
 */
export function engineEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  return { ...sharedIndexes(kept(env, isAllowed)), ...SAID };
}

/** The same for the tools of the conda family: with their own settings, credentials and caches. */
export function condaEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  return { ...kept(env, isForConda), NO_COLOR: SAID.NO_COLOR, PYTHONIOENCODING: SAID.PYTHONIOENCODING };
}

/** The same for a program that builds a project: with what its compilers listen to. */
export function buildEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  return { ...sharedIndexes(kept(env, isForBuilds)), ...SAID };
}

/**
 * Who told one engine where the index is told the other: pip's variables stand for uv's where those are silent (uv does not read pip's), and the reverse for the
 * one main index. uv's further indexes may have names, which pip has no word for.
 */
function sharedIndexes(env: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const forUv = env["UV_DEFAULT_INDEX"] ?? env["UV_INDEX_URL"];
  const { PIP_INDEX_URL: forPip, PIP_EXTRA_INDEX_URL: more } = env;
  return {
    ...env,
    ...(forUv === undefined && forPip !== undefined && { UV_DEFAULT_INDEX: forPip }),
    ...(forPip === undefined && forUv !== undefined && /^https?:/u.test(forUv) && { PIP_INDEX_URL: forUv }),
    ...(env["UV_INDEX"] === undefined &&
      env["UV_EXTRA_INDEX_URL"] === undefined &&
      more !== undefined && { UV_INDEX: more }),
  };
}

function isAllowed(name: string): boolean {
  return ALLOWED.has(name) || PATTERNS.some((pattern) => pattern.test(name));
}

function isForConda(name: string): boolean {
  return (
    isAllowed(name) || ALLOWED_FOR_CONDA.has(name) || CONDA_PATTERNS.some((pattern) => pattern.test(name))
  );
}

function isForBuilds(name: string): boolean {
  return (
    isAllowed(name) || ALLOWED_IN_BUILDS.has(name) || BUILD_PATTERNS.some((pattern) => pattern.test(name))
  );
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/u);
}

function kept(
  env: Readonly<Record<string, string | undefined>>,
  allows: (name: string) => boolean,
): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(env))
    if (value !== undefined && allows(name.toUpperCase())) found[name] = value;
  return found;
}
