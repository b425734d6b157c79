// Every fault at length, one after the other: `npm run faults`. The same tests run a few times each in the ordinary suite.
import { tmpdir } from "node:os";
import { defineConfig } from "vitest/config";

// What is measured is measured on a disk.
process.env["TMPDIR"] ??= tmpdir();

export default defineConfig({
	test: {
		include: ["test/faults/**/*.test.ts"],
		globalSetup: ["test/storage/template.ts"],
		pool: "forks",
		fileParallelism: false,
		env: { FAULTS: "long" },
		testTimeout: 900_000,
		hookTimeout: 60_000,
	},
});
