// What the docs promise of how often somebody hears from the bot, read off the notices that were sent, week by week. It
// knows the promises by their words, and none of the code that keeps them.
import type { Row } from "../../src/storage/tables.ts";

export type Sent = Row<"Notice">;

export type Facts = {
	/** Every notice of the year, as it was last seen. */
	notices: readonly Sent[];
	members: readonly Row<"Member">[];
	communities: readonly Row<"Community">[];
};

const DAY = 24 * 3_600_000;

export function brokenPromises(facts: Facts): string[] {
	const sent = facts.notices.filter(({ state }) => state === "sent");
	const zoneOf = zones(facts);
	const monday = (at: Date): number => Math.floor((at.getTime() / DAY + 3) / 7);
	const who = ({ communityId, memberId, channelId }: Sent): string =>
		`${communityId}:${memberId === null ? `channel ${channelId}` : `member ${memberId}`}`;
	const ofKind = (kind: string): Sent[] => sent.filter((notice) => notice.kind === kind);
	return [
		...atMostOnce("nudges in a week", ofKind("nudges"), (one) => `${who(one)} in week ${monday(one.createdAt)}`),
		...atMostOnce(
			"calls to a favor in a day",
			ofKind("favor-call").filter(({ data }) => (JSON.parse(data) as { fresh?: boolean }).fresh === true),
			(one) => `${who(one)} on ${one.createdAt.toLocaleDateString("sv", { timeZone: zoneOf(one) })}`,
		),
		...atMostOnce("boards in a week", ofKind("board"), (one) => `${who(one)} in week ${monday(one.createdAt)}`),
		...atMostOnce("reminders in a week", ofKind("reminder"), (one) => `${who(one)} in week ${monday(one.createdAt)}`),
		...atMostOnce(
			"words on health in a month",
			ofKind("health"),
			(one) => `${who(one)} in ${one.createdAt.toISOString().slice(0, 7)}`,
		),
		...atMostOnce("explanations of fading", ofKind("fading"), who),
		...atMostOnce("first credits", ofKind("first-credit"), who),
		...atMostOnce("welcomes", ofKind("welcome"), who),
		...toNobodyWho(
			facts,
			"is gone",
			sent,
			({ kind, leftAt }, { sentAt }) => kind === "gone" && leftAt !== null && sentAt !== null && sentAt > leftAt,
		),
		...toNobodyWho(
			facts,
			"is away",
			[...ofKind("nudges"), ...ofKind("favor-call").filter(({ data }) => data.includes('"fresh":true'))],
			({ awaySince, awayUntil }, { createdAt }) =>
				awaySince !== null && createdAt > awaySince && (awayUntil === null || createdAt < awayUntil),
		),
	];
}

function atMostOnce(what: string, notices: readonly Sent[], when: (notice: Sent) => string): string[] {
	const times = new Map<string, number[]>();
	for (const notice of notices) times.set(when(notice), [...(times.get(when(notice)) ?? []), notice.id]);
	return [...times]
		.filter(([, ids]) => ids.length > 1)
		.map(([place, ids]) => `${ids.length} ${what}: ${place}, notices ${ids}`);
}

function toNobodyWho(
	{ members }: Facts,
	how: string,
	notices: readonly Sent[],
	is: (member: Row<"Member">, notice: Sent) => boolean,
): string[] {
	const byId = new Map(members.map((member) => [`${member.communityId}:${member.id}`, member]));
	return notices.flatMap((notice) => {
		const member = byId.get(`${notice.communityId}:${notice.memberId}`);
		return member && is(member, notice)
			? [`notice ${notice.id} (${notice.kind}) went to ${member.name}, who ${how}`]
			: [];
	});
}

function zones({ members, communities }: Facts): (notice: Sent) => string {
	const own = new Map(members.map((one) => [`${one.communityId}:${one.id}`, one.platformTimezone ?? one.ownTimezone]));
	const common = new Map(communities.map(({ id, timezone }) => [id, timezone]));
	return ({ communityId, memberId }) => own.get(`${communityId}:${memberId}`) ?? common.get(communityId) ?? "UTC";
}
