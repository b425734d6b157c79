// The check of all laws: it finds every breach that is planted, and none in a healthy book.
import { beforeAll, describe, expect, test } from "vitest";
import { switchAdmin } from "../../src/ledger/admins.ts";
import { adjust, revert } from "../../src/ledger/corrections.ts";
import { fade } from "../../src/ledger/fading.ts";
import { advance, type ProposeInput, propose } from "../../src/ledger/favors.ts";
import { settleLeaver } from "../../src/ledger/leavers.ts";
import { changeChannelMode, changeSettings } from "../../src/ledger/policy.ts";
import { donate, topUp } from "../../src/ledger/pot.ts";
import { switchExcluded, switchFrozen } from "../../src/ledger/standing.ts";
import { verify } from "../../src/ledger/verify.ts";
import { weekOf } from "../../src/rules/calendar.ts";
import { openStorage } from "../../src/storage/open.ts";
import { copyOf, countRows, plant } from "../storage/by-hand.ts";
import type { Fresh } from "../storage/fresh.ts";
import { day, done, openRig, type Rig } from "./rig.ts";

/** A few weeks in which everything happened that can happen. */
async function liveOn(rig: Rig): Promise<void> {
	const kept = async (asker: string, helper: string, ...steps: [string, string][]) => {
		const { favorId } = done(await rig.ask(asker, { size: "small" }));
		done(await rig.step(helper, favorId, "accept"));
		for (const [by, step] of steps) done(await rig.step(by, favorId, step));
		return favorId;
	};
	const advanceAll = async () => {
		for (const { id } of await rig.storage.db.favor.findMany()) done(await rig.submit(advance, { favorId: id }));
	};
	for (const name of ["Ana", "Bo"]) await rig.fund(name, 30);
	done(await rig.thank("Ana", ["Bo", "Cy", "Dee"], { amount: 1, reason: "for the review", tags: ["care"] }));
	done(await rig.undo("Ana"));
	done(await rig.thank("Ana", "Bo", { amount: 3, where: rig.secret }));
	for (const name of ["Dee", "Eli"]) done(await rig.thank(name, "Bo", { where: rig.secret }));
	done(await rig.thank("Bo", ["Ana", "Cy"], { amount: 2, where: rig.direct }));
	done(await rig.react("Ana", "Cy", { message: "M1", where: rig.secret }));
	done(await rig.react("Cy", "Bo", { message: "M2" }));
	done(await rig.react("Cy", "Bo", { message: "M2", added: false }));
	done(await rig.react("Cy", "Bo", { message: "M2" }));
	await kept("Ana", "Cy", ["Ana", "confirm"]);
	await kept("Ana", "Cy", ["Cy", "on-the-house"]);
	await kept("Bo", "Cy", ["Cy", "done"], ["Bo", "not-yet"], ["Cy", "done"]);
	await kept("Ana", "Dee", ["Dee", "give-back"]);
	rig.pass(8 * day);
	await advanceAll();
	done(
		await rig.step("Bo", done(await rig.ask("Ana", { of: "Bo" })).favorId, {
			step: "decline",
			why: "busy",
			because: "",
			insteadId: null,
		}),
	);
	done(await rig.step("Ana", done(await rig.ask("Ana")).favorId, "cancel"));
	await rig.setPolicy({ favor: { small: 0 } });
	await kept("Ana", "Eli", ["Ana", "confirm"]);
	await rig.setPolicy({});
	done(await rig.ask("Dee"));
	await kept("Bo", "Fay");
	await kept("Bo", "Fay", ["Fay", "done"]);
	await forTheTeam(rig);
	await vouchAndLeave(rig);
	await correctOn(rig);
}

/** What goes into the pot and what it pays for, in every state that a favor for the team can be in. */
async function forTheTeam(rig: Rig): Promise<void> {
	const week = weekOf(rig.clock.now, "UTC");
	for (const name of ["Ana", "Bo"]) done(await rig.submit(fade, { memberId: rig.idOf(name), week }));
	done(await rig.submit(donate, { giver: rig.person("Bo"), amount: 12 }));
	const newcomer = { receiver: rig.person("Dee"), amount: 1, workspaceId: rig.workspaceId };
	done(await rig.submit(topUp, { by: { ...rig.person("Ana"), admin: true }, ...newcomer }));
	const proposed = async (...steps: [string, string][]) => {
		const asked: ProposeInput = {
			asker: rig.person("Eli"),
			size: "small",
			text: "for all",
			tags: [],
			dueAt: null,
			where: rig.general,
		};
		const { favorId } = done(await rig.submit(propose, asked));
		for (const [by, step] of steps) done(await rig.step(by, favorId, step));
	};
	await proposed(["Ana", "approve"], ["Fay", "accept"], ["Eli", "confirm"]);
	await proposed(["Ana", "approve"], ["Cy", "accept"], ["Cy", "on-the-house"]);
	await proposed(["Ana", "approve"], ["Eli", "cancel"]);
	await proposed(["Eli", "cancel"]);
	await proposed(["Ana", "approve"]);
	await proposed();
}

