// Serves folders over loopback HTTP as a channel's host does: whole files with an ETag, fresh for half a minute, then asked for again by it. Prints its port; ends with its input.
import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";

const [root] = process.argv.slice(2);

const server = createServer((request, response) => {
  const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
  const file = join(root, path);
  const status = path.includes("..") ? undefined : statSync(file, { throwIfNoEntry: false });
  if (status?.isFile() !== true) return response.writeHead(404).end();
  const etag = `"${status.size}-${status.mtimeMs}"`;
  const headers = {
    "cache-control": "public, max-age=30",
    etag,
    "last-modified": status.mtime.toUTCString(),
  };
  if (request.headers["if-none-match"] === etag) return response.writeHead(304, headers).end();
  response.writeHead(200, {
    ...headers,
    "content-type": "application/octet-stream",
    "content-length": status.size,
  });
  if (request.method === "HEAD") return response.end();
  return createReadStream(file).pipe(response);
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`${server.address().port}\n`));
process.stdin
  .on("end", () => {
    server.close();
    server.closeAllConnections();
  })
  .resume();
