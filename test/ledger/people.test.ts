// Who is who: made once, kept fresh, and back after having left.
import { describe, expect, test } from "vitest";
import { greet, meet, meetPlace, type Seen, setMember } from "../../src/ledger/people.ts";
import { done, hour, openRig, personCalled, WORKSPACE } from "./rig.ts";

const member = (name: string, change: Partial<Seen> = {}): Seen => ({ ...personCalled(name), ...change });

describe("people", () => {
	test("are members with an account once they take part, each once", async () => {
		const rig = await openRig({ people: [] });
		const seen = [member("Ana"), member("Guest", { kind: "guest" }), member("Bot", { kind: "bot" })];
		const outside = [member("Zoe", { kind: "stranger" }), member("Old", { kind: "gone" })];
		const all = await Promise.all(Array.from({ length: 5 }, () => rig.met([...seen, ...outside])));
		expect(new Set(all.map((ids) => JSON.stringify(ids))).size).toBe(1);
		expect(Object.keys(all[0] ?? {})).toEqual(["U-Ana", "U-Guest"]);
		expect(await rig.storage.db.member.count()).toBe(2);
		expect(await rig.storage.db.account.count()).toBe(2);
		await rig.mustHold();
	});

	test("are kept fresh: their name, their kind, their zone; what they set themselves stays", async () => {
		const rig = await openRig({ people: ["Ana"] });
		const memberId = rig.idOf("Ana");
		done(await rig.submit(setMember, { memberId, settings: { quiet: "all", ownTimezone: "Asia/Tokyo" } }));
		rig.pass(hour);
		await rig.met([member("Ana", { name: "Anna", timezone: "Europe/Berlin", locale: "de" })]);
		expect(await rig.ledger.readings.member(rig.communityId, memberId)).toMatchObject({
			name: "Anna",
			platformTimezone: "Europe/Berlin",
			ownTimezone: "Asia/Tokyo",
			locale: "de",
			quiet: "all",
			joinedAt: new Date("2026-11-16T10:00:00Z"),
		});
		await rig.met([member("Ana", { timezone: "Mars/Olympus" })]);
		expect(await rig.ledger.readings.member(rig.communityId, memberId)).toMatchObject({ platformTimezone: null });
	});

	test("what an event leaves out stays as it is known", async () => {
		const rig = await openRig({ people: ["Ana"] });
		const known = { name: "Ana", platformTimezone: "Europe/Berlin", locale: "de" };
		const ana = () => rig.ledger.readings.member(rig.communityId, rig.idOf("Ana"));
		await rig.met([member("Ana", { timezone: "Europe/Berlin", locale: "de" })]);
		await rig.met([member("Ana")]);
		expect(await ana()).toMatchObject(known);
		await rig.met([member("Ana", { name: "U-Ana", kind: "gone" })]);
		expect(await ana()).toMatchObject({ ...known, kind: "gone" });
	});

	test("who left and came back are the same member", async () => {
		const rig = await openRig({ people: ["Ana"] });
		for (const kind of ["gone", "person"] as const) {
			expect(await rig.met([member("Ana", { kind })])).toEqual({ "U-Ana": rig.idOf("Ana") });
			expect((await rig.ledger.readings.member(rig.communityId, rig.idOf("Ana")))?.kind).toBe(kind);
		}
	});

	test("that the directory only mentions are not made members", async () => {
		const rig = await openRig({ people: ["Ana"] });
		const people = [member("Ana", { name: "Anna" }), member("Bo")];
		const ids = done(await rig.submit(meet, { workspaceId: rig.workspaceId, people, onlyKnown: true }));
		expect(ids).toEqual({ "U-Ana": rig.idOf("Ana") });
		expect(await rig.storage.db.member.findMany({ select: { name: true } })).toEqual([{ name: "Anna" }]);
	});

	test("live in the platform's zone, else in their own, else in the community's", async () => {
		const rig = await openRig({ people: ["Ana"], timezone: "Asia/Kathmandu" });
		const zone = () => rig.ledger.readings.timezoneOf(rig.communityId, rig.idOf("Ana"));
		expect(await zone()).toBe("Asia/Kathmandu");
		done(await rig.submit(setMember, { memberId: rig.idOf("Ana"), settings: { ownTimezone: "Asia/Tokyo" } }));
		expect(await zone()).toBe("Asia/Tokyo");
		await rig.met([member("Ana", { timezone: "Europe/Berlin" })]);
		expect(await zone()).toBe("Europe/Berlin");
	});
});

describe("a workspace", () => {
	test("is made once, with a community of its own, also when it is met many times at once", async () => {
		const rig = await openRig();
		const ref = { platform: "discord", external: "G1", name: "Guild" };
		const met = await Promise.all(
			Array.from({ length: 5 }, () => rig.ledger.workspaceFor(ref, "Asia/Tokyo", rig.clock.now)),
		);
		expect(new Set(met.map(({ id }) => id)).size).toBe(1);
		expect(await rig.storage.db.community.count()).toBe(2);
		expect(await rig.storage.db.workspace.count()).toBe(2);
		expect(met[0]?.communityId).not.toBe(rig.communityId);
	});

	test("that the bot left is not among those that jobs look at, until it is back", async () => {
		const rig = await openRig();
		const ids = async () => (await rig.ledger.communities()).map(({ id }) => id);
		expect(await ids()).toEqual([rig.communityId]);
		await rig.ledger.leaveWorkspace(rig.workspaceId, rig.clock.now);
		expect(await ids()).toEqual([]);
		const back = await rig.ledger.workspaceFor(WORKSPACE, "UTC", rig.clock.now);
		expect([back.id, back.communityId, back.leftAt]).toEqual([rig.workspaceId, rig.communityId, null]);
		expect(await ids()).toEqual([rig.communityId]);
	});
});

describe("a place", () => {
	const seen = (rig: { workspaceId: number }, change: object = {}) => ({
		workspaceId: rig.workspaceId,
		external: "C-new",
		name: "new",
		kind: "public",
		present: true,
		home: false,
		...change,
	});

	test("is made once and kept fresh; a home stays one until the bot leaves it", async () => {
		const rig = await openRig();
		const meetIt = async (change: object = {}) => done(await rig.submit(meetPlace, seen(rig, change))).channelId;
		const id = await meetIt();
		const row = () => rig.ledger.readings.channel(rig.communityId, id);
		expect(await meetIt({ home: true, name: "" })).toBe(id);
		expect(await row()).toMatchObject({ name: "new", home: true });
		expect(await meetIt({ kind: "private", name: "renamed" })).toBe(id);
		expect(await row()).toMatchObject({ name: "renamed", home: true, kind: "private" });
		await meetIt({ present: false });
		expect(await row()).toMatchObject({ present: false, home: false });
		await meetIt();
		expect(await row()).toMatchObject({ present: true, home: false });
	});

	test("is greeted once", async () => {
		const rig = await openRig();
		const { channelId } = rig.general;
		await Promise.all(Array.from({ length: 3 }, () => rig.submit(greet, { channelId })));
		expect(await rig.notices({ kind: "welcome" })).toHaveLength(1);
	});
});
