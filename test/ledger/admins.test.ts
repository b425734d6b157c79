// Those who run it: who may, what they set, what they correct, what they take back, and that every bit of it is kept.
import { describe, expect, test } from "vitest";
import { type Runner, switchAdmin } from "../../src/ledger/admins.ts";
import { readBoard } from "../../src/ledger/boards.ts";
import { adjust, revert } from "../../src/ledger/corrections.ts";
import { changeChannelMode, changeSettings, type NewValue } from "../../src/ledger/policy.ts";
import { switchExcluded, switchFrozen } from "../../src/ledger/standing.ts";
import { undoChange } from "../../src/ledger/undo-change.ts";
import { readPolicy } from "../../src/rules/policy.ts";
import { day, done, openRig, type Rig, refused } from "./rig.ts";

const open = (more: Parameters<typeof openRig>[0] = {}) =>
	openRig({ people: ["Root", "Ana", "Bo", "Cy", "Dee"], ...more });

/** Somebody of whom the platform says that they run the workspace, or not. */
const by = (rig: Rig, name: string, admin = name === "Root"): Runner => ({ ...rig.person(name), admin });

const acts = (rig: Rig) => ({
	set: (values: NewValue[], who = "Root") => rig.submit(changeSettings, { by: by(rig, who), values }),
	admin: (name: string, who = "Root") => rig.submit(switchAdmin, { by: by(rig, who), who: rig.person(name) }),
	adjust: (name: string, credits: number, who = "Root") =>
		rig.submit(adjust, { by: by(rig, who), who: rig.person(name), credits, reason: "so it was" }),
	revert: (entryId: number, who = "Root") => rig.submit(revert, { by: by(rig, who), entryId, reason: "it was a test" }),
	exclude: (name: string, who = "Root") =>
		rig.submit(switchExcluded, { by: by(rig, who), who: rig.person(name), reason: "a second account" }),
	freeze: (name: string, who = "Root") =>
		rig.submit(switchFrozen, { by: by(rig, who), who: rig.person(name), reason: "a word first" }),
	undo: (changeId: number, who = "Root") => rig.submit(undoChange, { by: by(rig, who), changeId }),
	changes: () => rig.storage.db.change.findMany({ orderBy: { id: "asc" } }),
	policy: async () => {
		const { policy } = await rig.storage.db.community.findUniqueOrThrow({ where: { id: rig.communityId } });
		return { stored: policy, read: readPolicy(policy) };
	},
	told: async (name: string) => (await rig.notices({ kind: "change", memberId: rig.idOf(name) })).length,
});

describe("who may", () => {
	test("whoever the platform says, whoever they make one, and nobody else", async () => {
		const rig = await open();
		const { admin, set, told } = acts(rig);
		const values: NewValue[] = [["thanks.perDay", 8]];
		expect(refused(await set(values, "Ana"))).toEqual({ reason: "admins-only" });
		expect(refused(await admin("Ana", "Ana"))).toEqual({ reason: "admins-only" });
		expect(done(await admin("Ana"))).toEqual({ admin: true });
		expect(await told("Ana")).toBe(1);
		done(await set(values, "Ana"));
		expect(done(await admin("Ana"))).toEqual({ admin: false });
		expect(refused(await set([["thanks.perDay", 9]], "Ana"))).toEqual({ reason: "admins-only" });
		await rig.mustHold();
	});

	test("every verb of theirs asks the book", async () => {
		const rig = await open();
		const { admin, adjust: correct, revert: back, exclude, freeze, undo, set, changes } = acts(rig);
		const { entryId } = done(await rig.thank("Ana", "Bo"));
		const mode = { by: by(rig, "Ana"), channelId: rig.general.channelId, mode: "off" } as const;
		const refusals = [
			await admin("Bo", "Ana"),
			await correct("Bo", 5, "Ana"),
			await back(entryId, "Ana"),
			await exclude("Bo", "Ana"),
			await freeze("Bo", "Ana"),
			await set([["favor.big", 9]], "Ana"),
			await undo(2, "Ana"),
			await rig.submit(changeChannelMode, mode),
		];
		for (const answer of refusals) expect(refused(answer)).toEqual({ reason: "admins-only" });
		expect(await changes()).toEqual([]);
	});

	test("a bot or somebody from outside may not, whatever the platform says of them", async () => {
		const rig = await open();
		const stray = { id: undefined, name: "Zoe", kind: "stranger" as const, admin: true };
		const answer = await rig.submit(changeSettings, { by: stray, values: [["favor.big", 9]] });
		expect(refused(answer)).toEqual({ reason: "not-a-member" });
	});
});

