// Wheels made up for measuring: they look like those of an index (dependencies, extras, a long description), and need no network.
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";

const EXTRAS = ["dev", "docs", "test"];
const DESCRIPTION = `\n${"What this distribution does is told at some length. ".repeat(160)}\n`;

/** Writes `count` wheels into the folder and gives their pins: `dist-007==1.7.0` with the SHA-256 in hexadecimal digits. */
export function makeWheels(folder, count) {
  return Array.from({ length: count }, (_, index) => {
    const wheel = archive(wheelFiles(index, count));
    writeFileSync(join(folder, `${moduleOf(index)}-1.${index}.0-py3-none-any.whl`), wheel);
    return {
      pin: `${nameOf(index)}==1.${index}.0`,
      sha256: createHash("sha256").update(wheel).digest("hex"),
    };
  });
}

/** The first of `count` distributions; together they need all others. */
export function roots(count) {
  return Array.from({ length: Math.min(10, count) }, (_, index) => nameOf(index));
}

const nameOf = (index) => `dist-${String(index).padStart(3, "0")}`;
const moduleOf = (index) => nameOf(index).replace("-", "_");

/** Twenty modules in two folders, and metadata of 8 kB that needs the next eight distributions and has eighteen lines for extras. */
function wheelFiles(index, count) {
  const module = moduleOf(index);
  const info = `${module}-1.${index}.0.dist-info`;
  const files = Array.from({ length: 20 }, (_, number) => {
    const path = number < 12 ? `${module}/part_${number}.py` : `${module}/inner/part_${number}.py`;
    return [path, `"""Part ${number} of ${module}."""\n\n${`VALUE_${number} = ${index}\n`.repeat(number)}`];
  });
  files.push([`${module}/__init__.py`, ""], [`${module}/inner/__init__.py`, ""]);
  files.push([`${info}/METADATA`, metadata(index, count)]);
  files.push([
    `${info}/WHEEL`,
    "Wheel-Version: 1.0\nGenerator: bench\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
  ]);
  const recorded = files.map(([path, text]) => {
    const digest = createHash("sha256").update(text).digest("base64url");
    return `${path},sha256=${digest},${Buffer.byteLength(text)}\n`;
  });
  files.push([`${info}/RECORD`, `${recorded.join("")}${info}/RECORD,,\n`]);
  return files;
}

function metadata(index, count) {
  const needs = Array.from({ length: 8 }, (_, step) => index + 1 + step)
    .filter((next) => next < count)
    .map((next) => `${nameOf(next)}<2,>=1.${next}`);
  const optional = EXTRAS.flatMap((extra) =>
    Array.from({ length: 6 }, (_, number) => `${extra}-tool-${number}>=1.0; extra == "${extra}"`),
  );
  return [
    "Metadata-Version: 2.1",
    `Name: ${nameOf(index)}`,
    `Version: 1.${index}.0`,
    "Summary: made up for measuring",
    "Classifier: Programming Language :: Python :: 3",
    "Requires-Python: >=3.8",
    ...[...needs, 'tomli>=1.1; python_version < "3.8"', ...optional].map((text) => `Requires-Dist: ${text}`),
    ...EXTRAS.map((extra) => `Provides-Extra: ${extra}`),
    DESCRIPTION,
  ].join("\n");
}

/** A zip archive (APPNOTE 6.3) of stored files, in their order. */
function archive(files) {
  const locals = [];
  const centrals = [];
  let offset = 0;
  for (const [path, text] of files) {
    const name = Buffer.from(path);
    const content = Buffer.from(text);
    const shared = Buffer.alloc(26); // from "version needed" to "extra field length", which both headers have
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(0x21, 8); // 1 January 1980
    shared.writeUInt32LE(crc32(content), 10);
    shared.writeUInt32LE(content.length, 14);
    shared.writeUInt32LE(content.length, 18);
    shared.writeUInt16LE(name.length, 22);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE((0o100644 << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    locals.push(Buffer.from("PK\x03\x04"), shared, name, content);
    centrals.push(Buffer.from("PK\x01\x02\x14\x03", "latin1"), shared, rest, name);
    offset += 30 + name.length + content.length;
  }
  const central = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}
