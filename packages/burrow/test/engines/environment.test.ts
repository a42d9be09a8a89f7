import { describe, expect, test } from "vitest";
import { buildEnvironment, engineEnvironment } from "../../src/engines/environment.ts";

const SAID = {
  NO_COLOR: "1",
  PYTHONIOENCODING: "utf-8",
  PIP_DISABLE_PIP_VERSION_CHECK: "1",
  PIP_NO_INPUT: "1",
  PIP_NO_COLOR: "1",
  PIP_REQUIRE_VIRTUALENV: "0",
  PIP_USER: "0",
  PIP_ROOT_USER_ACTION: "ignore",
};

const KEPT = `
  HOME PATH TMPDIR TEMP LANG LC_ALL LC_CTYPE USER XDG_CACHE_HOME XDG_CONFIG_HOME SYSTEMROOT SystemRoot APPDATA
  HTTP_PROXY http_proxy HTTPS_PROXY https_proxy NO_PROXY no_proxy ALL_PROXY all_proxy
  SSL_CERT_FILE SSL_CERT_DIR REQUESTS_CA_BUNDLE CURL_CA_BUNDLE PIP_CERT PIP_CLIENT_CERT SSL_CLIENT_CERT
  UV_DEFAULT_INDEX UV_INDEX UV_INDEX_URL UV_EXTRA_INDEX_URL UV_FIND_LINKS UV_INDEX_COMPANY_USERNAME UV_INDEX_COMPANY_PASSWORD
  UV_KEYRING_PROVIDER UV_CACHE_DIR UV_HTTP_TIMEOUT UV_HTTP_RETRIES UV_NATIVE_TLS UV_OFFLINE UV_INSECURE_HOST
  PIP_FIND_LINKS PIP_NO_INDEX PIP_TRUSTED_HOST PIP_PROXY PIP_TIMEOUT PIP_DEFAULT_TIMEOUT
  PIP_RETRIES PIP_KEYRING_PROVIDER PIP_CACHE_DIR PIP_CONFIG_FILE NETRC
`;

const GONE = `
  UV_CONSTRAINT UV_BUILD_CONSTRAINT UV_OVERRIDE UV_EXCLUDE UV_PRERELEASE UV_RESOLUTION UV_FORK_STRATEGY UV_INDEX_STRATEGY UV_EXCLUDE_NEWER
  UV_PYTHON UV_PYTHON_DOWNLOADS UV_PYTHON_PREFERENCE UV_MANAGED_PYTHON UV_PROJECT UV_PROJECT_ENVIRONMENT UV_SYSTEM_PYTHON
  UV_BREAK_SYSTEM_PACKAGES UV_CONFIG_FILE UV_NO_CONFIG UV_NO_BUILD UV_NO_BINARY UV_NO_BUILD_ISOLATION UV_LINK_MODE UV_COMPILE_BYTECODE
  UV_VENV_SEED UV_VENV_CLEAR UV_VENV_RELOCATABLE UV_NO_VERIFY_HASHES UV_REQUIRE_HASHES UV_WORKING_DIR UV_TORCH_BACKEND UV_PREVIEW UV_NO_CACHE UV_FROZEN
  UV_INDEX_USERNAME_EXTRA UV_CUSTOM_COMPILE_COMMAND UV_PUBLISH_TOKEN UV_ENV_FILE
  PIP_TARGET PIP_PREFIX PIP_ROOT PIP_CONSTRAINT PIP_REQUIREMENT PIP_NO_DEPS PIP_PRE PIP_NO_BINARY PIP_ONLY_BINARY PIP_PYTHON PIP_BREAK_SYSTEM_PACKAGES
  VIRTUAL_ENV CONDA_PREFIX PYTHONPATH PYTHONHOME PYTHONSTARTUP PYTHONWARNINGS PYTHONDONTWRITEBYTECODE PYTHONUSERBASE __PYVENV_LAUNCHER__
  LD_PRELOAD LD_LIBRARY_PATH DYLD_INSERT_LIBRARIES BASH_ENV ENV GIT_DIR AWS_SECRET_ACCESS_KEY GITHUB_TOKEN CC CFLAGS
`;

const words = (text: string) => text.trim().split(/\s+/u);

describe("an engine's variables", () => {
  test.each(words(KEPT))("%s stays", (name) => {
    expect(engineEnvironment({ [name]: "kept" })).toEqual({ ...SAID, [name]: "kept" });
  });

  test.each(words(GONE))("%s goes", (name) => {
    expect(engineEnvironment({ [name]: "x" })).toEqual(SAID);
  });

  test.each([
    [{ PIP_INDEX_URL: "https://a" }, { UV_DEFAULT_INDEX: "https://a" }],
    [{ PIP_INDEX_URL: "https://a", UV_DEFAULT_INDEX: "https://b" }, {}],
    [{ PIP_INDEX_URL: "https://a", UV_INDEX_URL: "https://b" }, {}],
    [{ UV_DEFAULT_INDEX: "https://b" }, { PIP_INDEX_URL: "https://b" }],
    [{ UV_DEFAULT_INDEX: "company=https://b" }, {}],
    [{ PIP_EXTRA_INDEX_URL: "https://a https://b" }, { UV_INDEX: "https://a https://b" }],
    [{ PIP_EXTRA_INDEX_URL: "https://a", UV_INDEX: "https://b" }, {}],
  ])("an index that one engine was told of is told the other: %j", (env, more) => {
    expect(engineEnvironment(env)).toEqual({ ...SAID, ...env, ...more });
  });

  test("what burrow says holds against the shell", () => {
    expect(engineEnvironment({ PIP_USER: "1", PIP_REQUIRE_VIRTUALENV: "1", NO_COLOR: "" })).toEqual(SAID);
  });

  test("a variable that is not set is not there", () => {
    expect(engineEnvironment({ HOME: undefined })).toEqual(SAID);
  });
});

describe("a build's variables", () => {
  test.each(
    words(
      "CC CXX CFLAGS LDFLAGS PKG_CONFIG_PATH MACOSX_DEPLOYMENT_TARGET CMAKE_ARGS SETUPTOOLS_SCM_PRETEND_VERSION HOME",
    ),
  )("%s stays", (name) => {
    expect(buildEnvironment({ [name]: "kept" })).toEqual({ ...SAID, [name]: "kept" });
  });

  test.each(words("PYTHONPATH VIRTUAL_ENV LD_PRELOAD PIP_TARGET UV_CONSTRAINT GITHUB_TOKEN"))(
    "%s goes",
    (name) => {
      expect(buildEnvironment({ [name]: "x" })).toEqual(SAID);
    },
  );
});
