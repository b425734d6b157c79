// Generates, from the one schema, a Prisma client for each database and the plain list of tables that src/storage/tables.ts types.
// It writes only below src/storage/generated, and downloads nothing.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const databases = ["sqlite", "postgresql"];

const root = fileURLToPath(new URL("..", import.meta.url));
const generated = join(root, "src", "storage", "generated");
const schema = readFileSync(join(root, "prisma", "schema.prisma"), "utf8");

for (const database of databases) generateClient(database);
writeFileSync(join(generated, "tables.ts"), describeTables(schema));

/** @param {string} database a provider of Prisma */
function generateClient(database) {
	const temp = mkdtempSync(join(tmpdir(), "goodturn-generate-"));
	const file = join(temp, "schema.prisma");
	const output = JSON.stringify(join(generated, database));
	const own = schema
		.replace(/^(\s*provider\s*=\s*)"sqlite"/m, (_line, start) => `${start}"${database}"`)
		.replace(/^(\s*output\s*=\s*).*$/m, (_line, start) => start + output);
	writeFileSync(file, own);
	const prisma = fileURLToPath(import.meta.resolve("prisma/build/index.js"));
	const run = spawnSync(process.execPath, [prisma, "generate", "--schema", file, "--no-hints"], {
		encoding: "utf8",
		cwd: root,
		env: {
			...process.env,
			// Generating needs no engine, yet Prisma fetches one from its own server unless some executable is named here.
			PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
			CHECKPOINT_DISABLE: "1",
			PRISMA_HIDE_UPDATE_MESSAGE: "1",
		},
	});
	rmSync(temp, { recursive: true, force: true });
	if (run.status !== 0)
		throw new Error(`prisma generate failed for ${database}:\n${run.stdout}\n${run.stderr}`, { cause: run.error });
}

/**
 * The columns and keys of every model, as a module. The raw write path needs them at run time, and Prisma's clients do not tell keys.
 * @param {string} text a Prisma schema without renamed tables or columns
 */
function describeTables(text) {
	const tables = [...text.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)].map(([, name, body]) => {
		const fields = [...body.matchAll(/^ {2}(\w+) +(Int|BigInt|String|Boolean|DateTime|Bytes)(\??)(?: +(.*))?$/gm)];
		const columns = fields.map(([, column, kind, optional]) => `${column}: "${kind}${optional}"`);
		const single = fields.find(([, , , , attributes]) => /@id\b/.test(attributes ?? ""))?.[1];
		const key = single ? [single] : body.match(/^ {2}@@id\(\[(.*)\]\)/m)?.[1].split(/,\s*/);
		if (!key) throw new Error(`model ${name} has no key`);
		return `\t${name}: {\n\t\tkey: ${JSON.stringify(key)},\n\t\tcolumns: { ${columns.join(", ")} },\n\t},\n`;
	});
	return `// Generated from prisma/schema.prisma. Do not edit.\nexport const tables = {\n${tables.join("")}} as const;\n`;
}
