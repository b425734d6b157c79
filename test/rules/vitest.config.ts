// How the rules are tested while their mutants are: nothing but test/rules, no database, the same chances every time.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
	root: fileURLToPath(new URL("../..", import.meta.url)),
	test: {
		include: ["test/rules/**/*.test.ts"],
		// It reads the sources as text, and those of a mutant hold more than ours do.
		exclude: ["test/rules/pure.test.ts"],
		setupFiles: ["test/rules/same-chances.ts"],
	},
});
