export { compareVersions, orderOf } from "./compare-versions.ts";
export { InvalidStandardText } from "./invalid-standard-text.ts";
export { type InterpreterFacts, markerEnvironment, type MarkerEnvironment } from "./marker-environment.ts";
export { evaluateMarker, evaluateMarkerWithExtras, judgeMarker, Marker, parseMarker } from "./marker.ts";
export { isValidName, normalizeName } from "./name.ts";
export type { Order } from "./order.ts";
export { parseRequirement, Requirement } from "./requirement.ts";
export {
  admitsVersion,
  mentionsPrerelease,
  parseSpecifier,
  pinnedVersion,
  Specifier,
  specifierContains,
} from "./specifier-set.ts";
export type { Clause, Operator } from "./specifier.ts";
export { parseVersion, Version } from "./version.ts";
export { bestWheel, wheelRank } from "./best-wheel.ts";
export { interpreterTags, type TaggedInterpreter } from "./interpreter-tags.ts";
export { platformTags } from "./platform-tags.ts";
export { hasTag, parseTagSet, type Tag, type TagSet, tagText } from "./tag.ts";
export { parseWheelName, type WheelBuild, type WheelName } from "./wheel-name.ts";
