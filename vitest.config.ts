// How the tests run: all but the browser's on real SQLite files made from one template, and those whose subject meets a
// database once more on a real PostgreSQL server.
import { defineConfig } from "vitest/config";

const common = { pool: "forks", testTimeout: 120_000, hookTimeout: 120_000 } as const;

/** What is about SQLite's files, or meets no database. */
const SQLITE_ALONE = [
	"test/storage/{lock,open,schema,traps}.test.ts",
	"test/{cli,story}/doctor.test.ts",
	"test/cli/usage.test.ts",
	"test/jobs/schedule.test.ts",
	"test/cli/simulate/**",
];
/** What is about PostgreSQL's server. */
const POSTGRESQL_ALONE = ["test/**/postgres*.test.ts"];

/** What needs both at once. */
const ON_BOTH = ["test/year/weeks.test.ts"];
/** What takes longer than anybody waits. */
const BY_HAND = ["test/year/year.test.ts"];

export default defineConfig({
	test: {
		globalSetup: ["test/storage/template.ts"],
		// By itself vitest leaves a core to the terminal, and of two it would use one.
		maxWorkers: 2,
		projects: [
			{
				test: {
					...common,
					name: "sqlite",
					include: ["test/**/*.test.ts"],
					exclude: ["test/browser/**", ...BY_HAND, ...ON_BOTH, ...POSTGRESQL_ALONE],
					provide: { database: "sqlite" },
				},
			},
			{
				test: {
					...common,
					name: "postgresql",
					include: [
						"test/{ledger,storage,jobs,story,cli,many}/**/*.test.ts",
						"test/faults/postgres*.test.ts",
						"test/chat/{deliver,handle,transcripts,walk}.test.ts",
						...ON_BOTH,
					],
					exclude: [...SQLITE_ALONE],
					globalSetup: ["test/storage/postgres-setup.ts"],
					provide: { database: "postgresql" },
				},
			},
		],
	},
});