describe("settings", () => {
	test("two who save what they saw at the same time: the second is told that it changed, and nothing is overwritten", async () => {
		const rig = await open();
		const { policy, changes } = acts(rig);
		const seen: NewValue[] = [["favor.big", 8]];
		const save = (value: number) => {
			const input = { by: by(rig, "Root"), values: [["favor.big", value]] satisfies NewValue[], seen };
			return rig.submit(changeSettings, input);
		};
		const [one, other] = await Promise.all([save(9), save(10)]);
		expect(done(one).changes).toHaveLength(1);
		expect(refused(other)).toEqual({ reason: "settings-changed" });
		expect(JSON.parse((await policy()).stored)).toEqual({ favor: { big: 9 } });
		expect(await changes()).toHaveLength(1);
	});

	test("only what is other than before leaves a change, and only what differs from the defaults is stored", async () => {
		const rig = await open();
		const { set, changes, policy } = acts(rig);
		const values: NewValue[] = [
			["thanks.perDay", 8],
			["thanks.maxAmount", 3],
			["schedule.boardHour", 10],
			["timezone", "Europe/Berlin"],
		];
		const { changes: told } = done(await set(values));
		expect(told.map(({ path, before, after }) => [path, before, after])).toEqual([
			["thanks.perDay", "5", "8"],
			["schedule.boardHour", "9", "10"],
			["timezone", '"UTC"', '"Europe/Berlin"'],
		]);
		expect((await changes()).map(({ what, actorId }) => [what, actorId])).toEqual([
			["policy thanks.perDay", rig.idOf("Root")],
			["policy schedule.boardHour", rig.idOf("Root")],
			["timezone", rig.idOf("Root")],
		]);
		expect(JSON.parse((await policy()).stored)).toEqual({ thanks: { perDay: 8 }, schedule: { boardHour: 10 } });
		expect((await rig.storage.db.community.findFirstOrThrow()).timezone).toBe("Europe/Berlin");
		expect(done(await set(values)).changes).toEqual([]);
		await rig.mustHold();
	});

	test("a change says what is set, not how it was typed, and what is set already is none", async () => {
		const rig = await open();
		const { set, undo } = acts(rig);
		const [first] = done(await set([["credit.one", "kudo "]])).changes;
		expect(first).toMatchObject({ before: '"credit"', after: '"kudo"' });
		expect(done(await set([["credit.one", " kudo"]])).changes).toEqual([]);
		const [second] = done(await set([["reactions", [{ credits: 2, name: "tada", emoji: "🎉" }]]])).changes;
		expect(second?.after).toBe('[{"emoji":"🎉","name":"tada","credits":2}]');
		done(await set([["credit.one", "star"]]));
		done(await undo(second?.changeId ?? 0));
		await rig.mustHold();
	});

	test("the same one twice in one go is changed once, to the last of them", async () => {
		const rig = await open();
		const { set, policy } = acts(rig);
		const twice: NewValue[] = [
			["favor.big", 9],
			["favor.big", 12],
		];
		expect(done(await set(twice)).changes.map(({ before, after }) => [before, after])).toEqual([["8", "12"]]);
		expect((await policy()).read.favor.big).toBe(12);
		await rig.mustHold();
	});

	test("they hold at once, for the very next thanks", async () => {
		const rig = await open();
		done(await acts(rig).set([["thanks.perDay", 1]]));
		expect(done(await rig.thank("Ana", "Bo")).left).toBe(0);
		expect(refused(await rig.thank("Ana", "Cy"))).toMatchObject({ reason: "allowance-used", perDay: 1 });
	});

	test.each<[string, NewValue[]]>([
		["a number that cannot be", [["thanks.perDay", 0]]],
		["a setting that is not there", [["thanks.perMonth", 5]]],
		["a time zone that is not there", [["timezone", "Middle/Earth"]]],
		[
			"one that fits beside one that does not",
			[
				["favor.big", 9],
				["favor.small", -1],
			],
		],
	])("%s is refused, and nothing is changed", async (_what, values) => {
		const rig = await open();
		const { set, changes, policy } = acts(rig);
		expect(refused(await set(values))).toEqual({ reason: "no-such-setting" });
		expect(await changes()).toEqual([]);
		expect((await policy()).stored).toBe("{}");
	});

	test("a channel's mode", async () => {
		const rig = await open();
		const { channelId } = rig.general;
		const input = { by: by(rig, "Root"), channelId, mode: "quiet" } as const;
		const { changeId } = done(await rig.submit(changeChannelMode, input));
		expect(done(await rig.submit(changeChannelMode, input)).changeId).toBeNull();
		const mode = async () => (await rig.storage.db.channel.findFirstOrThrow({ where: { id: channelId } })).mode;
		expect(await mode()).toBe("quiet");
		done(await acts(rig).undo(changeId ?? 0));
		expect(await mode()).toBe("open");
		const nowhere = { ...input, channelId: 999 };
		expect(refused(await rig.submit(changeChannelMode, nowhere))).toEqual({ reason: "no-such-setting" });
	});
});

