// A process that opens a database as a bot does, closes it and says so: `node opener.mjs <url>`. With `tell` it says instead
// which files of packages were loaded for it.
import { createRequire } from "node:module";
import { openStorage } from "../../dist/storage/open.js";

const [url, tell] = process.argv.slice(2);
const storage = await openStorage(url);
await storage.ping();
await storage.close();
process.stdout.write(tell ? Object.keys(createRequire(import.meta.url).cache).join("\n") : "open\n");
