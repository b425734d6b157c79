// The command line as a process, beside a bot that has the same database open.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { day, done, openRig, type Rig } from "../ledger/rig.ts";
import { copyOf, plant } from "../storage/by-hand.ts";
import { freshFolder } from "../storage/fresh.ts";
import { goodturn, on } from "./command-line.ts";

async function openBank(): Promise<Rig> {
	const rig = await openRig({ people: ["Ana", "Bo", "Cy", "Dee"] });
	for (const from of ["Ana", "Bo", "Cy"]) done(await rig.thank(from, "Dee"));
	await rig.fund("Ana", 10);
	const { favorId } = done(await rig.ask("Ana", { size: "big" }));
	done(await rig.step("Bo", favorId, "accept"));
	return rig;
}

describe.concurrent("verify", () => {
	test("says ok and ends with 0, beside whoever has the book open", async () => {
		const rig = await openBank();
		const { entries, postings, accounts } = await rig.mustHold();
		expect(await goodturn(["verify"], on(rig))).toEqual({
			code: 0,
			out: `ok: ${entries} entries, ${postings} postings, ${accounts} accounts\n`,
			err: "",
		});
		const json = await goodturn(["verify", "--json"], on(rig));
		expect(JSON.parse(json.out)).toEqual({ ok: true, entries, postings, accounts, breaches: [] });
	});

	test("names each law that is broken and ends with 1; with --json there is JSON alone", async () => {
		const rig = await openBank();
		await rig.ledger.idle();
		await rig.storage.close();
		const url = await copyOf(rig.fresh);
		await plant(url, `UPDATE "Account" SET "balance" = "balance" + 1 WHERE "id" = ${rig.idOf("Ana")}`);
		const broken = { environment: { DATABASE_URL: url } };
		const { code, out } = await goodturn(["verify"], broken);
		expect(code).toBe(1);
		expect(out).toContain("broken: a balance is the sum of its postings (community 1: account 2: 3, not 2)");
		expect(out).toMatch(/^NOT ok: /mu);
		const json = await goodturn(["verify", "--json"], broken);
		expect(json.code).toBe(1);
		expect(JSON.parse(json.out)).toMatchObject({
			ok: false,
			breaches: [{ community: 1, what: "account 2: 3, not 2" }],
		});
	});
});

describe("wallets", () => {
	test("--json tells every member's account, and who they are where", async () => {
		const rig = await openBank();
		const { code, out, err } = await goodturn(["wallets", "--json"], on(rig));
		expect([code, err]).toEqual([0, ""]);
		const identities = (name: string) => [{ platform: "slack", workspace: "T1", user: `U-${name}` }];
		const wallets = JSON.parse(out) as Record<string, unknown>[];
		expect(wallets.map(({ name }) => name)).toEqual(["Ana", "Bo", "Cy", "Dee"]);
		expect(wallets[0]).toMatchObject({
			member: rig.idOf("Ana"),
			name: "Ana",
			balance: 2,
			setAside: 8,
			floor: -8,
			identities: identities("Ana"),
		});
		expect(wallets[3]).toMatchObject({ balance: 3, setAside: 0, identities: identities("Dee") });
		expect((await goodturn(["wallets"], on(rig))).out).toContain("Ana: 2 (set aside 8, floor -8)");
	});
});

