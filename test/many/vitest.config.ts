// Many processes at length: `npm run many`, or a part of it by name: `npm run many -- killed`, `npm run many -- communities`.
// The same tests run for a few seconds each in the ordinary suite.
import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		include: ["test/many/**/*.test.ts"],
		globalSetup: ["test/storage/template.ts", "test/many/setup.ts"],
		pool: "forks",
		fileParallelism: false,
		env: { MANY: "long" },
		provide: { database: "postgresql" },
		testTimeout: 900_000,
		hookTimeout: 120_000,
	},
});
