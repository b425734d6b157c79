// What looks for breaches finds them: each one planted among notices that break nothing.
import { describe, expect, test } from "vitest";
import type { Row } from "../../src/storage/tables.ts";
import { missedOrDoubled } from "./deliveries.ts";
import { createDiary, type MemberThen } from "./diary.ts";
import { brokenPromises } from "./promises.ts";

const MONDAY = new Date("2026-01-05T09:00:00Z");
const HOUR = 3_600_000;
const later = (hours: number): Date => new Date(MONDAY.getTime() + hours * HOUR);

const member: Row<"Member"> = {
	communityId: 1,
	id: 7,
	name: "Ana",
	kind: "person",
	platformTimezone: "Europe/Berlin",
	ownTimezone: null,
	locale: null,
	joinedAt: MONDAY,
	quiet: "off",
	unlisted: false,
	greetedAt: null,
	hintsOff: "",
	awaySince: null,
	awayUntil: null,
	fadeCarry: 0,
	fadedWeek: 0,
	leftAt: null,
	settledAt: null,
	admin: false,
	excluded: false,
	frozenAt: null,
};
const community: Row<"Community"> = {
	id: 1,
	name: "Acme",
	timezone: "UTC",
	policy: "{}",
	clockOffsetMs: 0,
	createdAt: MONDAY,
};

let ids = 0;
function sent(kind: string, at: Date, more: Partial<Row<"Notice">> = {}): Row<"Notice"> {
	return {
		communityId: 1,
		id: ++ids,
		kind,
		data: "{}",
		workspaceId: 1,
		channelId: null,
		memberId: 7,
		subject: null,
		route: null,
		createdAt: at,
		dueAt: at,
		state: "sent",
		attempts: 0,
		error: null,
		sentAt: at,
		...more,
	};
}
const inChannel = { memberId: null, channelId: 3 };
const fresh = { data: '{"fresh":true}', subject: "favor:9" };

/** How a member was all the time, but for what is said. */
function broken(notices: Row<"Notice">[], was: Partial<MemberThen> = {}, timezone = "Europe/Berlin"): string[] {
	const diary = createDiary();
	diary.note([{ ...member, platformTimezone: timezone, ...was }], [], MONDAY.getTime(), MONDAY.getTime());
	return brokenPromises({ notices, members: [member], communities: [community], diary });
}

describe("promises", () => {
	test("what keeps to them is no breach", () => {
		const week = [0, 7 * 24].flatMap((hours) => [
			sent("nudges", later(hours)),
			sent("favor-call", later(hours), fresh),
			sent("favor-call", later(hours + 1), { subject: "favor:9" }),
			sent("board", later(hours), inChannel),
		]);
		expect(broken(week)).toEqual([]);
	});

	const nudged = sent("nudges", later(2), { data: '{"hints":[{"name":"running-low"}]}' });
	const until = { data: `{"resetsAt":"${later(20).toISOString()}"}` };
	test.each<[string, Row<"Notice">[], Partial<MemberThen>, RegExp]>([
		["two nudges in six days", [sent("nudges", later(0)), sent("nudges", later(143))], {}, /nudges within 6 days/],
		["two calls in a day", [sent("favor-call", later(0), fresh), sent("favor-call", later(3), fresh)], {}, /2 calls/],
		["two boards in a week", [sent("board", later(0), inChannel), sent("board", later(20), inChannel)], {}, /2 boards/],
		[
			"two words on one day's last",
			[sent("last-thanks", later(1), until), sent("last-thanks", later(2), until)],
			{},
			/last/,
		],
		["a word to who is gone", [sent("thanks-privately", later(2))], { kind: "gone" }, /who is gone/],
		["a nudge to who is away", [nudged], { awaySince: later(1) }, /who is away/],
		["a nudge to who wants none", [nudged], { quiet: "reminders" }, /who wants no reminders/],
		["a call to who wants none", [sent("favor-call", later(2), fresh)], { quiet: "reminders" }, /wants no reminders/],
		["a line to who wants quiet", [sent("thanks-privately", later(2))], { quiet: "all" }, /who wants quiet/],
		["a hint that is off", [nudged], { hintsOff: "lend-a-hand running-low" }, /switched that hint off/],
	])("%s is one", (_what, notices, was, found) => {
		expect(broken(notices, was)).toEqual([expect.stringMatching(found)]);
	});

	test("what somebody turned off does not keep their own from them", () => {
		const own = [sent("favor", later(1), fresh), sent("favor-call", later(2), { subject: "favor:9" })];
		expect(broken([...own, sent("change", later(3))], { quiet: "all" })).toEqual([]);
	});

	test("a day is the member's own", () => {
		const late = [sent("favor-call", later(13), fresh), sent("favor-call", later(14.5), fresh)];
		expect(broken(late)).toEqual([]);
		expect(broken(late, {}, "UTC")).toHaveLength(1);
	});
});

describe("the diary", () => {
	const then: MemberThen = { ...member };
	const isQuiet = ({ quiet }: MemberThen): boolean => quiet === "all";
	const of = { communityId: 1, memberId: 7 };

	test("knows what was so for sure, and leaves open what changed in between", () => {
		const diary = createDiary();
		const [first, change, seen] = [later(0).getTime(), later(2).getTime(), later(3).getTime()];
		diary.note([then], [], first, first);
		diary.note([{ ...then, quiet: "all" }], [], change, seen);
		expect([1, 2, 2.5, 3].map((hours) => diary.was(of, later(hours), isQuiet))).toEqual([false, false, false, false]);
		expect(diary.was(of, later(3.1), isQuiet)).toBe(true);
	});

	test("sees what is posted where nothing is to be posted", () => {
		const diary = createDiary();
		const sizes: [mode: string, size: number][] = [
			["open", 1],
			["off", 2],
			["off", 2],
			["quiet", 2],
			["open", 3],
		];
		const note = ([mode, size]: [string, number], index: number) =>
			diary.note([], [{ communityId: 1, id: 3, name: "help", mode, size }], index, index);
		sizes.forEach(note);
		expect(diary.intrusions()).toEqual([]);
		note(["quiet", 3], 5);
		note(["quiet", 4], 6);
		expect(diary.intrusions()).toEqual([expect.stringMatching(/#help \(quiet\) got 1 message/)]);
	});
});

describe("deliveries", () => {
	const check = (notices: Row<"Notice">[], count: number, threads: string[] = []): string[] =>
		missedOrDoubled({
			notices,
			placeOf: () => "@Ana",
			threads,
			posted: Array.from({ length: count }, () => ({ to: "@Ana", words: "a line" })),
		});

	test("once for each line, once for a card that changes in place", () => {
		const card = [1, 2].map((hours) => sent("favor-card", later(hours), { subject: "favor:9" }));
		expect(check([sent("nudges", later(0)), ...card], 2)).toEqual([]);
		expect(check([sent("nudges", later(0))], 2, ["@Ana"])).toEqual([]);
	});

	test("what is missing, doubled, or sent by nobody's leave is found", () => {
		expect(check([sent("nudges", later(0))], 0)).toHaveLength(1);
		expect(check([sent("nudges", later(0))], 2)).toHaveLength(1);
		expect(check([sent("nudges", later(0), { state: "dropped" })], 1)).toHaveLength(1);
	});
});