/** Ana and Bo vouch; what becomes of it differs. */
async function vouchAndLeave(rig: Rig): Promise<void> {
	await rig.fund("Ana", 30);
	await rig.fund("Bo", 30);
	await rig.fund("Kim", 5);
	for (const [by, of, amount] of [
		["Bo", "Gus", 3],
		["Ana", "Hana", 4],
		["Ana", "Ivo", 4],
		["Bo", "Jo", 8],
	] as const)
		done(await rig.vouch(by, of, amount));
	for (const name of ["Hana", "Ivo", "Jo"])
		for (const size of ["normal", "small"] as const) {
			const { favorId } = done(await rig.ask(name, { size }));
			done(await rig.step("Bo", favorId, "accept"));
			done(await rig.step(name, favorId, "confirm"));
		}
	await rig.fund("Hana", 6);
	const leavers = ["Ivo", "Jo", "Kim"];
	for (const name of leavers) await rig.isNow(name, "gone");
	rig.pass(90 * day);
	for (const name of leavers) done(await rig.submit(settleLeaver, { memberId: rig.idOf(name) }));
	await rig.isNow("Jo", "person");
}

/** What an admin did: every kind of change, and some of it taken back. */
async function correctOn(rig: Rig): Promise<void> {
	const by = { ...rig.person("Fay"), admin: true };
	const who = rig.person("Dee");
	const reason = "so it was";
	done(await rig.submit(adjust, { by, who, credits: 3, reason }));
	for (const kind of ["thanks", "reaction", "favor-kept"]) {
		done(await rig.thank("Bo", "Dee", { timezone: "Pacific/Niue" }));
		done(await rig.react("Eli", "Dee", { message: `of ${kind}` }));
		const entry = await rig.storage.db.entry.findFirstOrThrow({ where: { kind }, orderBy: { id: "desc" } });
		done(await rig.submit(revert, { by, entryId: entry.id, reason }));
	}
	for (const bonus of [2, 3, 1]) done(await rig.submit(changeSettings, { by, values: [["favor.bonus", bonus]] }));
	const { channelId } = rig.secret;
	for (const mode of ["off", "open"] as const) done(await rig.submit(changeChannelMode, { by, channelId, mode }));
	done(await rig.submit(switchAdmin, { by, who }));
	done(await rig.submit(switchExcluded, { by, who, reason }));
	done(await rig.submit(switchFrozen, { by, who, reason }));
	done(await rig.submit(switchExcluded, { by, who, reason: "" }));
}

let healthy: Fresh;
let ids: {
	ana: number;
	bo: number;
	openFavor: number;
	keptFavor: number;
	thanks: number;
	reversal: number;
	reaction: number;
	fading: number;
	topUp: number;
	funded: number;
	proposedFavor: number;
	teamFavor: number;
	keptTeamFavor: number;
	/** Vouches by what became of them. */
	vouch: { standing: number; released: number; paid: number; repaid: number };
	joined: number;
};

const NAMES = ["Ana", "Bo", "Cy", "Dee", "Eli", "Fay", "Gus", "Hana", "Ivo", "Jo", "Kim"];

beforeAll(async () => {
	const rig = await openRig({ people: NAMES });
	await liveOn(rig);
	await rig.mustHold();
	const entry = async (where: object) =>
		(await rig.storage.db.entry.findFirstOrThrow({ where, orderBy: { id: "desc" } })).id;
	const favor = async (state: string, fromPot = false) =>
		(await rig.storage.db.favor.findFirstOrThrow({ where: { state, fromPot, cost: { gt: 0 } } })).id;
	const vouch = async (state: string) => (await rig.storage.db.vouch.findFirstOrThrow({ where: { state } })).id;
	ids = {
		ana: rig.idOf("Ana"),
		bo: rig.idOf("Bo"),
		openFavor: await favor("open"),
		keptFavor: await favor("kept"),
		thanks: await entry({ kind: "thanks" }),
		reversal: await entry({ kind: "reversal" }),
		reaction: await entry({ kind: "reaction" }),
		fading: await entry({ kind: "fading" }),
		topUp: await entry({ kind: "top-up" }),
		funded: await entry({ kind: "favor-funded" }),
		proposedFavor: await favor("proposed", true),
		teamFavor: await favor("open", true),
		keptTeamFavor: await favor("kept", true),
		vouch: {
			standing: await vouch("standing"),
			released: await vouch("released"),
			paid: await vouch("paid"),
			repaid: await vouch("repaid"),
		},
		joined: await entry({ leadId: { not: null } }),
	};
	await rig.ledger.idle();
	await rig.storage.close();
	healthy = rig.fresh;
});

/** Plants something in a copy, past all that the database refuses. Answers with the laws that were found broken. */
async function lawsBrokenBy(sql: string): Promise<string[]> {
	const url = await copyOf(healthy);
	await plant(url, sql);
	const storage = await openStorage(url, { migrate: false });
	const { ok, breaches } = await verify(storage);
	await storage.close();
	expect(ok).toBe(breaches.length === 0);
	for (const { community, what } of breaches) {
		expect(community).toBe(1);
		expect(what).not.toBe("");
	}
	return [...new Set(breaches.map(({ law }) => law))];
}

