// The figures by which SQLite chooses an index, as constants: it has none of its own unless somebody runs ANALYZE, and then
// takes an index that begins with the community for one that finds a row. It reads migrations, and no book.
import Database from "better-sqlite3";

/** As of a large book: one community, a million rows in each table; of what a partial index holds, a thousand. */
const ROWS = 1_000_000;
const ROWS_OF_PARTIAL = 1_000;
/** How many rows an index that is not unique finds by all of its columns. */
const ROWS_FOUND = 10;

/**
 * The statements that replace all figures by those for the tables and indexes that these migrations lead to.
 * @param {readonly string[]} migrations SQL, in order
 */
export function statisticsAfter(migrations) {
	const database = new Database(":memory:");
	for (const sql of migrations) database.exec(sql);
	const indexes = database
		.prepare(
			`SELECT t.name AS "table", t.wr AS "clustered", i.name, i."unique", i.origin, i.partial,
			(SELECT COUNT(*) FROM pragma_index_info(i.name)) AS "columns"
			FROM pragma_table_list t JOIN pragma_index_list(t.name) i WHERE t.name NOT GLOB '[s_]*' ORDER BY t.name, i.seq`,
		)
		.all();
	database.close();
	const rows = indexes.map(({ table, clustered, name, origin, ...index }) => {
		const known = clustered && origin === "pk" ? table : name;
		return `('${table}', '${known}', '${figuresOf(index)}')`;
	});
	return `-- The figures by which indexes are chosen.\nANALYZE sqlite_schema;\nDELETE FROM "sqlite_stat1";\nINSERT INTO "sqlite_stat1" ("tbl", "idx", "stat") VALUES\n  ${rows.join(",\n  ")};\n`;
}

/** Rows in all, then rows for one value of the first column, of the first two, and so on: the community narrows nothing. */
function figuresOf({ unique, partial, columns }) {
	const all = partial ? ROWS_OF_PARTIAL : ROWS;
	const found = unique ? 1 : ROWS_FOUND;
	const narrowed = Array.from({ length: columns }, (_, index) =>
		columns === 1 ? found : Math.round(all * (found / all) ** (index / (columns - 1))),
	);
	return [all, ...narrowed].join(" ");
}
