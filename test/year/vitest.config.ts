// A year of a team of forty: `npm run year`. YEAR_WEEKS plays fewer weeks, YEAR_SEED the same year again.
import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		include: ["test/year/year.test.ts"],
		globalSetup: ["test/storage/template.ts", "test/storage/postgres-setup.ts"],
		pool: "forks",
		fileParallelism: false,
		disableConsoleIntercept: true,
		provide: { database: "sqlite" },
		testTimeout: 3_600_000,
		hookTimeout: 120_000,
	},
});
