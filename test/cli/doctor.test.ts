// The doctor on the command line, beside a bot that has the same file open.
import { describe, expect, test } from "vitest";
import { openRig } from "../ledger/rig.ts";
import { goodturn, on } from "./command-line.ts";

describe.concurrent("doctor", () => {
	test("says what is well", async () => {
		const rig = await openRig({ people: ["Ana", "Bo", "Cy", "Dee"] });
		const { code, out } = await goodturn(["doctor"], on(rig));
		expect(code).toBe(0);
		expect(out).toContain("ok   configuration: the playground");
		expect(out).toMatch(/ok {3}database: .*\d+ entries, 4 members/u);
	});

	test("says for each problem of the configuration what to mend, and connects to nothing", async () => {
		const environment = { SLACK_BOT_TOKEN: "xapp-1-oops", GOODTURN_TIMEZONE: "Mars/Base", PORT: "many" };
		const { code, out } = await goodturn(["doctor"], { environment });
		expect(code).toBe(1);
		for (const variable of ["SLACK_BOT_TOKEN", "GOODTURN_TIMEZONE", "PORT"]) {
			expect(out).toMatch(new RegExp(`MEND configuration: ${variable} .*\\n {5}→ .+`, "u"));
		}
		expect(out).not.toContain("xapp-1-oops");
	});

	test("says that there is no database yet, and how it comes to be", async () => {
		const { code, out } = await goodturn(["doctor"]);
		expect(code).toBe(1);
		expect(out).toMatch(/MEND database: There is no database at .*\n {5}→ It is made when the bot starts/u);
	});
});
