// How the gallery is made: `npm run gallery`. It runs like a test, because that runs the sources as they are.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
	root: fileURLToPath(new URL("../..", import.meta.url)),
	test: {
		include: ["test/gallery/main.ts"],
		globalSetup: ["test/storage/template.ts"],
		pool: "forks",
		fileParallelism: false,
		testTimeout: 300_000,
		hookTimeout: 60_000,
		reporters: ["verbose"],
	},
});
