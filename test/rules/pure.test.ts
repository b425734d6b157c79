// The rules decide from what they are given, and nothing else.
import { readdir, readFile } from "node:fs/promises";
import { expect, test } from "vitest";

const folder = new URL("../../src/rules/", import.meta.url);
const names = await readdir(folder);

test.each(names)("%s is pure: no clock, no file, no chance, no database in it", async (name) => {
	const source = await readFile(new URL(name, folder), "utf8");
	expect(source).not.toMatch(/Date\.now|new Date\(\)|Math\.random|node:|process\.|prisma/iu);
});
