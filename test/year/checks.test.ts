// What looks for breaches finds them: each one planted among notices that break nothing.
import { describe, expect, test } from "vitest";
import type { Row } from "../../src/storage/tables.ts";
import { missedOrDoubled } from "./deliveries.ts";
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

const broken = (notices: Row<"Notice">[], is: Partial<Row<"Member">> = {}): string[] =>
	brokenPromises({ notices, members: [{ ...member, ...is }], communities: [community] });

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

	test.each([
		["two nudges in a week", [sent("nudges", later(0)), sent("nudges", later(100))], {}, /2 nudges in a week/],
		["two calls in a day", [sent("favor-call", later(0), fresh), sent("favor-call", later(3), fresh)], {}, /2 calls/],
		["two boards in a week", [sent("board", later(0), inChannel), sent("board", later(20), inChannel)], {}, /2 boards/],
		["a word to who is gone", [sent("thanks-privately", later(2))], { kind: "gone", leftAt: later(1) }, /who is gone/],
		["a nudge to who is away", [sent("nudges", later(2))], { awaySince: later(1) }, /who is away/],
	] as const)("%s is one", (_what, notices, is, found) => {
		expect(broken([...notices], is)).toEqual([expect.stringMatching(found)]);
	});

	test("a day is the member's own", () => {
		const late = [sent("favor-call", later(13), fresh), sent("favor-call", later(14.5), fresh)];
		expect(broken(late)).toEqual([]);
		expect(broken(late, { platformTimezone: "UTC" })).toHaveLength(1);
	});
});

describe("deliveries", () => {
	const check = (notices: Row<"Notice">[], count: number): string[] =>
		missedOrDoubled({
			notices,
			placeOf: () => "@Ana",
			posted: Array.from({ length: count }, () => ({ to: "@Ana", words: "a line" })),
		});

	test("once for each line, once for a card that changes in place", () => {
		const card = [1, 2].map((hours) => sent("favor-card", later(hours), { subject: "favor:9" }));
		expect(check([sent("nudges", later(0)), ...card], 2)).toEqual([]);
	});

	test("what is missing, doubled, or sent by nobody's leave is found", () => {
		expect(check([sent("nudges", later(0))], 0)).toHaveLength(1);
		expect(check([sent("nudges", later(0))], 2)).toHaveLength(1);
		expect(check([sent("nudges", later(0), { state: "dropped" })], 1)).toHaveLength(1);
	});
});
