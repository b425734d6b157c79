// How the browser's tests run: `npm run test:browser`. They need Chromium; everything else is as for the other tests.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
	root: fileURLToPath(new URL("../..", import.meta.url)),
	test: {
		include: ["test/browser/**/*.test.ts"],
		globalSetup: ["test/storage/template.ts"],
		pool: "forks",
		fileParallelism: false,
		testTimeout: 120_000,
		hookTimeout: 60_000,
	},
});
