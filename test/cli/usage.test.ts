// The command line, called as nobody should: what cannot be understood is told, with how to call it, whatever the database.
import { describe, expect, test } from "vitest";
import { openRig } from "../ledger/rig.ts";
import { goodturn, on } from "./command-line.ts";

describe.concurrent("calls that cannot be understood", () => {
	test.each([
		["no command", [], 2],
		["help", ["help"], 0],
		["--help", ["--help"], 0],
		["verify --help", ["verify", "-h"], 0],
	])("%s prints how to call it", async (_what, args, code) => {
		const run = await goodturn(args);
		expect(run.code).toBe(code);
		expect(run.out).toContain("goodturn verify [--json]");
	});

	test.each([
		["an unknown command", ["balance"], 'There is no command "balance"'],
		["an unknown option", ["verify", "--fast"], "--fast"],
		["an option without its value", ["job", "favors", "--now"], "--now"],
	])("%s goes to standard error, with how to call it", async (_what, args, message) => {
		const { code, out, err } = await goodturn(args);
		expect([code, out]).toEqual([2, ""]);
		expect(err).toContain(message);
		expect(err).toContain("goodturn verify [--json]");
	});
});

describe.concurrent("jobs that cannot be run", () => {
	test.each([
		["a job that is none", ["job", "nothing"], "Name a job: fading, leaderboard, reminders, favors"],
		["no job", ["job"], "Name a job"],
		["a time that is none", ["job", "favors", "--now", "yesterday"], '"yesterday" is no ISO time'],
	])("%s is told, with how to call it", async (_what, args, message) => {
		const { code, out, err } = await goodturn(args, on(await openRig()));
		expect([code, out]).toEqual([2, ""]);
		expect(err).toContain(message);
		expect(err).toContain("goodturn job NAME");
	});
});

test("a database is never made by the command line: it says what to do", async () => {
	for (const command of [["verify"], ["wallets", "--json"], ["job", "favors"]]) {
		const { code, out, err } = await goodturn(command);
		expect([code, out]).toEqual([2, ""]);
		expect(err).toMatch(/There is no database at .*goodturn\.db yet\. Start the bot once/u);
	}
});
