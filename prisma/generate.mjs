// Generates, from the one schema, a Prisma client for each database and the plain list of tables that src/storage/tables.ts types.
// It writes only below src/storage/generated and downloads nothing: Prisma's own generator, without Prisma's command line.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

// As CommonJS, because their ECMAScript modules import files that are not in the packages.
const require = createRequire(import.meta.url);
const { PrismaClientTsGenerator } = require("@prisma/client-generator-ts");
const { enginesVersion } = require("@prisma/engines-version");
const { getConfig, getDMMF } = require("@prisma/internals");

const databases = ["sqlite", "postgresql"];

const root = fileURLToPath(new URL("..", import.meta.url));
const generated = join(root, "src", "storage", "generated");
const schemaFile = join(root, "prisma", "schema.prisma");
const schema = readFileSync(schemaFile, "utf8");

for (const database of databases) await generateClient(database);
writeFileSync(join(generated, "tables.ts"), describeTables(schema));

/** @param {string} database a provider of Prisma */
async function generateClient(database) {
	const output = join(generated, database);
	const datamodel = schema.replace(/^(\s*provider\s*=\s*)"sqlite"/m, (_line, start) => `${start}"${database}"`);
	const files = [[schemaFile, datamodel]];
	const { generators, datasources } = await getConfig({ datamodel: files });
	const dmmf = await getDMMF({ datamodel: files });
	await new PrismaClientTsGenerator().generate({
		generator: { ...generators[0], output: { value: output, fromEnvVar: null } },
		otherGenerators: [],
		schemaPath: schemaFile,
		datamodel,
		dmmf,
		datasources,
		version: enginesVersion,
	});
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
