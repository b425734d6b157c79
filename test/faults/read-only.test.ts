// A book that may be read and not written, as after a mistake with rights: said at the start, and nothing is changed. Root
// may write everywhere, so that its rights to do so are taken from the process first.
import { chmod, copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { freshFolder, freshStorage } from "../storage/fresh.ts";
import { launch } from "./bot.ts";
import { need } from "./needs.ts";

// Processes start here, on a machine that may have others to do.
vi.setConfig({ testTimeout: 60_000 });

const WITHOUT = "-dac_override,-dac_read_search,-fowner";
const ordinary = ["setpriv", `--bounding-set=${WITHOUT}`, `--inh-caps=${WITHOUT}`];

test.for([
	{ what: "file", file: 0o444, folder: 0o755 },
	{ what: "folder", file: 0o644, folder: 0o555 },
	{ what: "file and folder", file: 0o444, folder: 0o555 },
])("a $what that may only be read", async ({ file, folder: mode }, context) => {
	const folder = await freshFolder();
	const path = join(folder, "goodturn.db");
	const fresh = await freshStorage();
	await fresh.storage.close();
	await copyFile(fresh.path, path);
	const before = await readFile(path);
	await chmod(path, file);
	await chmod(folder, mode);
	const isRoot = process.getuid?.() === 0;
	if (isRoot) need("setpriv", context);
	const started = launch({ folder, settings: { DATABASE_URL: `file:${path}` }, under: isRoot ? ordinary : [] });
	await expect(started).rejects.toThrow(/goodturn\.db cannot be (written|opened).*this user/s);
	await chmod(folder, 0o755);
	expect(await readFile(path)).toEqual(before);
});
