// Thanks to a group: first a private preview of who gets how much, then **Send** or **Cancel**.
import { cancelDraft, prepareThanks, sendPrepared } from "../../ledger/group-thanks.ts";
import type { Line } from "../card.ts";
import type { Participant } from "../directory.ts";
import { Problem } from "../problem.ts";
import type { Group, Reply } from "../request.ts";
import type { Turn } from "../turn.ts";
import { say } from "../views/format.ts";
import { nameInsteadBlock, previewCard } from "../views/group-thanks.ts";
import { type SentView, sentCard } from "../views/thanks.ts";
import { type Gratitude, sentFrom } from "./gratitude.ts";
import { card, refused } from "./reply.ts";

export type Prepared = {
	/** Who was named beside the groups. */
	receivers: readonly Participant[];
	/** Their ids. */
	groups: readonly string[];
	gratitude: Gratitude;
	tags: SentView["tags"];
};

export async function previewThanks(turn: Turn, { receivers, groups, gratitude, tags }: Prepared): Promise<Reply> {
	if (turn.actor.id === undefined) return refused(turn, { reason: "not-a-member" });
	const named = groups.map((id) => groupOf(turn, id));
	const members = await membersOf(turn, named);
	const isOther = ({ id }: Participant): boolean => id !== turn.actor.id;
	const takingPart = members.filter(({ id, kind }) => id !== undefined && (kind === "person" || kind === "guest"));
	const leftOut = members.filter((one) => isOther(one) && !takingPart.includes(one)).map(({ name }) => name);
	const everybody = [...receivers, ...takingPart.filter(isOther)];
	if (everybody.length === 0) {
		throw new Problem(
			nameThem(`Nobody but you keeps a wallet in ${named.map(({ name }) => `@${name}`).join(" and ")}. `),
		);
	}
	const input = { giver: turn.actor, receivers: everybody, ...gratitude, where: turn.where };
	const answer = await turn.ledger.submit(prepareThanks, turn.once, input);
	if (answer.refused) return refusedFor(await refused(turn, answer.refused), answer.refused.reason, everybody);
	const names = new Map(everybody.map(({ id, name }) => [id, name]));
	const nameOf = (id: number): string => names.get(id) ?? "somebody";
	const groupNames = named.map(({ name }) => `@${name}`);
	const view = { groups: groupNames, asked: gratitude, nameOf, leftOut, tags };
	return card(previewCard(answer.done, view));
}

const groupOf = ({ request }: Turn, id: string): Group =>
	request.groups?.find((group) => group.id === id) ?? { id, name: "the group", members: undefined };

/** Who belongs to the groups; a Problem where the platform does not tell, as nobody is guessed. */
async function membersOf(turn: Turn, groups: readonly Group[]): Promise<Participant[]> {
	const users = new Set<string>();
	for (const { name, members } of groups) {
		if (!members) throw new Problem(nameThem(`I cannot see who is in @${name}. `), "group");
		if (members.length === 0) throw new Problem(nameThem(`Nobody is in @${name} just now. `), "group");
		for (const user of members) users.add(user);
	}
	const { maxReceivers } = (await turn.ledger.readings.policy(turn.communityId)).thanks;
	const known = new Set(turn.request.people.map(({ user }) => user));
	const names = groups.map(({ name }) => `@${name}`).join(" and ");
	if ([...users].some((user) => !known.has(user))) {
		const why =
			users.size - 1 > maxReceivers
				? `${users.size} people are in ${names}, and ${maxReceivers} at once is the most, so that each thanks is meant. `
				: `I could not find out in time who everybody in ${names} is. `;
		throw new Problem(nameThem(why), "group");
	}
	return [...users].map((user) => turn.someone(user));
}

const nameThem = (why: string): Line => [why, "Name the people you mean: ", { code: "/thanks @name @name for …" }];

/** Of a refusal that naming some of them would get around, it is said who they are. */
function refusedFor(reply: Reply, reason: string, everybody: readonly Participant[]): Reply {
	if (reply.kind !== "card" || !["too-many-receivers", "allowance-used"].includes(reason)) return reply;
	return card({ blocks: [...reply.card.blocks, nameInsteadBlock(everybody.map(({ name }) => name))] });
}

/** The draft is sent once, however often and wherever its button is pressed. */
export async function sendThanks(turn: Turn, draftId: number): Promise<Reply> {
	const { ledger, freely, where, actor: giver } = turn;
	if (giver.id === undefined) return refused(turn, { reason: "not-a-member" });
	const once = { ...freely, key: `thanks-draft:${giver.id}:${draftId}` };
	const answer = await ledger.submit(sendPrepared, once, { giver, draftId, where });
	if (answer.refused) return refused(turn, answer.refused);
	const { leftOutIds, ...outcome } = answer.done;
	const names = await turn.names([...outcome.receiverIds, ...leftOutIds]);
	const nameOf = (id: number): string => names.of(id).person;
	return card(sentCard(outcome, nameOf, { ...sentFrom(turn), leftOut: leftOutIds.map(nameOf) }));
}

export async function cancelThanks(turn: Turn, draftId: number): Promise<Reply> {
	const { id: memberId } = turn.actor;
	if (memberId === undefined) return refused(turn, { reason: "not-a-member" });
	const { done } = await turn.ledger.submit(cancelDraft, turn.freely, { memberId, draftId });
	if (done?.state === "sent") {
		return card(say("It was sent already. ", { code: "/goodturn undo" }, " takes it back."));
	}
	return card(say("Cancelled: nothing was sent."));
}
