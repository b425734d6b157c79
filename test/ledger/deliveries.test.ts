// What is owed: in order for each destination, held back while an earlier one is retried, and forgotten in time.
import { describe, expect, test } from "vitest";
import {
	dueDestinations,
	LEASE_MS,
	type Lease,
	lease,
	nextNoticeAt,
	owedAt,
	type Settlement,
	settle,
} from "../../src/ledger/deliveries.ts";
import { keepDraft, readDraft } from "../../src/ledger/drafts.ts";
import { createLedger } from "../../src/ledger/ledger.ts";
import type { Verb } from "../../src/ledger/list.ts";
import { type NoticeTo, tell } from "../../src/ledger/notices.ts";
import { day, done, hour, minute, openRig, type Rig } from "./rig.ts";

const owe: Verb<{ to: NoticeTo; dueAt?: Date; subject?: string }, null> = async (book, context, { to, ...options }) => {
	await tell(book, context, to, { kind: "welcome" }, options);
	return null;
};

async function openOwing(): Promise<Rig & { toAna: NoticeTo; toBo: NoticeTo; toGeneral: NoticeTo }> {
	const rig = await openRig();
	const { workspaceId } = rig;
	const to = (name: string) => ({ workspaceId, memberId: rig.idOf(name) });
	return { ...rig, toAna: to("Ana"), toBo: to("Bo"), toGeneral: { workspaceId, channelId: rig.general.channelId } };
}

/** What a sender would find at one time, destination by destination. */
async function owedNow(rig: Rig, now = rig.clock.now, only?: number): Promise<number[]> {
	return rig.ledger.read(async (query) => {
		const ids: number[] = [];
		for (const key of await dueDestinations(query, ["slack"], now, 10, only)) {
			const { due } = await owedAt(query, { ...key, until: now }, now);
			ids.push(...due.map(({ id }) => id));
		}
		return ids;
	});
}

const nameOf = (to: NoticeTo) => ("channelId" in to ? `c${to.channelId}` : `m${to.memberId}`);
const take = async (rig: Rig, ...to: NoticeTo[]): Promise<Lease[]> =>
	done(
		await rig.submit(
			lease,
			to.map((one) => ({ workspaceId: one.workspaceId, name: nameOf(one) })),
		),
	);

/** As a sender does that looks once, sends one portion and is done. */
async function serveOnce(rig: Rig, to: NoticeTo, how: (id: number) => Settlement): Promise<number[]> {
	const [held] = await take(rig, to);
	if (!held) return [];
	const { due, restAt } = await rig.ledger.read((query) => owedAt(query, held, rig.clock.now));
	done(await rig.submit(settle, { lease: held, settlements: due.map(({ id }) => how(id)), restAt }));
	return due.map(({ id }) => id);
}
const sent = (noticeId: number): Settlement => ({ noticeId, state: "sent" });

/** Without a lease: only what becomes of the notices. */
const settled = async (rig: Rig, ...settlements: Settlement[]) => {
	const none = { communityId: rig.communityId, workspaceId: rig.workspaceId, name: "m0", until: rig.clock.now };
	return done(await rig.submit(settle, { lease: none, settlements }));
};
const state = async (rig: Rig) => (await rig.notices()).map((row) => `${row.id} ${row.state}`);