describe.concurrent("job", () => {
	const MONDAY_9 = ["--now", "2026-11-23T09:00:00Z"];
	const boards = (rig: Rig) => rig.notices({ kind: "board" });

	test("leaderboard, run twice for one week, is one board; the running bot sends it", async () => {
		const rig = await openBank();
		const first = await goodturn(["job", "leaderboard", ...MONDAY_9, "--json"], on(rig));
		expect([first.code, first.err]).toEqual([0, ""]);
		expect(JSON.parse(first.out)).toEqual([
			{ community: rig.communityId, name: "Team", period: "2026-W48", ran: true, told: 1 },
		]);
		expect(await boards(rig)).toMatchObject([{ state: "owed", channelId: rig.general.channelId }]);
		const later = ["job", "leaderboard", "--now", "2026-11-25T17:00:00Z"];
		expect((await goodturn(later, on(rig))).out).toContain("had run for 2026-W48 already");
		expect(await boards(rig)).toHaveLength(1);
		const both = await Promise.all(
			[0, 1].map(() => goodturn(["job", "leaderboard", "--now", "2026-11-30T09:00:00Z"], on(rig))),
		);
		expect(both.filter(({ out }) => out.includes("already"))).toHaveLength(1);
		await rig.mustHold();
	});

	test("leaderboard, run by four processes at once for one week, is one board in each channel", async () => {
		const rig = await openBank();
		const run = () => goodturn(["job", "leaderboard", "--now", "2026-11-23T09:00:00Z", "--json"], on(rig));
		const runs = await Promise.all([run(), run(), run(), run()]);
		const outcomes = runs.map(({ out }) => (JSON.parse(out) as { ran: boolean; told: number }[])[0]);
		expect(outcomes.filter((outcome) => outcome?.ran)).toMatchObject([{ told: 1 }]);
		expect(await boards(rig)).toHaveLength(1);
		await rig.mustHold();
	});

	test("before its hour it is not due, and nothing is recorded", async () => {
		const rig = await openBank();
		const early = await goodturn(["job", "leaderboard", "--now", "2026-11-23T08:59:00Z"], on(rig));
		expect([early.code, early.out]).toEqual([0, "Team: leaderboard is not due\n"]);
		expect(await rig.storage.db.jobRun.count()).toBe(0);
	});

	test("reminders and favors run as the clock would", async () => {
		const rig = await openBank();
		await rig.fund("Ana", 10);
		done(await rig.ask("Ana", { size: "small" }));
		const friday = ["--now", "2026-11-27T12:00:00Z", "--json"];
		const [reminded] = JSON.parse((await goodturn(["job", "reminders", ...friday], on(rig))).out) as object[];
		expect(reminded).toMatchObject({ ran: true, period: "2026-W48" });
		const [moved] = JSON.parse((await goodturn(["job", "favors", ...friday], on(rig))).out) as object[];
		expect(moved).toMatchObject({ ran: true, told: 1 });
		expect(await rig.storage.db.favor.count({ where: { state: "expired" } })).toBe(1);
		await rig.mustHold();
	});

	test("for one community alone leaves the others", async () => {
		const rig = await openBank();
		const other = await rig.ledger.workspaceFor(
			{ platform: "discord", external: "G1", name: "Guild" },
			"UTC",
			rig.clock.now,
		);
		const one = ["job", "leaderboard", ...MONDAY_9, "--json", "--community", String(other.communityId)];
		expect(JSON.parse((await goodturn(one, on(rig))).out)).toMatchObject([{ name: "Guild", ran: true, told: 0 }]);
		expect(await boards(rig)).toEqual([]);
	});

	test("of a community that is none is told, with how to call it", async () => {
		const rig = await openBank();
		const { code, out, err } = await goodturn(["job", "favors", "--community", "99"], on(rig));
		expect([code, out]).toEqual([2, ""]);
		expect(err).toContain("There is no community 99");
		expect(err).toContain("goodturn job NAME");
	});
});

test("the database is the one that a .env file in this folder names", async () => {
	const rig = await openBank();
	const folder = await freshFolder();
	await writeFile(join(folder, ".env"), `DATABASE_URL=${rig.fresh.url}\n`);
	expect((await goodturn(["verify"], { folder })).out).toMatch(/^ok: /u);
});

test("a moment that is named moves no clock: what a job owes is due now", async () => {
	const rig = await openBank();
	const before = Date.now();
	await goodturn(["job", "leaderboard", "--now", "2027-06-07T09:00:00Z"], on(rig));
	done(await rig.thank("Ana", "Bo"));
	const [community] = await rig.storage.db.community.findMany();
	expect(community?.clockOffsetMs).toBe(0n);
	for (const { dueAt } of await rig.notices({ kind: { in: ["board", "nudges"] } })) {
		expect(dueAt.getTime()).toBeLessThan(before + day);
	}
});