test("the healthy book is ok, and is told how large it is", async () => {
	expect(await lawsBrokenBy("SELECT 1")).toEqual([]);
});

const POT_MOVES = "what fades and what is donated goes from members to the pot, and a top-up from the pot to members";
const PAYERS = "a favor's credit comes from who pays for it, and goes back there or to the helper";
const APPROVED = "a favor for the team is paid from the pot once, when another than who asks and who helps approved it";

describe("a planted breach is found:", () => {
	const entry = (id: number, kind: string, more = "NULL, NULL") =>
		`INSERT INTO "Entry" SELECT 1, ${id}, '${kind}', MAX("at"), 2, NULL, 1 = 0, 1, 0, ${more}, NULL FROM "Entry";`;
	/** A balanced entry from the world, with the account's count and balance kept right. */
	const given = (id: number, account: number, amount: number) => `
		INSERT INTO "Posting" VALUES (1, 0, ${id}, ${id}, ${-amount}, 0, NULL);
		UPDATE "Account" SET "balance" = "balance" + ${amount}, "postings" = "postings" + 1 WHERE "id" = ${account};
		INSERT INTO "Posting" SELECT 1, "id", "postings", ${id}, ${amount}, "balance", NULL FROM "Account" WHERE "id" = ${account};`;

	test.each<[string, () => string, string]>([
		[
			"an amount that was changed",
			() => `UPDATE "Posting" SET "amount" = 7 WHERE "entryId" = ${ids.thanks} AND "accountId" > 0`,
			"an entry's postings sum to zero",
		],
		["an entry without postings", () => entry(9_001, "adjustment"), "an entry's postings sum to zero"],
		[
			"a side that is gone",
			() => `DELETE FROM "Posting" WHERE "accountId" = 0 AND "entryId" = ${ids.thanks}`,
			"an entry's postings sum to zero",
		],
		[
			"an entry that is gone",
			() => `DELETE FROM "Entry" WHERE "id" = ${ids.thanks}`,
			"a posting belongs to an entry and an account, and moves something",
		],
		[
			"a posting of nothing",
			() => `${entry(9_001, "adjustment")} ${given(9_001, ids.ana, 0)}`,
			"a posting belongs to an entry and an account, and moves something",
		],
		[
			"credits sent to an account that is none",
			() =>
				`${entry(9_001, "adjustment")} INSERT INTO "Posting" VALUES (1, 0, 9001, 9001, -5, 0, NULL), (1, 777, 1, 9001, 5, 5, NULL)`,
			"a posting belongs to an entry and an account, and moves something",
		],
		[
			"a balance that was raised",
			() => `UPDATE "Account" SET "balance" = "balance" + 1 WHERE "id" = ${ids.ana}`,
			"a balance is the sum of its postings",
		],
		[
			"a balance out of nothing",
			() => `INSERT INTO "Account" VALUES (1, 777, 'pot', 5, 0)`,
			"a balance is the sum of its postings",
		],
		[
			"a posting left out of the count",
			() => `UPDATE "Account" SET "postings" = "postings" - 1 WHERE "id" = ${ids.ana}`,
			"postings are counted without a gap",
		],
		[
			"a gap in the postings",
			() => `UPDATE "Posting" SET "seq" = "seq" + 100 WHERE "accountId" = ${ids.ana} AND "seq" > 2`,
			"postings are counted without a gap",
		],
		[
			"a running balance that is wrong",
			() => `UPDATE "Posting" SET "balanceAfter" = "balanceAfter" + 1 WHERE "accountId" = ${ids.ana} AND "seq" = 2`,
			"a running balance is the sum so far",
		],
		[
			"spending below the floor",
			() => `UPDATE "Posting" SET "floor" = "balanceAfter" + 1 WHERE "floor" IS NOT NULL AND "accountId" = ${ids.ana}`,
			"no spending leaves a balance under the floor that its member had then",
		],
		[
			"spending without a floor",
			() => `UPDATE "Posting" SET "floor" = NULL WHERE "floor" IS NOT NULL AND "accountId" = ${ids.ana}`,
			"no spending leaves a balance under the floor that its member had then",
		],
		[
			"an open favor that costs more than was set aside",
			() => `UPDATE "Favor" SET "cost" = 9 WHERE "id" = ${ids.openFavor}`,
			"a favor's escrow is its cost while it is open, and zero afterwards",
		],
		[
			"a favor that was ended by hand",
			() => `UPDATE "Favor" SET "state" = 'expired' WHERE "id" = ${ids.openFavor}`,
			"a favor's escrow is its cost while it is open, and zero afterwards",
		],
		[
			"an open favor without an escrow",
			() => `DELETE FROM "Account" WHERE "id" = ${ids.openFavor}`,
			"a favor's escrow is its cost while it is open, and zero afterwards",
		],
		[
			"a kept favor that is open again",
			() => `UPDATE "Favor" SET "state" = 'open', "cost" = 0 WHERE "id" = ${ids.keptFavor}`,
			"a favor is resolved once, by the entry that its state says",
		],
		[
			"a favor kept twice",
			() => `${entry(9_001, "favor-kept", `${ids.keptFavor}, NULL`)} ${given(9_001, ids.bo, 2)}`,
			"a favor is resolved once, by the entry that its state says",
		],
		[
			"a favor kept and given back",
			() => `${entry(9_001, "favor-returned", `${ids.keptFavor}, NULL`)} ${given(9_001, ids.bo, 2)}`,
			"a favor is resolved once, by the entry that its state says",
		],
		[
			"a favor whose end left no entry",
			() => `UPDATE "Entry" SET "favorId" = NULL WHERE "favorId" = ${ids.keptFavor} AND "kind" = 'favor-kept'`,
			"a favor is resolved once, by the entry that its state says",
		],
		[
			"a favor's entry without its favor",
			() => `${entry(9_001, "favor-kept", "777, NULL")} ${given(9_001, ids.bo, 2)}`,
			"an entry of a favor has its favor",
		],
		[
			"a message that says somebody else's thanks",
			() => `INSERT INTO "Message" VALUES (1, 777, 'M9', ${ids.ana}, 1, ${ids.thanks})`,
			"thanks in a message are one entry, and its author's",
		],
		[
			"two messages for one thanks",
			() =>
				`INSERT INTO "Message" VALUES (1, 777, 'M8', ${ids.bo}, 1, ${ids.thanks}), (1, 777, 'M9', ${ids.bo}, 1, ${ids.thanks})`,
			"thanks in a message are one entry, and its author's",
		],
		["a pot that lends", () => `${entry(9_001, "adjustment")} ${given(9_001, 1, -500)}`, "the pot is never below zero"],
		[
			"a pot that lent for a while",
			() => `UPDATE "Posting" SET "balanceAfter" = -1 WHERE "accountId" = 1 AND "seq" = 2`,
			"the pot is never below zero",
		],
		[
			"what faded into somebody's wallet",
			() =>
				`UPDATE "Posting" SET "accountId" = ${ids.bo}, "seq" = 777 WHERE "entryId" = ${ids.fading} AND "accountId" = 1`,
			POT_MOVES,
		],
		[
			"what faded out of the pot",
			() => `UPDATE "Posting" SET "amount" = -"amount" WHERE "entryId" = ${ids.fading}`,
			POT_MOVES,
		],
		[
			"what faded into nothing",
			() => `UPDATE "Posting" SET "accountId" = 0, "seq" = 777 WHERE "entryId" = ${ids.fading} AND "accountId" = 1`,
			POT_MOVES,
		],
		["a donation out of nothing", () => `${entry(9_001, "donation")} ${given(9_001, 1, 5)}`, POT_MOVES],
		[
			"a top-up out of nothing",
			() => `UPDATE "Posting" SET "accountId" = 0, "seq" = 777 WHERE "entryId" = ${ids.topUp} AND "accountId" = 1`,
			POT_MOVES,
		],
		[
			"what fades further than to one normal favor",
			() => `UPDATE "Posting" SET "floor" = "balanceAfter" + 1 WHERE "entryId" = ${ids.fading} AND "floor" IS NOT NULL`,
			"no spending leaves a balance under the floor that its member had then",
		],
		[
			"a favor for the team that its asker pays",
			() =>
				`UPDATE "Posting" SET "accountId" = ${ids.ana}, "seq" = 777 WHERE "entryId" = ${ids.funded} AND "accountId" = 1`,
			PAYERS,
		],
		[
			"a favor of somebody's own that the pot pays",
			() => `UPDATE "Favor" SET "fromPot" = (1 = 1) WHERE "id" = ${ids.openFavor}`,
			PAYERS,
		],
		[
			"a favor for the team whose cost went to another than the helper",
			() => `UPDATE "Favor" SET "helperId" = ${ids.bo} WHERE "id" = ${ids.keptTeamFavor}`,
			PAYERS,
		],
		[
			"a favor for the team that nobody approved",
			() => `UPDATE "Favor" SET "approvedBy" = NULL WHERE "id" = ${ids.teamFavor}`,
			APPROVED,
		],
		[
			"a favor for the team that its asker approved",
			() => `UPDATE "Favor" SET "approvedBy" = "askerId" WHERE "id" = ${ids.teamFavor}`,
			APPROVED,
		],
		[
			"a favor for the team that its helper approved",
			() => `UPDATE "Favor" SET "approvedBy" = "helperId" WHERE "id" = ${ids.keptTeamFavor}`,
			APPROVED,
		],
		[
			"a favor for the team paid twice",
			() => `${entry(9_001, "favor-funded", `${ids.teamFavor}, NULL`)} ${given(9_001, ids.bo, 2)}`,
			APPROVED,
		],
		[
			"a favor of somebody's own that waits for approval",
			() => `UPDATE "Favor" SET "fromPot" = (1 = 0) WHERE "id" = ${ids.proposedFavor}`,
			APPROVED,
		],
		[
			"a proposed favor that holds something",
			() => `UPDATE "Account" SET "balance" = 2 WHERE "id" = ${ids.proposedFavor}`,
			"a favor's escrow is its cost while it is open, and zero afterwards",
		],
		[
			"an entry reversed twice",
			() =>
				`DROP INDEX "Entry_communityId_reverses_key"; INSERT INTO "Entry" SELECT "communityId", 9001, "kind", "at", "actorId", "channelId", "everywhere", "day", "week", "favorId", "reverses", NULL FROM "Entry" WHERE "id" = ${ids.reversal}`,
			"an entry is reversed at most once, by the same postings negated",
		],
		[
			"a reversal of another amount",
			() => `UPDATE "Posting" SET "amount" = "amount" * 2 WHERE "entryId" = ${ids.reversal}`,
			"an entry is reversed at most once, by the same postings negated",
		],
		[
			"a reversal on another day",
			() => `UPDATE "Entry" SET "day" = "day" + 1 WHERE "id" = ${ids.reversal}`,
			"a reversal takes back an entry that is none itself, and counts where and when that one did",
		],
		[
			"a reversal in another week",
			() => `UPDATE "Entry" SET "week" = "week" + 7 WHERE "id" = ${ids.reversal}`,
			"a reversal takes back an entry that is none itself, and counts where and when that one did",
		],
		[
			"a reversal in another channel",
			() => `UPDATE "Entry" SET "channelId" = 777 WHERE "id" = ${ids.reversal}`,
			"a reversal takes back an entry that is none itself, and counts where and when that one did",
		],
		[
			"a reversal of nothing",
			() => `UPDATE "Entry" SET "reverses" = 777 WHERE "id" = ${ids.reversal}`,
			"a reversal takes back an entry that is none itself, and counts where and when that one did",
		],
		[
			"a reversal of a reversal",
			() =>
				`INSERT INTO "Entry" SELECT "communityId", 9001, "kind", "at", "actorId", "channelId", "everywhere", "day", "week", "favorId", "id", NULL FROM "Entry" WHERE "id" = ${ids.reversal}; INSERT INTO "Posting" SELECT "communityId", "accountId", CASE WHEN "accountId" = 0 THEN 9001 ELSE "seq" + 500 END, 9001, -"amount", 0, NULL FROM "Posting" WHERE "entryId" = ${ids.reversal}`,
			"a reversal takes back an entry that is none itself, and counts where and when that one did",
		],
		[
			"a reaction that stands without its entry",
			() => `UPDATE "Reaction" SET "entryId" = 777 WHERE "entryId" = ${ids.reaction}`,
			"a reaction that stands has its entry, and an entry of a reaction that stands has its reaction",
		],
		[
			"a reaction that stands for nothing",
			() => `INSERT INTO "Reaction" VALUES (1, 777, 'M9', ${ids.ana}, 'x', 1, ${ids.bo}, 777)`,
			"a reaction that stands has its entry, and an entry of a reaction that stands has its reaction",
		],
		[
			"a reaction that stands for a thanks",
			() => `INSERT INTO "Reaction" VALUES (1, 777, 'M9', ${ids.ana}, 'x', 1, ${ids.bo}, ${ids.thanks})`,
			"a reaction that stands has its entry, and an entry of a reaction that stands has its reaction",
		],
		[
			"an entry of a reaction that is away",
			() => `UPDATE "Reaction" SET "entryId" = NULL WHERE "entryId" = ${ids.reaction}`,
			"a reaction that stands has its entry, and an entry of a reaction that stands has its reaction",
		],
		[
			"two reactions for one entry",
			() =>
				`INSERT INTO "Reaction" SELECT "communityId", "channelId", 'M9', "reactorId", "emoji", "lastOrder", "receiverId", "entryId" FROM "Reaction" WHERE "entryId" = ${ids.reaction}`,
			"a reaction that stands has its entry, and an entry of a reaction that stands has its reaction",
		],
		...(
			[
				["that there is not", `9001`],
				["of another channel and other people", `(SELECT MIN("id") FROM "Entry" WHERE "kind" = 'thanks')`],
				["that joined one itself", `(SELECT MIN("id") FROM "Entry" WHERE "leadId" IS NOT NULL)`],
				["of a reaction", `(SELECT MAX("id") FROM "Entry" WHERE "kind" = 'reaction')`],
			] as const
		).map(([what, lead]): [string, () => string, string] => [
			`a line ${what}`,
			() => `UPDATE "Entry" SET "leadId" = ${lead} WHERE "id" = ${ids.joined}`,
			"a thanks that joined a line was given where and to whom the line's first one was",
		]),
		[
			"a line of somebody else's",
			() => `UPDATE "Posting" SET "accountId" = 0, "seq" = 9001 WHERE "entryId" = ${ids.joined} AND "amount" > 0`,
			"a thanks that joined a line was given where and to whom the line's first one was",
		],
		[
			"a vouch below the floor",
			() =>
				`UPDATE "Posting" SET "floor" = "balanceAfter" + 1 WHERE "amount" < 0 AND "entryId" IN (SELECT "id" FROM "Entry" WHERE "kind" = 'vouch')`,
			"no spending leaves a balance under the floor that its member had then",
		],
		[
			"a vouch without a floor",
			() => `UPDATE "Posting" SET "floor" = NULL WHERE "entryId" IN (SELECT "id" FROM "Entry" WHERE "kind" = 'vouch')`,
			"no spending leaves a balance under the floor that its member had then",
		],
		[
			"a vouch of more than was tied up",
			() => `UPDATE "Vouch" SET "amount" = "amount" + 1 WHERE "id" = ${ids.vouch.standing}`,
			"a vouch's account holds what it ties up while it stands, and nothing afterwards",
		],
		[
			"a vouch that stands again by hand",
			() => `UPDATE "Vouch" SET "state" = 'standing', "endedAt" = NULL WHERE "id" = ${ids.vouch.released}`,
			"a vouch's account holds what it ties up while it stands, and nothing afterwards",
		],
		[
			"a vouch of nothing",
			() => `UPDATE "Vouch" SET "amount" = 0 WHERE "id" = ${ids.vouch.released}`,
			"a vouch's account holds what it ties up while it stands, and nothing afterwards",
		],
		[
			"a vouch without an account",
			() => `DELETE FROM "Account" WHERE "id" = ${ids.vouch.standing}`,
			"a vouch's account holds what it ties up while it stands, and nothing afterwards",
		],
		[
			"an account of a vouch that is none",
			() => `INSERT INTO "Account" VALUES (1, 777, 'vouch', 0, 0)`,
			"a vouch's account holds what it ties up while it stands, and nothing afterwards",
		],
		[
			"a vouch that paid more than it says",
			() => `UPDATE "Vouch" SET "paid" = "paid" - 1 WHERE "id" = ${ids.vouch.paid}`,
			"a vouch is ended by what its state says",
		],
		[
			"a vouch that says it paid, and did not",
			() => `UPDATE "Vouch" SET "state" = 'paid' WHERE "id" = ${ids.vouch.released}`,
			"a vouch is ended by what its state says",
		],
		[
			"a vouch that paid, and says that it was given back",
			() => `UPDATE "Vouch" SET "state" = 'released' WHERE "id" = ${ids.vouch.paid}`,
			"a vouch is ended by what its state says",
		],
		[
			"a vouch that ended at no time",
			() => `UPDATE "Vouch" SET "endedAt" = NULL WHERE "id" = ${ids.vouch.released}`,
			"a vouch is ended by what its state says",
		],
		[
			"a vouch that stands, and ended",
			() => `UPDATE "Vouch" SET "endedAt" = "madeAt" WHERE "id" = ${ids.vouch.standing}`,
			"a vouch is ended by what its state says",
		],
		[
			"a debt that was taken back, and says it was not",
			() => `UPDATE "Vouch" SET "state" = 'paid' WHERE "id" = ${ids.vouch.repaid}`,
			"what came back from somebody whose debt was paid is what was paid",
		],
		[
			"a debt that was not taken back, and says it was",
			() => `UPDATE "Vouch" SET "state" = 'repaid' WHERE "id" = ${ids.vouch.paid}`,
			"what came back from somebody whose debt was paid is what was paid",
		],
		[
			"a vouch that came back to somebody else",
			() => `UPDATE "Vouch" SET "voucherId" = ${ids.bo} WHERE "id" = ${ids.vouch.released}`,
			"what is tied up goes from the voucher into the vouch, and back or to the one vouched for",
		],
		[
			"a vouch that paid for somebody else",
			() => `UPDATE "Vouch" SET "memberId" = ${ids.bo} WHERE "id" = ${ids.vouch.paid}`,
			"what is tied up goes from the voucher into the vouch, and back or to the one vouched for",
		],
		[
			"credit that came into a vouch by something else",
			() => `UPDATE "Entry" SET "kind" = 'adjustment' WHERE "kind" = 'vouch'`,
			"what is tied up goes from the voucher into the vouch, and back or to the one vouched for",
		],
		[
			"credit that was tied up in nothing",
			() => `UPDATE "Entry" SET "kind" = 'vouch' WHERE "kind" = 'adjustment'`,
			"what is tied up goes from the voucher into the vouch, and back or to the one vouched for",
		],
		[
			"a vouch for oneself",
			() => `UPDATE "Vouch" SET "memberId" = "voucherId" WHERE "id" = ${ids.vouch.standing}`,
			"nobody vouches for themselves, or twice for the same one at once",
		],
		[
			"two vouches for the same one at once",
			() =>
				`INSERT INTO "Vouch" SELECT "communityId", 777, "voucherId", "memberId", "amount", "state", "used", "paid", "madeAt", "endedAt" FROM "Vouch" WHERE "id" = ${ids.vouch.standing}`,
			"nobody vouches for themselves, or twice for the same one at once",
		],
		[
			"a vouch that is used by somebody who has enough",
			() => `UPDATE "Vouch" SET "used" = (1 = 1) WHERE "id" = ${ids.vouch.standing}`,
			"what is vouched for somebody is used while they are below zero, and released once they are back",
		],
		[
			"a vouch for nobody",
			() => `UPDATE "Vouch" SET "memberId" = 777 WHERE "id" = ${ids.vouch.standing}`,
			"what is vouched for somebody is used while they are below zero, and released once they are back",
		],
		[
			"what a leaver left, gone elsewhere",
			() => `UPDATE "Entry" SET "kind" = 'leaving' WHERE "kind" = 'vouch-released'`,
			"what a leaver left goes from their account to the pot",
		],
		[
			"what nobody left in the pot",
			() => `UPDATE "Entry" SET "kind" = 'leaving' WHERE "kind" = 'adjustment'`,
			"what a leaver left goes from their account to the pot",
		],
		[
			"somebody settled who never left",
			() => `UPDATE "Member" SET "leftAt" = NULL WHERE "settledAt" IS NOT NULL`,
			"whoever was settled is gone, and left before",
		],
		[
			"somebody here who is said to have left",
			() => `UPDATE "Member" SET "leftAt" = "joinedAt" WHERE "id" = ${ids.ana}`,
			"whoever was settled is gone, and left before",
		],
		[
			"somebody settled before they left",
			() => `UPDATE "Member" SET "leftAt" = "settledAt", "settledAt" = "joinedAt" WHERE "settledAt" IS NOT NULL`,
			"whoever was settled is gone, and left before",
		],
		[
			"a member without an account",
			() =>
				`INSERT INTO "Member" ("communityId", "id", "name", "kind", "platformTimezone", "ownTimezone", "locale", "joinedAt", "quiet", "unlisted", "greetedAt") SELECT "communityId", 777, "name", "kind", "platformTimezone", "ownTimezone", "locale", "joinedAt", "quiet", "unlisted", "greetedAt" FROM "Member" WHERE "id" = ${ids.ana}`,
			"every member has an account",
		],
		[
			"an adjustment without its change",
			() => `DELETE FROM "Change" WHERE "what" = 'entry adjustment'`,
			"a correction of the book has a change that says who made it",
		],
		[
			"a thanks that an admin took back without a change",
			() => `DELETE FROM "Change" WHERE "what" = 'entry reversal'`,
			"a correction of the book has a change that says who made it",
		],
		[
			"a change that names another admin",
			() => `UPDATE "Change" SET "actorId" = ${ids.bo} WHERE "what" = 'entry reversal'`,
			"a change that corrects the book has its entry, made by the same admin",
		],
		[
			"a change for an entry that was never made",
			() => `UPDATE "Change" SET "subjectId" = 9999 WHERE "what" = 'entry adjustment'`,
			"a change that corrects the book has its entry, made by the same admin",
		],
		[
			"a change for an entry that corrects nothing",
			() => `UPDATE "Change" SET "subjectId" = ${ids.thanks} WHERE "what" = 'entry adjustment'`,
			"a change that corrects the book has its entry, made by the same admin",
		],
		[
			"a kept favor that was given back twice",
			() => `UPDATE "Change" SET "before" = (SELECT "before" FROM "Change" WHERE "after" = 'favor-kept')
				WHERE "what" = 'entry adjustment' AND "before" = '' AND "after" = '3'`,
			"a kept favor is given back once, by what it moved",
		],
		[
			"more given back than a favor moved",
			() => `UPDATE "Posting" SET "amount" = "amount" * 2
				WHERE "entryId" = (SELECT "subjectId" FROM "Change" WHERE "after" = 'favor-kept')`,
			"a kept favor is given back once, by what it moved",
		],
		[
			"an entry given back that was no kept favor",
			() => `UPDATE "Change" SET "before" = '${ids.thanks}' WHERE "after" = 'favor-kept'`,
			"a kept favor is given back once, by what it moved",
		],
		[
			"a change that says something else now",
			() => `UPDATE "Change" SET "after" = '7' WHERE "what" = 'policy favor.bonus' AND "after" = '2'`,
			"a change begins where the one before it ended",
		],
		[
			"a change that is gone",
			() => `DELETE FROM "Change" WHERE "what" = 'policy favor.bonus' AND "after" = '3'`,
			"a change begins where the one before it ended",
		],
		[
			"a channel that is quiet by hand",
			() => `UPDATE "Channel" SET "mode" = 'quiet'`,
			"a channel's mode is what was changed last",
		],
		[
			"an admin whom nobody made one",
			() => `UPDATE "Member" SET "admin" = 1 = 1 WHERE "id" = ${ids.bo}`,
			"what is set of a member is what was changed last",
		],
		[
			"a pause that ended by hand",
			() => `UPDATE "Member" SET "frozenAt" = NULL`,
			"what is set of a member is what was changed last",
		],
		[
			"somebody back off the boards by hand",
			() => `UPDATE "Member" SET "excluded" = 1 = 1 WHERE "admin"`,
			"what is set of a member is what was changed last",
		],
		[
			"an allowance that was given back by hand",
			() => `UPDATE "GivenDay" SET "credits" = 0 WHERE "giverId" = ${ids.ana}`,
			"what was given on a day is what the entries say",
		],
		[
			"a day on which nothing was given",
			() => `INSERT INTO "GivenDay" VALUES (1, ${ids.ana}, 5, ${ids.bo}, 1)`,
			"what was given on a day is what the entries say",
		],
		[
			"a pair that gave more",
			() => `UPDATE "PairTally" SET "credits" = "credits" + 1 WHERE "giverId" = ${ids.ana} AND "week" <> 0`,
			"who thanked whom in a week is what the entries say",
		],
		[
			"a pair that gave more ever",
			() => `UPDATE "PairTally" SET "credits" = "credits" + 1 WHERE "giverId" = ${ids.ana} AND "week" = 0`,
			"who thanked whom in a week is what the entries say",
		],
		[
			"a row of a board that is gone",
			() => `DELETE FROM "MemberTally" WHERE "memberId" = ${ids.bo} AND "channelId" > 0`,
			"the counts of boards and wallets are what the entries say",
		],
		...["thanked", "given", "thankedBy", "received", "kept", "asked"].flatMap(
			(column): [string, () => string, string][] =>
				[-1, 0].map((scope) => [
					`a count of "${column}" that was raised (${scope})`,
					() =>
						`UPDATE "MemberTally" SET "${column}" = "${column}" + 1 WHERE "memberId" = ${ids.bo} AND "channelId" = ${scope}`,
					"the counts of boards and wallets are what the entries say",
				]),
		),
	])("%s", async (_what, planted, law) => {
		expect(await lawsBrokenBy(planted())).toContain(law);
	});

	test("and many of them are told without end of memory: the first hundred", async () => {
		const rig = await openRig();
		const rows = Array.from({ length: 500 }, (_, index) => ({
			communityId: 1,
			id: 1_000 + index,
			kind: "pot",
			balance: 1,
			postings: 0,
		}));
		await rig.storage.transact([1], (tx) => tx.insert("Account", rows));
		const { ok, breaches, accounts } = await verify(rig.storage);
		expect([ok, breaches.length, accounts]).toEqual([false, 100, 506]);
	});
});

