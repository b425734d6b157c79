// Who may import whom, as a table that is checked against every import in src. An import that cannot be read fails, too.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";

type Allowed = { own: string[]; packages: string[] };

const adapter = (...packages: string[]): Allowed => ({
	own: ["chat", "log.ts"],
	packages: [...packages, "luxon", "node:"],
});

/** A package may end in `/` or `:` for all that begins so. What is not listed here may not exist in src. */
const table: Record<string, Allowed> = {
	rules: { own: [], packages: ["zod", "luxon"] },
	storage: { own: [], packages: ["@prisma/", "better-sqlite3", "pg", "node:"] },
	ledger: { own: ["rules", "storage", "log.ts"], packages: ["node:crypto"] },
	chat: { own: ["ledger", "rules", "log.ts"], packages: ["zod", "luxon", "chrono-node"] },
	"adapters/slack": adapter("@slack/"),
	"adapters/discord": adapter("discord.js"),
	"adapters/playground": adapter("hono", "@hono/"),
	jobs: { own: ["ledger", "chat", "log.ts"], packages: ["luxon", "node-cron"] },
	web: { own: ["ledger", "chat", "log.ts"], packages: ["hono", "@hono/"] },
	"config.ts": { own: ["log.ts"], packages: ["zod", "node:"] },
	"log.ts": { own: [], packages: ["pino"] },
};
/** These know everyone. */
const everything = ["main.ts", "goodturn.ts", "cli"];

/** Static imports and exports, imports for their effect, and dynamic ones. */
const specifierShapes = [
	/^\s*(?:import|export)\b[^"'`;]*?\bfrom\s*["']([^"']+)["']/gm,
	/^\s*import\s*["']([^"']+)["']/gm,
	/\b(?:import|require)\s*\(\s*["']([^"']+)["']/g,
];
const unreadable = /\b(?:import|require)\s*\((?!\s*["'][^"']+["']\s*\))/;

const partOf = (file: string): string =>
	[...Object.keys(table), ...everything].find((part) => file === part || file.startsWith(`${part}/`)) ?? "unknown";

/** What is wrong with this file's imports, one line each. `file` is relative to src. */
function violations(file: string, source: string): string[] {
	const part = partOf(file);
	if (everything.includes(part)) return [];
	const allowed = table[part];
	if (!allowed) return [`${file} is in no part of the plan`];
	const specifiers = specifierShapes.flatMap((shape) =>
		[...source.matchAll(shape)].map(([, specifier]) => specifier ?? ""),
	);
	const forbidden = specifiers.filter((specifier) => !isAllowed(specifier, file, part, allowed));
	const found = forbidden.map((specifier) => `${file} may not import ${specifier}`);
	return unreadable.test(source) ? [...found, `${file} imports something that cannot be read here`] : found;
}

function isAllowed(specifier: string, file: string, part: string, { own, packages }: Allowed): boolean {
	if (specifier.startsWith(".")) {
		const target = partOf(normalize(join(dirname(file), specifier)));
		return target === part || own.includes(target);
	}
	return packages.some((name) =>
		/[/:]$/.test(name) ? specifier.startsWith(name) : specifier === name || specifier.startsWith(`${name}/`),
	);
}

const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
	.map((file) => file.replaceAll("\\", "/"))
	.filter((file) => /\.tsx?$/.test(file) && !file.startsWith("storage/generated/"));

describe("the boundaries", () => {
	test("hold in every file", () => {
		expect(sources.length).toBeGreaterThan(20);
		expect(sources.flatMap((file) => violations(file, readFileSync(join("src", file), "utf8")))).toEqual([]);
	});

	test.each([
		["rules/a.ts", `import { openStorage } from "../storage/open.ts";`],
		["rules/a.ts", `import type { Log } from "../log.ts";`],
		["rules/a.ts", `import { readFileSync } from "node:fs";`],
		["ledger/a.ts", `import {\n\ttype Card,\n\tplainText,\n} from "../chat/card.ts";`],
		["ledger/a.ts", `import { PrismaClient } from "@prisma/client";`],
		["storage/a.ts", `export * from "../rules/thanks.ts";`],
		["chat/views/a.ts", `const slack = await import("../../adapters/slack/index.ts");`],
		["chat/views/a.ts", `export { App } from '@slack/bolt';`],
		["adapters/slack/a.ts", `import { x } from "../discord/render.ts";`],
		["adapters/slack/a.ts", `import { x } from "../../ledger/ledger.ts";`],
		["adapters/discord/a.ts", `type Row = import("../../storage/tables.ts").Row<"Entry">;`],
		["jobs/a.ts", `import "../storage/open.ts";`],
		["web/a.tsx", `import { readConfig } from "../config.ts";`],
		["log.ts", `import { readConfig } from "./config.ts";`],
		["jobs/a.ts", `const it = await import(name);`],
		["chat/a.ts", `const fs = require("node:fs");`],
		["helpers/a.ts", ""],
	])("would be seen broken by %s with %s", (file, source) => {
		expect(violations(file, source)).toHaveLength(1);
	});

	test.each([
		[
			"chat/a.ts",
			`import { z } from "zod";\nimport type { Log } from "../log.ts";\nimport { l } from "../ledger/ledger.ts";`,
		],
		[
			"adapters/slack/inbound/a.ts",
			`import { App } from "@slack/bolt";\nimport type { Card } from "../../../chat/card.ts";`,
		],
		["storage/a.ts", `const { PrismaClient } = await import("./generated/sqlite/client.ts");`],
		["chat/a.ts", `const words = ["from ", "somewhere"];\n// we import "everything" from people`],
		["cli/main.ts", `import { openStorage } from "../storage/open.ts";`],
	])("are not broken by %s with %s", (file, source) => {
		expect(violations(file, source)).toEqual([]);
	});
});

test("only config.ts reads the environment", () => {
	const readers = sources.filter((file) =>
		/\bprocess\.env\b/.test(readFileSync(join("src", file), "utf8").replace(/\/\/.*/g, "")),
	);
	expect(readers).toEqual(["config.ts"]);
});
