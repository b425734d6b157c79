// So that a distributed database can spread communities over nodes: every key and index of a community's table begins with the
// community, and those that do not are known, with the reason.
import { expect, test } from "vitest";
import { database, freshStorage } from "../storage/fresh.ts";

/** Tables that are not a community's, and what is in them. */
const APART: Record<string, string> = {
	Community: "one row for each community; small, and known on every node",
	Workspace: "how a platform's id leads to a community; small, and known on every node",
	_prisma_migrations: "which migrations ran",
};

/** Indexes of a community's table that begin otherwise, and why. */
const OTHERWISE: Record<string, string> = {
	Destination_nextAt_idx: "what is due anywhere, for whoever sends next: partial, only what is owed",
	Favor_nextAt_idx: "what is due anywhere, for whoever has time: partial, only what is not over",
};

type Index = { table: string; name: string; first: string; isPartial: boolean | number };

const POSTGRESQL = `SELECT t.relname AS "table", i.relname AS "name", a.attname AS "first", x.indpred IS NOT NULL AS "isPartial"
	FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
	JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.indkey[0]
	WHERE t.relnamespace = current_schema()::regnamespace`;
const SQLITE = `SELECT t."name" AS "table", i."name" AS "name", c."name" AS "first", i."partial" AS "isPartial"
	FROM sqlite_schema t, pragma_index_list(t."name") i, pragma_index_info(i."name") c
	WHERE t."type" = 'table' AND c."seqno" = 0`;
const TABLES = {
	postgresql: `SELECT relname AS "name" FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace`,
	sqlite: `SELECT "name" FROM sqlite_schema WHERE "type" = 'table' AND "name" NOT LIKE 'sqlite_%'`,
};

test("every key and index of a community's table begins with the community", async () => {
	const { storage } = await freshStorage();
	const tables = await storage.read((query) => query<{ name: string }>(TABLES[database], []));
	const indexes = await storage.read((query) => query<Index>(database === "postgresql" ? POSTGRESQL : SQLITE, []));
	const ofCommunities = indexes.filter(({ table }) => !(table in APART));
	const led = new Set(ofCommunities.filter(({ first }) => first === "communityId").map(({ table }) => table));
	const otherwise = ofCommunities.filter(({ first }) => first !== "communityId");

	expect(tables.length).toBeGreaterThan(15);
	expect(tables.map(({ name }) => name).filter((name) => !(name in APART) && !led.has(name))).toEqual([]);
	expect(otherwise.map(({ name }) => name).sort()).toEqual(Object.keys(OTHERWISE).sort());
	expect(otherwise.filter(({ isPartial }) => !isPartial)).toEqual([]);
});
