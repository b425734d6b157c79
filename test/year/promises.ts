// What the docs promise of how often somebody hears from the bot, and what they can turn off, read off the notices that
// were sent. It knows the promises by their words, and none of the code that keeps them.
import type { Row } from "../../src/storage/tables.ts";
import type { Diary } from "./diary.ts";

export type Sent = Row<"Notice">;

export type Facts = {
	/** Every notice of the year, as it was last seen. */
	notices: readonly Sent[];
	members: readonly Row<"Member">[];
	communities: readonly Row<"Community">[];
	/** How things were when it was sent. */
	diary: Pick<Diary, "was" | "zone">;
};

const DAY = 24 * 3_600_000;

/** "No more reminders." */
const REMINDERS = ["nudges", "favor-call", "reaction-refused", "last-thanks", "left-alone"];
/** "Only favors that are yours still reach you, and what admins change about you." */
const STILL_REACH = ["favor", "favor-call", "change"];

export function brokenPromises(facts: Facts): string[] {
	const sent = facts.notices.filter(({ state }) => state === "sent");
	const ofKind = (kind: string): Sent[] => sent.filter((notice) => notice.kind === kind);
	return [...tooOften(facts, ofKind), ...toNobodyWho(facts, sent, ofKind)];
}

type OfKind = (kind: string) => Sent[];

function tooOften(facts: Facts, ofKind: OfKind): string[] {
	const week = ({ createdAt }: Sent): string => `in week ${Math.floor((createdAt.getTime() / DAY + 3) / 7)}`;
	const month = ({ createdAt }: Sent): string => `in ${createdAt.toISOString().slice(0, 7)}`;
	const weekly = (what: string, kind: string) => atMostOnce(`${what} in a week`, ofKind(kind), week);
	const ever = (what: string, kind: string) => atMostOnce(what, ofKind(kind), () => "in all");
	return [
		...tooSoon("nudges", ofKind("nudges"), 6 * DAY),
		...tooSoon("words on a channel that is left alone", ofKind("left-alone"), 7 * DAY),
		...weekly("boards", "board"),
		...weekly("reminders", "reminder"),
		...twiceInADay(facts, "calls to a favor", ofKind("favor-call").filter(isFresh)),
		...atMostOnce("words on health in a month", ofKind("health"), month),
		...atMostOnce("words on a reaction that gave nothing", ofKind("reaction-refused"), until),
		...atMostOnce("words on the last thanks", ofKind("last-thanks"), until),
		...atMostOnce("gatherings of reactions in an hour", onePerSending(ofKind("reaction")), hour),
		...ever("explanations of fading", "fading"),
		...ever("first credits", "first-credit"),
		...ever("welcomes", "welcome"),
	];
}

const dataOf = ({ data }: Sent) =>
	JSON.parse(data) as { fresh?: boolean; resetsAt?: string; hints?: { name: string }[] };
const isFresh = (notice: Sent): boolean => dataOf(notice).fresh === true;
const until = (notice: Sent): string => `until ${dataOf(notice).resetsAt}`;
const hour = ({ dueAt }: Sent): string => `at ${dueAt.toISOString()}`;

const who = ({ communityId, memberId, channelId }: Sent): string =>
	`${communityId}:${memberId === null ? `channel ${channelId}` : `member ${memberId}`}`;

/** What goes out together is one message. */
const onePerSending = (notices: readonly Sent[]): Sent[] => [
	...new Map(notices.map((one) => [`${who(one)} ${hour(one)} ${one.sentAt?.getTime()}`, one])).values(),
];

function grouped(notices: readonly Sent[], key: (notice: Sent) => string): [string, Sent[]][] {
	const groups = new Map<string, Sent[]>();
	for (const notice of notices) groups.set(key(notice), [...(groups.get(key(notice)) ?? []), notice]);
	return [...groups];
}

const idsOf = (notices: readonly Sent[]): string => `notices ${notices.map(({ id }) => id)}`;

function atMostOnce(what: string, notices: readonly Sent[], when: (notice: Sent) => string): string[] {
	return grouped(notices, (one) => `${who(one)} ${when(one)}`)
		.filter(([, several]) => several.length > 1)
		.map(([place, several]) => `${several.length} ${what}: ${place}, ${idsOf(several)}`);
}

/** Each with the next, by member or channel, in the order of time. */
const inTurn = (notices: readonly Sent[]): [place: string, one: Sent, next: Sent][] =>
	grouped(notices, who).flatMap(([place, several]) => {
		const inOrder = several.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
		return inOrder.flatMap((one, index): [string, Sent, Sent][] => {
			const next = inOrder[index + 1];
			return next ? [[place, one, next]] : [];
		});
	});

const tooSoon = (what: string, notices: readonly Sent[], apartMs: number): string[] =>
	inTurn(notices)
		.filter(([, one, next]) => next.createdAt.getTime() - one.createdAt.getTime() < apartMs)
		.map(([place, one, next]) => `${what} within ${apartMs / DAY} days: ${place}, ${idsOf([one, next])}`);

/** A day is the member's own, where they lived when they heard it again. */
function twiceInADay({ communities, diary }: Facts, what: string, notices: readonly Sent[]): string[] {
	const common = new Map(communities.map(({ id, timezone }) => [id, timezone]));
	return inTurn(notices)
		.filter(([, one, next]) => {
			const zone = diary.zone(next, next.createdAt);
			if (zone === undefined) return false;
			const timeZone = zone ?? common.get(next.communityId) ?? "UTC";
			const day = ({ createdAt }: Sent): string => createdAt.toLocaleDateString("sv", { timeZone });
			return day(one) === day(next);
		})
		.map(([place, one, next]) => `2 ${what} in a day: ${place}, ${idsOf([one, next])}`);
}

function toNobodyWho({ members, diary }: Facts, sent: readonly Sent[], ofKind: OfKind): string[] {
	const names = new Map(members.map(({ communityId, id, name }) => [`${communityId}:${id}`, name]));
	const found = (how: string, notices: readonly Sent[], is: (notice: Sent) => boolean): string[] =>
		notices
			.filter(({ memberId }) => memberId !== null)
			.filter(is)
			.map((one) => {
				const name = names.get(`${one.communityId}:${one.memberId}`);
				return `notice ${one.id} (${one.kind}) went to ${name}, who ${how}`;
			});
	const unasked = [...ofKind("nudges"), ...ofKind("favor-call").filter(isFresh)];
	const news = sent.filter((one) => one.kind !== "favor-call" || isFresh(one));
	const then = (one: Sent): Date => one.sentAt ?? one.createdAt;
	return [
		...found("is gone", sent, (one) => diary.was(one, then(one), ({ kind }) => kind === "gone")),
		...found("is away", unasked, (one) =>
			diary.was(
				one,
				one.createdAt,
				({ awaySince, awayUntil }) => awaySince !== null && (awayUntil === null || one.createdAt < awayUntil),
			),
		),
		...found(
			"wants no reminders",
			news.filter(({ kind }) => REMINDERS.includes(kind)),
			(one) => diary.was(one, then(one), ({ quiet }) => quiet !== "off"),
		),
		...found(
			"wants quiet",
			sent.filter(({ kind }) => !STILL_REACH.includes(kind)),
			(one) => diary.was(one, then(one), ({ quiet }) => quiet === "all"),
		),
		...found("switched that hint off", ofKind("nudges"), (one) =>
			(dataOf(one).hints ?? []).some(({ name }) =>
				diary.was(one, one.createdAt, ({ hintsOff }) => hintsOff.split(" ").includes(name)),
			),
		),
	];
}
