// Endorsing: the thanks emoji on the bot's own line adds thanks to whom the line is for.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { react } from "../../src/ledger/reactions.ts";
import type { Someone } from "../../src/rules/types.ts";
import { database } from "../storage/fresh.ts";
import { day, done, openRig, personCalled, type Rig, refused } from "./rig.ts";

const BOT: Someone = { id: undefined, name: "Goodturn", kind: "bot" };
const WIDE = { thanks: { perDay: 1_000, perPairPerDay: 1_000, undoWithinMinutes: 10_000 } };

type Endorsed = { added?: boolean; order?: number; message?: string; key?: string; unknownAuthor?: boolean };

/** Somebody reacts to what the bot posted as `message`. */
async function endorse(rig: Rig, by: string, { added = true, message = "P1", ...more }: Endorsed = {}) {
	const { key, order, unknownAuthor } = more;
	const receiver = unknownAuthor ? undefined : BOT;
	const posts = [`x/${message}`, message];
	const input = { reactor: rig.person(by), receiver, emoji: "💐", message, posts, added, order, where: rig.general };
	return rig.submit(react, input, key === undefined ? {} : { key });
}

/** The sender did its work: the line of a thanks stands in the channel as `message`. */
async function posted(rig: Rig, entryId: number, message = "P1"): Promise<void> {
	const { communityId, workspaceId, general } = rig;
	const where = { communityId_id: { communityId, id: entryId } };
	const { leadId } = await rig.storage.db.entry.findUniqueOrThrow({ where });
	const destination = `c${general.channelId}`;
	await rig.storage.db.post.create({
		data: { communityId, subject: `entry:${leadId ?? entryId}`, destination, workspaceId, message },
	});
}

async function thanked(rig: Rig, to: string | string[], by = "Ana"): Promise<number> {
	const { entryId } = done(await rig.thank(by, to));
	await posted(rig, entryId);
	return entryId;
}

