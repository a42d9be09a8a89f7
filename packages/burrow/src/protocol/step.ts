import type { BuildSource } from "../model/built.ts";
import type { CondaArchive, Pin } from "../model/pin.ts";
import type { PythonArchive, Step, StepKind } from "../model/step.ts";
import { boolean, type Codec, integer, list, literal, oneOf, optional, record, text } from "./codec.ts";
import { directUrl } from "./direct-url.ts";
import { path, reason } from "./nouns.ts";
import { named, object, union } from "./object.ts";

type Of<Kind extends StepKind> = Extract<Step, { readonly kind: Kind }>;

/** One distribution at one version, provable by hash. */
export const pin: Codec<Pin> = named(
  "Pin",
  "One distribution at one version, provable by hash.",
  object<Pin>({
    name: text,
    version: text,
    hashes: list(text),
    url: optional(text),
    directUrl: optional(directUrl),
    bytes: optional(integer),
    conda: optional(
      object<CondaArchive>({
        build: text,
        buildNumber: optional(integer),
        subdir: text,
        channel: text,
        depends: optional(list(text)),
        constrains: optional(list(text)),
      }),
    ),
  }),
);

const archive = object<PythonArchive>({
  url: text,
  sha256: text,
  bytes: optional(integer),
  executable: text,
});

const buildSource = union<BuildSource, "kind">("kind", {
  address: object<Extract<BuildSource, { readonly kind: "address" }>>({
    kind: literal("address"),
    url: text,
  }),
  index: object<Extract<BuildSource, { readonly kind: "index" }>>({
    kind: literal("index"),
    name: text,
    specifier: text,
  }),
});

/** One act of a plan. */
export const step: Codec<Step> = named(
  "Step",
  "One reversible act of a plan, told apart by `kind`.",
  union<Step, "kind">("kind", {
    ignore: object<Of<"ignore">>({ kind: literal("ignore"), why: reason, root: path, lines: list(text) }),
    "install-python": object<Of<"install-python">>({
      kind: literal("install-python"),
      why: reason,
      version: text,
      archive,
      folder: path,
    }),
    "build-wheel": object<Of<"build-wheel">>({
      kind: literal("build-wheel"),
      why: reason,
      python: path,
      source: buildSource,
      hashes: list(text),
      tag: text,
      folder: path,
    }),
    "create-environment": object<Of<"create-environment">>({
      kind: literal("create-environment"),
      why: reason,
      prefix: path,
      python: path,
      prompt: text,
      systemSitePackages: optional(literal(true)),
    }),
    preserve: object<Of<"preserve">>({
      kind: literal("preserve"),
      why: reason,
      prefix: path,
      changing: list(text),
    }),
    fetch: object<Of<"fetch">>({ kind: literal("fetch"), why: reason, python: path, pins: list(pin) }),
    install: object<Of<"install">>({ kind: literal("install"), why: reason, prefix: path, pins: list(pin) }),
    uninstall: object<Of<"uninstall">>({
      kind: literal("uninstall"),
      why: reason,
      prefix: path,
      names: list(text),
    }),
    "fetch-packages": object<Of<"fetch-packages">>({
      kind: literal("fetch-packages"),
      why: reason,
      prefix: path,
      pins: list(pin),
    }),
    "change-packages": object<Of<"change-packages">>({
      kind: literal("change-packages"),
      why: reason,
      prefix: path,
      create: boolean,
      pins: list(pin),
      removed: list(text),
      specs: list(text),
      variables: record(text),
      scripts: boolean,
    }),
    "install-requirements": object<Of<"install-requirements">>({
      kind: literal("install-requirements"),
      why: reason,
      prefix: path,
      requirements: list(text),
      free: optional(list(text)),
      exact: optional(literal(true)),
    }),
    "build-project": object<Of<"build-project">>({
      kind: literal("build-project"),
      why: reason,
      prefix: path,
      project: path,
      name: optional(text),
    }),
    verify: object<Of<"verify">>({
      kind: literal("verify"),
      why: reason,
      prefix: path,
      expected: list(object<Of<"verify">["expected"][number]>({ name: text, version: text })),
      imports: list(text),
      onImportFailure: oneOf(["warn", "require", "off"]),
    }),
    "run-hook": object<Of<"run-hook">>({
      kind: literal("run-hook"),
      why: reason,
      prefix: path,
      project: path,
      name: text,
      argv: list(text),
      required: boolean,
    }),
    "set-aside": object<Of<"set-aside">>({
      kind: literal("set-aside"),
      why: reason,
      path,
      to: path,
    }),
    link: object<Of<"link">>({ kind: literal("link"), why: reason, path, target: path }),
  }),
);