describe("what may be sent now", () => {
	test("is what is due, the longest waiting first", async () => {
		const rig = await openOwing();
		const later = new Date(rig.clock.now.getTime() + hour);
		done(await rig.submit(owe, { to: rig.toAna, dueAt: later }));
		for (const to of [rig.toBo, rig.toGeneral]) {
			done(await rig.submit(owe, { to }));
			rig.pass(1);
		}
		expect(await owedNow(rig)).toEqual([3, 4]);
		expect(await rig.ledger.read((query) => nextNoticeAt(query, rig.clock.now))).toEqual(later);
		expect(await owedNow(rig, later)).toEqual([3, 4, 2]);
		expect(await rig.ledger.read((query) => nextNoticeAt(query, later))).toBeUndefined();
	});

	test("is held back behind one that is retried, for the same destination alone", async () => {
		const rig = await openOwing();
		for (const to of [rig.toAna, rig.toBo, rig.toAna]) done(await rig.submit(owe, { to }));
		const retryAt = new Date(rig.clock.now.getTime() + minute);
		const down = (noticeId: number): Settlement => ({ noticeId, state: "owed", error: "down", retryAt });
		expect(await serveOnce(rig, rig.toAna, down)).toEqual([2, 4]);
		done(await rig.submit(owe, { to: rig.toAna }));
		expect(await owedNow(rig)).toEqual([3]);
		expect(await take(rig, rig.toAna)).toEqual([]);
		expect(await rig.ledger.read((query) => nextNoticeAt(query, rig.clock.now))).toEqual(retryAt);
		rig.pass(minute);
		expect((await owedNow(rig)).sort()).toEqual([2, 3, 4, 5]);
		expect(await serveOnce(rig, rig.toAna, sent)).toEqual([2, 4, 5]);
		expect(await owedNow(rig)).toEqual([3]);
	});

	test("is not held back behind one that is only due later", async () => {
		const rig = await openOwing();
		const later = new Date(rig.clock.now.getTime() + hour);
		done(await rig.submit(owe, { to: rig.toAna, dueAt: later }));
		done(await rig.submit(owe, { to: rig.toAna }));
		expect(await owedNow(rig)).toEqual([3]);
		expect(await serveOnce(rig, rig.toAna, sent)).toEqual([3]);
		expect(await owedNow(rig)).toEqual([]);
		expect(await rig.ledger.read((query) => nextNoticeAt(query, rig.clock.now))).toEqual(later);
	});

	test("of a community whose clock was moved goes by its own time", async () => {
		const rig = await openOwing();
		const wall = rig.clock.now;
		rig.pass(7 * day);
		done(await rig.submit(owe, { to: rig.toAna }));
		expect(await owedNow(rig, wall)).toEqual([]);
		expect(await owedNow(rig, rig.clock.now, rig.communityId)).toEqual([2]);
		expect(await owedNow(rig, rig.clock.now, 999)).toEqual([]);
	});

	test("comes in portions, and all of it comes, once", async () => {
		const rig = await openOwing();
		await Promise.all(Array.from({ length: 250 }, () => rig.submit(owe, { to: rig.toAna })));
		const first = await serveOnce(rig, rig.toAna, sent);
		const rest = await serveOnce(rig, rig.toAna, sent);
		expect([...first, ...rest]).toEqual(Array.from({ length: 250 }, (_, index) => index + 2));
		expect(first.length).toBeLessThan(250);
		expect(await serveOnce(rig, rig.toAna, sent)).toEqual([]);
	});
});

describe("a destination", () => {
	test("is one process's at a time", async () => {
		const rig = await openOwing();
		for (const to of [rig.toAna, rig.toBo]) done(await rig.submit(owe, { to }));
		const [ana] = await take(rig, rig.toAna);
		expect(ana).toMatchObject({ name: nameOf(rig.toAna) });
		expect(await owedNow(rig)).toEqual([3]);
		expect(await take(rig, rig.toAna, rig.toBo)).toHaveLength(1);
		expect(await take(rig, rig.toAna, rig.toBo)).toEqual([]);
	});

	test("on a platform that a process does not know is another's", async () => {
		const rig = await openOwing();
		done(await rig.submit(owe, { to: rig.toAna }));
		const due = (...platforms: string[]) =>
			rig.ledger.read((query) => dueDestinations(query, platforms, rig.clock.now, 10));
		expect(await due("discord")).toEqual([]);
		expect(await due()).toEqual([]);
		expect(await due("discord", "slack")).toHaveLength(1);
	});

	test("with nothing to send is nobody's", async () => {
		const rig = await openOwing();
		expect(await take(rig, rig.toAna)).toEqual([]);
		done(await rig.submit(owe, { to: rig.toAna, dueAt: new Date(rig.clock.now.getTime() + 1) }));
		expect(await take(rig, rig.toAna)).toEqual([]);
	});

	test("is looked at again for what was told while it was held", async () => {
		const rig = await openOwing();
		done(await rig.submit(owe, { to: rig.toAna }));
		const [held] = await take(rig, rig.toAna);
		const later = new Date(rig.clock.now.getTime() + 10);
		done(await rig.submit(owe, { to: rig.toAna, dueAt: later }));
		done(await rig.submit(settle, { lease: held as Lease, settlements: [sent(2)], restAt: null }));
		expect(await rig.ledger.read((query) => nextNoticeAt(query, rig.clock.now))).toEqual(later);
	});

	test("is looked at again for what was told while it was held, however late that is due", async () => {
		const rig = await openOwing();
		done(await rig.submit(owe, { to: rig.toAna }));
		const [held] = await take(rig, rig.toAna);
		const later = new Date(rig.clock.now.getTime() + hour);
		done(await rig.submit(owe, { to: rig.toAna, dueAt: later }));
		done(await rig.submit(settle, { lease: held as Lease, settlements: [sent(2)], restAt: null }));
		rig.pass(LEASE_MS);
		expect(await serveOnce(rig, rig.toAna, sent)).toEqual([]);
		expect(await rig.ledger.read((query) => nextNoticeAt(query, rig.clock.now))).toEqual(later);
		rig.pass(hour);
		expect(await serveOnce(rig, rig.toAna, sent)).toEqual([3]);
	});

	test("that a clock ahead of time put off comes back when the clock is right again", async () => {
		const rig = await openOwing();
		const right = rig.clock.now;
		rig.pass(365 * day);
		for (const to of [rig.toAna, rig.toBo]) done(await rig.submit(owe, { to }));
		await take(rig, rig.toAna);
		rig.clock.now = right;
		expect(await owedNow(rig)).toEqual([]);
		expect(await rig.ledger.comeBackFromTheFuture(right, [rig.communityId])).toBe(false);
		expect(await rig.ledger.comeBackFromTheFuture(right, [])).toBe(true);
		expect((await owedNow(rig)).sort()).toEqual([2, 3]);
		expect(await rig.ledger.comeBackFromTheFuture(right, [])).toBe(false);
	});

	test("is kept from one attempt to the next, and given up by who is too slow", async () => {
		const rig = await openOwing();
		for (let count = 0; count < 3; count++) done(await rig.submit(owe, { to: rig.toAna }));
		const [first] = await take(rig, rig.toAna);
		rig.pass(LEASE_MS - 1);
		const { lease: second } = done(await rig.submit(settle, { lease: first as Lease, settlements: [sent(2)] }));
		rig.pass(LEASE_MS - 1);
		expect(await take(rig, rig.toAna)).toEqual([]);
		rig.pass(1);
		const [other] = await take(rig, rig.toAna);
		expect(other?.name).toBe(second?.name);
		// What it sent is sent; the destination is no longer its own to go on with, nor to give back.
		expect(done(await rig.submit(settle, { lease: second as Lease, settlements: [sent(3)], restAt: null }))).toEqual({
			lease: null,
		});
		expect(await take(rig, rig.toAna)).toEqual([]);
		expect(await state(rig)).toEqual(["2 sent", "3 sent", "4 owed"]);
	});

	test("whose process is no more is free at once where there can be no other", async () => {
		const rig = await openOwing();
		done(await rig.submit(owe, { to: rig.toAna }));
		await take(rig, rig.toAna);
		expect(await owedNow(rig)).toEqual([]);
		const alone = createLedger({ ...rig.storage, alone: true });
		await alone.recover(rig.clock.now);
		expect(await owedNow(rig)).toEqual([2]);
		await take(rig, rig.toAna);
		await rig.ledger.recover(rig.clock.now);
		expect(await owedNow(rig)).toEqual([]);
	});
});