describe("an undo", () => {
	test("sets back what was, by a change of its own, and can be undone itself", async () => {
		const rig = await open();
		const { set, undo, changes, policy } = acts(rig);
		const [first] = done(await set([["favor.big", 12]])).changes;
		done(await undo(first?.changeId ?? 0));
		expect((await policy()).stored).toBe("{}");
		const [, second] = await changes();
		expect(second).toMatchObject({ what: "policy favor.big", before: "12", after: "8", undoes: first?.changeId });
		done(await undo(second?.id ?? 0));
		expect((await policy()).read.favor.big).toBe(12);
		await rig.mustHold();
	});

	test("is refused where the same value changed since, or twice; another value is none of its business", async () => {
		const rig = await open();
		const { set, undo } = acts(rig);
		const [big] = done(await set([["favor.big", 12]])).changes;
		done(await set([["favor.small", 1]]));
		const [bigger] = done(await set([["favor.big", 16]])).changes;
		expect(refused(await undo(big?.changeId ?? 0))).toEqual({ reason: "changed-since" });
		done(await undo(bigger?.changeId ?? 0));
		expect(refused(await undo(bigger?.changeId ?? 0))).toEqual({ reason: "changed-since" });
		expect(refused(await undo(99))).toEqual({ reason: "no-such-change" });
		expect((await acts(rig).policy()).read.favor).toMatchObject({ big: 12, small: 1 });
	});

	test("of an adjustment takes its entry back; what was taken back stays so", async () => {
		const rig = await open();
		const { adjust: correct, undo, changes } = acts(rig);
		done(await correct("Ana", 5));
		const [made] = await changes();
		done(await undo(made?.id ?? 0));
		expect(await rig.balance("Ana")).toBe(0);
		expect(refused(await undo(made?.id ?? 0))).toEqual({ reason: "taken-back-already" });
		const reversal = (await changes()).at(-1);
		expect(reversal).toMatchObject({ what: "entry reversal", undoes: made?.id });
		expect(refused(await undo(reversal?.id ?? 0))).toEqual({ reason: "cannot-undo" });
		await rig.mustHold();
	});

	test("pressed twice by the same event is answered alike, and what was typed is kept in no answer", async () => {
		const rig = await open();
		const { adjust: correct, changes } = acts(rig);
		done(await correct("Ana", 5));
		const input = { by: by(rig, "Root"), changeId: (await changes())[0]?.id ?? 0 };
		const [first, second] = [
			await rig.submit(undoChange, input, { key: "k" }),
			await rig.submit(undoChange, input, { key: "k" }),
		];
		expect(second).toEqual(first);
		const receipts = await rig.storage.db.receipt.findMany();
		expect(receipts.map(({ outcome }) => outcome).join()).not.toContain("so it was");
	});

	test("of what was set of a member tells them", async () => {
		const rig = await open();
		const { admin, freeze, exclude, undo, changes, told } = acts(rig);
		done(await admin("Ana"));
		done(await freeze("Ana"));
		done(await exclude("Ana"));
		for (const { id } of await changes()) done(await undo(id));
		const ana = await rig.storage.db.member.findFirstOrThrow({ where: { id: rig.idOf("Ana") } });
		expect(ana).toMatchObject({ admin: false, excluded: false, frozenAt: null });
		expect(await told("Ana")).toBe(6);
		await rig.mustHold();
	});
});