describe("beside a running bot", () => {
	test("it sees one moment, whatever is written meanwhile", async () => {
		const rig = await openRig({ policy: { thanks: { perDay: 10_000, perPairPerDay: 10_000 } } });
		let [written, isOver] = [0, false];
		const writing = (async () => {
			for (; !isOver; written++) {
				await Promise.all([rig.thank("Ana", "Bo"), rig.react("Cy", "Dee", { added: written % 2 === 0 })]);
			}
		})();
		const seen: number[] = [];
		try {
			// Each look begins in the midst of writing, and sees more than the one before.
			for (const last = { written: -1 }; seen.length < 6; last.written = written) {
				while (written === last.written) await Promise.race([writing, new Promise(setImmediate)]);
				seen.push((await rig.mustHold()).entries);
			}
		} finally {
			isOver = true;
			await writing;
		}
		expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
		await rig.mustHold();
	});
});

test("a large book takes longer in proportion, not by its square", async () => {
	const [small, large] = [await bookOf(4_000), await bookOf(16_000)];
	const times = { small: [] as number[], large: [] as number[] };
	const timed = async (rig: Rig): Promise<number> => {
		const began = performance.now();
		await verify(rig.storage);
		return performance.now() - began;
	};
	// In turns, and the quickest of each: what else the machine does is in neither.
	for (let round = 0; round < 4; round++) {
		times.small.push(await timed(small));
		times.large.push(await timed(large));
	}
	// Four times as large: its square is sixteen times as much.
	expect(Math.min(...times.large) / Math.min(...times.small)).toBeLessThan(9);
});