describe("what became of it", () => {
	test("is kept: how often it was tried, when it was sent, and what went wrong", async () => {
		const rig = await openOwing();
		done(await rig.submit(owe, { to: rig.toAna }));
		const retryAt = new Date(rig.clock.now.getTime() + minute);
		await settled(rig, { noticeId: 2, state: "owed", error: "down", retryAt });
		expect((await rig.notices())[0]).toMatchObject({ state: "owed", attempts: 1, error: "down", sentAt: null });
		rig.pass(minute);
		const post = { subject: "favor:7", destination: "m2", workspaceId: rig.workspaceId, message: "1.2" };
		await settled(rig, { noticeId: 2, state: "sent", post });
		expect((await rig.notices())[0]).toMatchObject({ state: "sent", attempts: 2, error: null, sentAt: rig.clock.now });
		expect(await rig.ledger.readings.post(rig.communityId, "favor:7", "m2")).toMatchObject({ message: "1.2" });
	});

	test("where a card stands is where it was posted last", async () => {
		const rig = await openOwing();
		for (const message of ["1.1", "2.2"]) {
			done(await rig.submit(owe, { to: rig.toAna, subject: "favor:7" }));
			const [noticeId = 0] = (await rig.notices({ state: "owed" })).map(({ id }) => id);
			const post = { subject: "favor:7", destination: "m2", workspaceId: rig.workspaceId, message };
			await settled(rig, { noticeId, state: "sent", post });
		}
		expect(await rig.ledger.readings.post(rig.communityId, "favor:7", "m2")).toMatchObject({ message: "2.2" });
	});

	test("the way to answer is forgotten with the last try", async () => {
		const rig = await openOwing();
		const route: Verb<null, null> = async (book, context) => {
			await tell(book, context, rig.toGeneral, { kind: "welcome" }, { route: "https://hooks.example/1" });
			return null;
		};
		done(await rig.submit(route, null));
		await settled(rig, { noticeId: 2, state: "owed", retryAt: rig.clock.now });
		expect((await rig.notices())[0]?.route).toBe("https://hooks.example/1");
		await settled(rig, { noticeId: 2, state: "sent" });
		expect((await rig.notices())[0]?.route).toBeNull();
	});

	test("what was withdrawn while it was being tried is not tried again", async () => {
		const rig = await openOwing();
		done(await rig.thank("Cy", "Bo"));
		rig.pass(minute);
		done(await rig.react("Ana", "Bo"));
		const [reaction] = await rig.notices({ kind: "reaction" });
		done(await rig.react("Ana", "Bo", { added: false }));
		await settled(rig, { noticeId: reaction?.id ?? 0, state: "owed", error: "down", retryAt: rig.clock.now });
		expect((await rig.notices({ kind: "reaction" })).map((row) => row.state)).toEqual(["dropped"]);
		// What reached its reader all the same is known as sent.
		await settled(rig, { noticeId: reaction?.id ?? 0, state: "sent" });
		expect((await rig.notices({ kind: "reaction" })).map((row) => row.state)).toEqual(["sent"]);
	});

	test("of what is gone is nobody's trouble", async () => {
		const rig = await openOwing();
		await settled(rig, { noticeId: 99, state: "sent" });
		expect(await state(rig)).toEqual([]);
	});
});