describe("an adjustment", () => {
	test("moves credits out of nothing and back, without a floor, and tells whom it is about", async () => {
		const rig = await open();
		const { adjust: correct, told, changes } = acts(rig);
		const { entryId } = done(await correct("Ana", -7));
		expect(await rig.balance("Ana")).toBe(-7);
		expect(await told("Ana")).toBe(1);
		expect(await changes()).toMatchObject([
			{ what: "entry adjustment", subjectId: entryId, after: "-7", reason: "so it was", actorId: rig.idOf("Root") },
		]);
		// What is below the floor cannot be spent until it has recovered.
		expect(refused(await rig.ask("Ana", { size: "small" }))).toMatchObject({ reason: "not-enough", has: -7 });
		await rig.mustHold();
	});

	test("is of others, whole, and within reason", async () => {
		const rig = await open();
		const { adjust: correct } = acts(rig);
		expect(refused(await correct("Root", 5))).toEqual({ reason: "not-your-own" });
		for (const credits of [0, 1.5, 1001, -1001, Number.NaN])
			expect(refused(await correct("Ana", credits))).toEqual({ reason: "adjustment-out-of-range", most: 1000 });
	});

	test("reaches somebody who left", async () => {
		const rig = await open();
		await rig.met([{ user: "U-Ana", name: "Ana", kind: "gone" }]);
		const gone = { ...rig.person("Ana"), kind: "gone" as const };
		done(await rig.submit(adjust, { by: by(rig, "Root"), who: gone, credits: 3, reason: "it was owed" }));
		expect(await rig.balance("Ana")).toBe(3);
	});
});