describe("the thanks emoji on the line of a thanks", () => {
	test("adds one to each whom the line is for, out of the allowance of who reacts", async () => {
		const rig = await openRig();
		await thanked(rig, ["Bo", "Cy"]);
		expect(done(await endorse(rig, "Dee")).result).toBe("given");
		expect(await rig.balances()).toMatchObject({ Ana: 0, Bo: 2, Cy: 2, Dee: 0 });
		expect((await rig.wallet("Dee")).thanks.left).toBe(3);
		await rig.mustHold();
	});

	test("never to who reacts: of several the others, of one nobody", async () => {
		const rig = await openRig();
		await thanked(rig, ["Bo", "Cy"]);
		expect(done(await endorse(rig, "Bo")).result).toBe("given");
		expect(await rig.balances()).toMatchObject({ Bo: 1, Cy: 2 });
		const { entryId } = done(await rig.thank("Ana", "Dee"));
		await posted(rig, entryId, "P2");
		expect(done(await endorse(rig, "Dee", { message: "P2" })).result).toBe("ignored");
		expect(await rig.balance("Dee")).toBe(1);
		await rig.mustHold();
	});

	test("its giver may, as anybody: out of the same allowance, under the same cap", async () => {
		const rig = await openRig();
		done(await rig.thank("Ana", "Bo", { amount: 2 }));
		await thanked(rig, "Bo", "Cy");
		expect(done(await endorse(rig, "Ana")).result).toBe("given");
		expect(refused(await rig.thank("Ana", "Bo")).reason).toBe("pair-cap");
		expect(await rig.balances()).toMatchObject({ Ana: 0, Bo: 4 });
		await rig.mustHold();
	});

	test("is all or nothing: over the allowance or the cap for one of them nobody gets any", async () => {
		const rig = await openRig();
		await thanked(rig, ["Bo", "Cy"]);
		done(await rig.thank("Dee", "Bo", { amount: 3 }));
		expect(refused(await endorse(rig, "Dee"))).toMatchObject({ reason: "pair-cap", names: ["Bo"] });
		done(await rig.thank("Eli", "Dee", { amount: 3 }));
		done(await rig.thank("Eli", "Fay"));
		expect(refused(await endorse(rig, "Eli"))).toMatchObject({ reason: "allowance-used", needs: 2, left: 1 });
		expect(await rig.balances()).toMatchObject({ Bo: 4, Cy: 1 });
		expect(await rig.storage.db.reaction.count()).toBe(0);
		await rig.mustHold();
	});

	test("on a line that several share is for the one whom it is for, whoever said it", async () => {
		const rig = await openRig();
		const entryId = await thanked(rig, "Bo", "Ana");
		done(await rig.thank("Cy", "Bo"));
		done(await rig.undo("Ana"));
		expect(done(await endorse(rig, "Dee")).result).toBe("given");
		expect(await rig.balance("Bo")).toBe(2);
		done(await rig.undo("Cy"));
		// Nothing stands on it any more.
		expect(done(await endorse(rig, "Eli")).result).toBe("ignored");
		expect(await rig.balance("Bo")).toBe(1);
		expect(entryId).toBeGreaterThan(0);
		await rig.mustHold();
	});

	test("leaves out who is gone", async () => {
		const rig = await openRig();
		await thanked(rig, ["Bo", "Cy"]);
		await rig.met([{ ...personCalled("Cy"), kind: "gone" }]);
		expect(done(await endorse(rig, "Dee")).result).toBe("given");
		expect(await rig.balances()).toMatchObject({ Bo: 2, Cy: 1 });
		await rig.mustHold();
	});

	test("on anything else of a bot's gives nothing", async () => {
		const rig = await openRig();
		await thanked(rig, "Bo");
		expect(refused(await endorse(rig, "Dee", { message: "P9" })).reason).toBe("not-a-person");
		const { communityId, workspaceId, general } = rig;
		const data = { communityId, workspaceId, destination: `c${general.channelId}` };
		await rig.storage.db.post.create({ data: { ...data, subject: "favor:7", message: "P3" } });
		expect(refused(await endorse(rig, "Dee", { message: "P3" })).reason).toBe("not-a-person");
		// What is posted elsewhere under the same name is another message.
		await rig.storage.db.post.create({ data: { ...data, workspaceId: 99, subject: "entry:1", message: "P4" } });
		expect(refused(await endorse(rig, "Dee", { message: "P4" })).reason).toBe("not-a-person");
		expect(await rig.balance("Bo")).toBe(1);
	});

	test("taken away takes it back from all of them, days later and without knowing whose message it was", async () => {
		const rig = await openRig();
		await thanked(rig, ["Bo", "Cy"]);
		done(await endorse(rig, "Dee"));
		rig.pass(3 * day);
		expect(done(await endorse(rig, "Dee", { added: false, unknownAuthor: true })).result).toBe("taken-back");
		expect(await rig.balances()).toMatchObject({ Bo: 1, Cy: 1 });
		await rig.mustHold();
	});

	test("those who get it hear of it as of any reaction, privately; the channel hears nothing", async () => {
		const rig = await openRig();
		await thanked(rig, ["Bo", "Cy"]);
		const before = await rig.notices({ channelId: { not: null } });
		done(await endorse(rig, "Dee"));
		const told = await rig.notices({ kind: "reaction" });
		expect(told.map(({ memberId }) => memberId)).toEqual([rig.idOf("Bo"), rig.idOf("Cy")]);
		expect(await rig.notices({ channelId: { not: null } })).toEqual(before);
	});
});

describe("whatever order endorsements arrive in, however often", () => {
	type Event = { by: number; added: boolean; order: number; times: number };
	const events: fc.Arbitrary<Event[]> = fc.array(
		fc.record({
			by: fc.nat(2),
			added: fc.boolean(),
			order: fc.integer({ min: 1, max: 12 }),
			times: fc.constantFrom(1, 1, 2),
		}),
		{ minLength: 1, maxLength: 14 },
	);
	const REACTORS = ["Dee", "Eli", "Fay"];

	test("the last by the platform's order stands, and the book holds", async () => {
		await fc.assert(
			fc.asyncProperty(events, async (story) => {
				const rig = await openRig({ policy: WIDE });
				await thanked(rig, ["Bo", "Cy"]);
				const last = new Map<string, { order: number; added: boolean }>();
				for (const [index, { by, added, order, times }] of story.entries()) {
					const who = REACTORS[by] ?? "Dee";
					const key = `k${index}`;
					const one = { added, order, key, unknownAuthor: !added };
					await Promise.all(Array.from({ length: times }, () => endorse(rig, who, one)));
					const known = last.get(who);
					if (!known || order > known.order) last.set(who, { order, added });
				}
				const standing = [...last.values()].filter(({ added }) => added).length;
				expect(await rig.balances()).toMatchObject({ Bo: 1 + standing, Cy: 1 + standing });
				await rig.mustHold();
				await rig.ledger.idle();
				await rig.storage.close();
			}),
			{ numRuns: database === "sqlite" ? 40 : 12, interruptAfterTimeLimit: 40_000 },
		);
	}, 60_000);
});
