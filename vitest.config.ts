// How the tests run: all but the browser's, on real SQLite files made from one template.
import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		include: ["test/**/*.test.ts"],
		exclude: ["test/browser/**"],
		globalSetup: ["test/storage/template.ts"],
		pool: "forks",
		testTimeout: 20_000,
		hookTimeout: 30_000,
	},
});