describe("an entry taken back", () => {
	test("a thanks, long after its giver could: receivers and giver are told, and the allowance is back", async () => {
		const rig = await open();
		const { revert: back, told } = acts(rig);
		const { entryId } = done(await rig.thank("Ana", ["Bo", "Cy"], { amount: 2 }));
		rig.pass(3_600_000);
		expect(done(await back(entryId))).toEqual({
			kind: "thanks",
			moved: [
				{ memberId: rig.idOf("Bo"), credits: -2 },
				{ memberId: rig.idOf("Cy"), credits: -2 },
			],
		});
		expect([await told("Bo"), await told("Cy"), await told("Ana")]).toEqual([1, 1, 1]);
		expect((await rig.wallet("Ana")).thanks.left).toBe(5);
		expect(refused(await back(entryId))).toEqual({ reason: "taken-back-already" });
		await rig.mustHold();
	});

	test("a reaction stands for nothing any more, and added anew it gives again", async () => {
		const rig = await open();
		const { revert: back } = acts(rig);
		done(await rig.react("Ana", "Bo"));
		const { id } = await rig.storage.db.entry.findFirstOrThrow({ where: { kind: "reaction" } });
		done(await back(id));
		expect(await rig.balance("Bo")).toBe(0);
		await rig.mustHold();
		expect(done(await rig.react("Ana", "Bo", { added: false }))).toEqual({ result: "unchanged" });
		expect(done(await rig.react("Ana", "Bo"))).toEqual({ result: "given" });
		await rig.mustHold();
	});

	test("a thanks of which no notice is left: its line in the channel is told of once more, and what joined it stays", async () => {
		const rig = await open();
		const { notice, post } = rig.storage.db;
		const { entryId } = done(await rig.thank("Ana", "Bo"));
		const { entryId: joined } = done(await rig.thank("Cy", "Bo"));
		// The newest notice of all always stays.
		done(await rig.thank("Dee", "Root"));
		const { communityId, workspaceId, general } = rig;
		const place = { communityId, workspaceId, message: "m1", subject: `entry:${entryId}` };
		await post.createMany({
			data: [
				{ ...place, destination: `c${general.channelId}` },
				{ ...place, destination: `m${rig.idOf("Bo")}`, message: "m2" },
			],
		});
		await notice.updateMany({ where: { communityId }, data: { state: "sent", sentAt: rig.clock.now } });
		rig.pass(31 * day);
		await rig.ledger.tidy(communityId, rig.clock.now);
		expect(await rig.notices({ subject: place.subject })).toHaveLength(0);
		for (const [id, said] of [
			[joined, { entryId, of: joined }],
			[entryId, { entryId }],
		] as const) {
			done(await acts(rig).revert(id));
			const told = await rig.notices({ kind: "thanks", state: "owed" });
			expect(told).toMatchObject([{ channelId: general.channelId, memberId: null, subject: `entry:${entryId}` }]);
			expect(JSON.parse(told[0]?.data ?? "")).toEqual(said);
			await notice.updateMany({ where: { communityId, kind: "thanks" }, data: { state: "sent" } });
			rig.pass(31 * day);
			await rig.ledger.tidy(communityId, rig.clock.now);
		}
		await rig.mustHold();
	});

	test("one's own thanks, too", async () => {
		const rig = await open();
		const { entryId } = done(await rig.thank("Root", "Bo"));
		done(await acts(rig).revert(entryId));
		await rig.mustHold();
	});

	test("a kept favor: it stays kept, the helper has no more from it, and who paid has it again", async () => {
		const rig = await open();
		const { revert: back } = acts(rig);
		await rig.fund("Ana", 10);
		const { favorId } = done(await rig.ask("Ana"));
		done(await rig.step("Bo", favorId, "accept"));
		done(await rig.step("Ana", favorId, "confirm"));
		const kept = await rig.storage.db.entry.findFirstOrThrow({ where: { kind: "favor-kept" } });
		expect(await rig.balances()).toMatchObject({ Ana: 6, Bo: 5 });
		expect(done(await back(kept.id)).moved).toEqual([
			{ memberId: rig.idOf("Ana"), credits: 4 },
			{ memberId: rig.idOf("Bo"), credits: -5 },
		]);
		expect(await rig.balances()).toMatchObject({ Ana: 10, Bo: 0 });
		expect((await rig.favor(favorId)).state).toBe("kept");
		expect(await rig.escrow(favorId)).toBe(0);
		expect(refused(await back(kept.id))).toEqual({ reason: "taken-back-already" });
		await rig.mustHold();
		// Taking the correction back lets the favor count again, and then it can be corrected once more.
		const correction = await rig.storage.db.entry.findFirstOrThrow({ where: { actorId: rig.idOf("Root") } });
		done(await back(correction.id));
		expect(await rig.balances()).toMatchObject({ Ana: 6, Bo: 5 });
		done(await back(kept.id));
		expect(await rig.balances()).toMatchObject({ Ana: 10, Bo: 0 });
		await rig.mustHold();
	});

	test("a favor on the house: only its bonus goes", async () => {
		const rig = await open();
		await rig.fund("Ana", 10);
		const { favorId } = done(await rig.ask("Ana"));
		done(await rig.step("Bo", favorId, "accept"));
		done(await rig.step("Bo", favorId, "on-the-house"));
		const kept = await rig.storage.db.entry.findFirstOrThrow({ where: { kind: "favor-kept" } });
		expect(done(await acts(rig).revert(kept.id)).moved).toEqual([{ memberId: rig.idOf("Bo"), credits: -1 }]);
		await rig.mustHold();
	});

	test("on the house in a community without a bonus moved nothing of anybody's, so nothing comes back", async () => {
		const rig = await open({ policy: { favor: { bonus: 0 } } });
		await rig.fund("Ana", 10);
		const { favorId } = done(await rig.ask("Ana"));
		done(await rig.step("Bo", favorId, "accept"));
		done(await rig.step("Bo", favorId, "on-the-house"));
		const kept = await rig.storage.db.entry.findFirstOrThrow({ where: { kind: "favor-kept" } });
		expect(refused(await acts(rig).revert(kept.id))).toEqual({ reason: "cannot-take-back", kind: "favor-kept" });
		await rig.mustHold();
	});

	test("never to the gain of whoever takes it back: another admin does", async () => {
		const rig = await open();
		const { admin, adjust: correct, revert: back, undo, changes } = acts(rig);
		done(await admin("Ana"));
		await rig.fund("Ana", 4);
		const { favorId } = done(await rig.ask("Ana"));
		done(await rig.step("Bo", favorId, "accept"));
		done(await rig.step("Ana", favorId, "confirm"));
		const kept = await rig.storage.db.entry.findFirstOrThrow({ where: { kind: "favor-kept" } });
		done(await correct("Ana", -3));
		const fine = (await changes()).at(-1);
		const own = { reason: "not-your-own" };
		expect(refused(await back(kept.id, "Ana"))).toEqual(own);
		expect(refused(await back(fine?.subjectId ?? 0, "Ana"))).toEqual(own);
		expect(refused(await undo(fine?.id ?? 0, "Ana"))).toEqual(own);
		expect(await rig.balances()).toMatchObject({ Ana: -3, Bo: 5 });
		// To their own loss they may: it was a mistake, and they say so.
		const { entryId } = done(await rig.thank("Bo", "Ana"));
		done(await back(entryId, "Ana"));
		done(await back(kept.id));
		expect(await rig.balances()).toMatchObject({ Ana: 1, Bo: 0 });
		await rig.mustHold();
	});

	test("what follows from others stays, and what is not there is not found", async () => {
		const rig = await open();
		const { revert: back } = acts(rig);
		await rig.fund("Ana", 10);
		done(await rig.ask("Ana"));
		const asked = await rig.storage.db.entry.findFirstOrThrow({ where: { kind: "favor-asked" } });
		expect(refused(await back(asked.id))).toEqual({ reason: "cannot-take-back", kind: "favor-asked" });
		expect(refused(await back(9_999))).toEqual({ reason: "no-such-entry" });
	});
});