describe("what cannot be delivered and matters", () => {
	const events = async (rig: Rig) =>
		(await rig.notices({ kind: "favor" })).map((row) => [
			row.memberId,
			(JSON.parse(row.data) as { event: string }).event,
		]);

	test("a favor asked of one who cannot be reached: the asker hears, while it is open", async () => {
		const rig = await openOwing();
		for (const cancelled of [false, true]) {
			const { favorId } = done(await rig.ask("Ana", { of: "Bo", size: "small" }));
			const [asked] = await rig.notices({ subject: `favor:${favorId}` });
			if (cancelled) done(await rig.step("Ana", favorId, "cancel"));
			await settled(rig, { noticeId: asked?.id ?? 0, state: "parked", error: "takes no messages" });
		}
		const unreachable = (await events(rig)).filter(([, event]) => event === "unreachable");
		expect(unreachable).toEqual([[rig.idOf("Ana"), "unreachable"]]);
		// That this cannot be delivered either is told to nobody.
		const [told] = (await rig.notices({ kind: "favor" })).filter(({ data }) => data.includes("unreachable"));
		const before = (await rig.notices()).length;
		await settled(rig, { noticeId: told?.id ?? 0, state: "parked", error: "takes no messages" });
		expect(await rig.notices()).toHaveLength(before);
	});

	test("a thanks that cannot be posted: its receivers hear of it in private", async () => {
		const rig = await openOwing();
		done(await rig.thank("Ana", ["Bo", "Cy"]));
		const [line] = await rig.notices({ kind: "thanks" });
		await settled(rig, { noticeId: line?.id ?? 0, state: "parked", error: "the channel is gone" });
		const privately = await rig.notices({ kind: "thanks-privately" });
		expect(privately.map(({ memberId, state: now }) => [memberId, now])).toEqual([
			[rig.idOf("Bo"), "owed"],
			[rig.idOf("Cy"), "owed"],
		]);
	});
});

describe("tidying", () => {
	test("forgets what was sent or dropped after thirty days, and keeps what is owed or parked", async () => {
		const rig = await openOwing();
		for (const to of [rig.toAna, rig.toBo, rig.toGeneral, rig.toAna]) done(await rig.submit(owe, { to }));
		await settled(
			rig,
			{ noticeId: 2, state: "sent" },
			{ noticeId: 3, state: "dropped" },
			{ noticeId: 4, state: "parked" },
		);
		rig.pass(30 * day);
		await rig.ledger.tidy(rig.communityId, rig.clock.now);
		expect(await state(rig)).toEqual(["2 sent", "3 dropped", "4 parked", "5 owed"]);
		rig.pass(1);
		await rig.ledger.tidy(rig.communityId, rig.clock.now);
		expect(await state(rig)).toEqual(["4 parked", "5 owed"]);
	});

	test("forgets drafts after a day; a draft is its owner's alone", async () => {
		const rig = await openOwing();
		const keep = async (name: string, data: string) =>
			done(await rig.submit(keepDraft, { memberId: rig.idOf(name), data })).draftId;
		const read = (id: number, name: string) =>
			rig.ledger.read((query) => readDraft(query, rig.communityId, id, rig.idOf(name)));
		const first = await keep("Ana", "first");
		expect([await read(first, "Ana"), await read(first, "Bo")]).toEqual(["first", undefined]);
		rig.pass(day + 1);
		await rig.ledger.tidy(rig.communityId, rig.clock.now);
		// An old button must not find what was typed since.
		const second = await keep("Ana", "second");
		expect(second).not.toBe(first);
		await rig.ledger.tidy(rig.communityId, rig.clock.now);
		expect(await read(first, "Ana")).toBeUndefined();
		expect(await read(second, "Ana")).toBe("second");
	});

	test("touches nothing of another community", async () => {
		const rig = await openOwing();
		done(await rig.submit(owe, { to: rig.toAna }));
		await settled(rig, { noticeId: 2, state: "sent" });
		rig.pass(99 * day);
		await rig.ledger.tidy(rig.communityId + 1, rig.clock.now);
		expect(await state(rig)).toEqual(["2 sent"]);
	});
});