/** So many kept favors and as many reactions. */
async function bookOf(size: number): Promise<Rig> {
	const rig = await openRig();
	const { now } = rig.clock;
	const all = <T>(row: (index: number) => T) => Array.from({ length: size }, (_, index) => row(index));
	const nowhere = {
		communityId: 1,
		at: now,
		actorId: 2,
		channelId: null,
		everywhere: false,
		day: 1,
		week: 0,
		reverses: null,
		leadId: null,
	};
	await rig.storage.transact([1], async (tx) => {
		await tx.insert(
			"Account",
			all((index) => ({ communityId: 1, id: 1_000 + index, kind: "escrow", balance: 0, postings: 0 })),
		);
		await tx.insert(
			"Favor",
			all((index) => favorRow(1_000 + index, now)),
		);
		await tx.insert(
			"Entry",
			all((index) => ({ ...nowhere, id: 2 + index, kind: "favor-kept", favorId: 1_000 + index })),
		);
		await tx.insert(
			"Entry",
			all((index) => ({ ...nowhere, id: 50_000 + index, kind: "reaction", favorId: null })),
		);
		await tx.insert(
			"Reaction",
			all((index) => reactionRow(`M${index}`, 50_000 + index)),
		);
	});
	await countRows(rig.fresh);
	return rig;
}

const favorRow = (id: number, now: Date) => ({
	communityId: 1,
	id,
	askerId: 2,
	targetId: null,
	helperId: 3,
	size: "small",
	cost: 2,
	state: "kept",
	workspaceId: 1,
	channelId: null,
	everywhere: false,
	askedAt: now,
	askedWeek: 0,
	dueAt: null,
	acceptedAt: now,
	doneAt: null,
	notYet: false,
	questionedAt: null,
	endedAt: now,
	nextAt: null,
	fromPot: false,
	approvedBy: null,
});

const reactionRow = (message: string, entryId: number) => ({
	communityId: 1,
	channelId: 2,
	message,
	reactorId: 2,
	emoji: "💐",
	lastOrder: 1,
	receiverId: 3,
	entryId,
});