describe("off the boards", () => {
	test("an excluded member is counted and not shown, this week and over several", async () => {
		const rig = await open();
		const { exclude } = acts(rig);
		done(await rig.thank("Ana", "Bo"));
		done(await rig.thank("Cy", "Bo"));
		expect(done(await exclude("Ana"))).toEqual({ excluded: true });
		for (const weeks of [1, 4, 0]) {
			const span = { channelId: 0, weeks, week: rig.ledger.weekOf(rig.clock.now, "UTC") };
			const board = await rig.ledger.read((query) => readBoard(query, rig.communityId, span, 5));
			expect(board.generous.map(({ memberId }) => memberId)).toEqual([rig.idOf("Cy")]);
			expect(board.thanks).toBe(2);
		}
		expect(done(await exclude("Ana"))).toEqual({ excluded: false });
		await rig.mustHold();
	});
});

describe("paused", () => {
	test("gives, asks and helps nobody, and finishes what is under way", async () => {
		const rig = await open();
		const { freeze } = acts(rig);
		await rig.fund("Ana", 10);
		await rig.fund("Bo", 10);
		const { favorId } = done(await rig.ask("Bo"));
		const other = done(await rig.ask("Bo"));
		done(await rig.step("Ana", favorId, "accept"));
		expect(done(await freeze("Ana"))).toEqual({ frozen: true });
		const paused = { reason: "paused" };
		expect(refused(await rig.thank("Ana", "Bo"))).toEqual(paused);
		expect(refused(await rig.react("Ana", "Bo"))).toEqual(paused);
		expect(refused(await rig.ask("Ana"))).toEqual(paused);
		expect(refused(await rig.step("Ana", other.favorId, "accept"))).toEqual(paused);
		expect(refused(await rig.ask("Bo", { of: "Ana" }))).toEqual({ reason: "cannot-help", name: "Ana" });
		done(await rig.step("Ana", favorId, "done"));
		done(await rig.step("Bo", favorId, "confirm"));
		done(await rig.thank("Bo", "Ana"));
		expect(done(await freeze("Ana"))).toEqual({ frozen: false });
		done(await rig.thank("Ana", "Bo"));
		await rig.mustHold();
	});

	test("two admins who want the same at once do not undo each other, and it is changed once", async () => {
		const rig = await open();
		const input = { by: by(rig, "Root"), who: rig.person("Ana"), reason: "a word first", to: true };
		for (const verb of [switchFrozen, switchExcluded, switchAdmin] as const) {
			const answers = await Promise.all([1, 2].map(() => rig.submit<typeof input, unknown>(verb, input)));
			expect(done(answers[1] as never)).toEqual(done(answers[0] as never));
		}
		expect((await acts(rig).changes()).map(({ what }) => what)).toEqual([
			"member frozen",
			"member excluded",
			"member admin",
		]);
		expect(await acts(rig).told("Ana")).toBe(3);
		await rig.mustHold();
	});

	test("nobody pauses themselves, or lets themselves go on", async () => {
		const rig = await open();
		const { freeze, admin, undo, changes } = acts(rig);
		expect(refused(await freeze("Root"))).toEqual({ reason: "not-your-own" });
		done(await admin("Ana"));
		done(await freeze("Ana"));
		expect(refused(await freeze("Ana", "Ana"))).toEqual({ reason: "not-your-own" });
		const last = (await changes()).at(-1);
		expect(refused(await undo(last?.id ?? 0, "Ana"))).toEqual({ reason: "not-your-own" });
	});
});

describe("an allowance by the week", () => {
	test("is one, from Monday on, in the giver's own zone, and comes back on Monday", async () => {
		const rig = await open({ now: new Date("2026-11-18T12:00:00Z") });
		done(await acts(rig).set([["thanks.period", "week"]]));
		const timezone = "Asia/Kathmandu";
		const first = done(await rig.thank("Ana", "Bo", { amount: 3, timezone }));
		expect(first).toMatchObject({ left: 2, period: "week", resetsAt: new Date("2026-11-22T18:15:00Z") });
		rig.pass(2 * 86_400_000);
		expect(refused(await rig.thank("Ana", "Bo", { timezone }))).toMatchObject({ reason: "pair-cap", period: "week" });
		done(await rig.thank("Ana", "Cy", { amount: 2, timezone }));
		expect(refused(await rig.thank("Ana", "Dee", { timezone }))).toMatchObject({ reason: "allowance-used", left: 0 });
		expect((await rig.wallet("Ana", timezone)).thanks).toMatchObject({ left: 0, period: "week" });
		// Taken back within the week, it may be given again.
		done(await rig.undo("Ana"));
		expect((await rig.wallet("Ana", timezone)).thanks.left).toBe(2);
		rig.clock.now = new Date("2026-11-22T18:16:00Z");
		expect(done(await rig.thank("Ana", "Bo", { amount: 3, timezone })).left).toBe(2);
		await rig.mustHold();
	});
});
