// `/favor` and `/favors`: asking by text or by form, the steps behind a favor's buttons, and the lists.
import { keepDraft, readDraft } from "../../ledger/drafts.ts";
import { favorsOf, openFavors } from "../../ledger/favor-lists.ts";
import { ask, type FavorStep, propose, takeStep } from "../../ledger/favors.ts";
import { noteRefusedAsk } from "../../ledger/health.ts";
import type { Refusal } from "../../ledger/list.ts";
import { short } from "../clean.ts";
import { DUE_LENGTH, FAVOR_LENGTH, FOR_ONESELF, FOR_TEAM, PAYERS } from "../commands.ts";
import type { Participant } from "../directory.ts";
import type { Form } from "../form.ts";
import { tagsOf } from "../parse.ts";
import { mustFit, Problem } from "../problem.ts";
import type { Fields, Reply } from "../request.ts";
import type { Turn } from "../turn.ts";
import { favorsCard } from "../views/favor-list.ts";
import { askedCard, proposedCard, stepCard } from "../views/favors.ts";
import { credits, say } from "../views/format.ts";
import { readDate } from "./date.ts";
import { card, refused } from "./reply.ts";

const SIZES = ["small", "normal", "big"] as const;
type Size = (typeof SIZES)[number];
export const sizeOf = (value: unknown): Size => SIZES.find((size) => size === value) ?? "normal";

type Asked = {
	text: string;
	target: Participant | undefined;
	size: Size;
	dueAt: Date | null;
	/** The favor that is asked once more, if it is: then it is asked where that one was. */
	again: number | undefined;
};

/** Asks, or opens the form where something is missing: `from` is a user id or "anyone". */
export async function askFavor(
	turn: Turn,
	fields: Fields,
	formFor: "nobody named" | "nothing said",
	again?: number,
): Promise<Reply> {
	const what = String(fields["what"] ?? "");
	const from = fields["from"] === undefined || fields["from"] === "" ? undefined : String(fields["from"]);
	const size = sizeOf(fields["size"]);
	const forTeam = fields["pays"] === FOR_TEAM;
	mustFit(what, FAVOR_LENGTH, "A request", "what");
	if (what === "" || (formFor === "nobody named" && from === undefined)) {
		if (turn.actor.id === undefined) return refused(turn, { reason: "not-a-member" });
		const draft = {
			what,
			from: from ?? asUser(fields["maybe"]),
			size,
			forTeam,
			by: short(String(fields["by"] ?? ""), DUE_LENGTH),
		};
		return { kind: "form", form: await favorForm(turn, draft) };
	}
	if (fields["others"] !== undefined) {
		throw new Problem(
			["A favor goes to one person, or to anyone. Name one, or write ", { code: "/favor anyone …" }],
			"from",
		);
	}
	const dueAt = await readDate(turn, String(fields["by"] ?? ""), "by");
	const target = from === undefined || from === "anyone" ? undefined : turn.someone(from);
	if (forTeam && target)
		throw new Problem(["What is for the team goes to anyone. Leave out the name, or pay it yourself."], "from");
	const asked = { text: what, target, size, dueAt, again };
	return forTeam ? sendForTeam(turn, asked) : send(turn, turn.once, asked);
}

const asUser = (value: Fields[string]): string | undefined => (typeof value === "string" ? value : undefined);

async function sendForTeam(turn: Turn, asked: Asked): Promise<Reply> {
	const { text, size, dueAt } = asked;
	const input = { asker: turn.actor, size, text, tags: tagsOf(text), dueAt, where: await whereOf(turn, asked) };
	const answer = await turn.ledger.submit(propose, turn.once, input);
	if (answer.refused) return refused(turn, answer.refused);
	return card(proposedCard({ ...answer.done, dueAt }, { now: turn.now, timezone: turn.actor.timezone }));
}

const whereOf = async (turn: Turn, { again }: Asked): Promise<Turn["where"]> =>
	(again === undefined ? undefined : await askedWhere(turn, again)) ?? turn.where;

/** Where a favor was asked, for its asker to ask once more; undefined where that had no audience. */
export async function askedWhere(turn: Turn, favorId: number): Promise<Turn["where"] | undefined> {
	const { readings } = turn.ledger;
	const favor = await readings.favor(turn.communityId, favorId);
	if (!favor || favor.askerId !== turn.actor.id || favor.channelId === null) return undefined;
	const channel = await readings.channel(turn.communityId, favor.channelId);
	if (channel?.workspaceId !== turn.workspaceId) return undefined;
	const { id: channelId, workspaceId, kind, present } = channel;
	return { workspaceId, channelId, everywhere: kind === "public", postable: present, present };
}

async function send(turn: Turn, once: Turn["once"], asked: Asked): Promise<Reply> {
	const { text, target, size, dueAt, again } = asked;
	const where = await whereOf(turn, asked);
	const input = { asker: turn.actor, target, size, text, tags: tagsOf(text), dueAt, where };
	const answer = await turn.ledger.submit(ask, once, input);
	if (answer.refused?.reason === "not-enough") await countRefused(turn, once);
	if (answer.refused && turn.actor.id !== undefined && canBeOtherwise(turn, answer.refused)) {
		const data = JSON.stringify({ text, targetId: target?.id ?? null, size, dueAt, again } satisfies Draft);
		const draft = await turn.ledger.submit(keepDraft, turn.freely, { memberId: turn.actor.id, data });
		return refused(turn, answer.refused, draft.done?.draftId);
	}
	if (answer.refused) return refused(turn, answer.refused);
	const reader = { now: turn.now, timezone: turn.actor.timezone };
	return card(askedCard({ ...answer.done, dueAt }, target?.name, reader));
}

/** Whether the same favor would do if it were small, or asked of anyone. */
const canBeOtherwise = ({ where }: Turn, refusal: Refusal): boolean =>
	refusal.reason === "away"
		? where.channelId !== null && where.present
		: "smallWouldDo" in refusal && refusal.smallWouldDo;
/** Once for a request, however often it is delivered: a refusal itself is not remembered. */
async function countRefused(turn: Turn, { key }: Turn["once"]): Promise<void> {
	const { id: memberId } = turn.actor;
	if (memberId === undefined || key === undefined) return;
	await turn.ledger.submit(noteRefusedAsk, { ...turn.freely, key: `refused:${key}` }, { memberId });
}

type Draft = {
	text: string;
	targetId: number | null;
	size?: Size;
	dueAt: Date | string | null;
	again: number | undefined;
};

/** "Make it small" and "Ask anyone": the same favor again, from what was kept of it. */
export async function askOtherwise(turn: Turn, how: string, draftId: number): Promise<Reply> {
	const { ledger, communityId } = turn;
	const { id: memberId } = turn.actor;
	if (memberId === undefined) return refused(turn, { reason: "not-a-member" });
	const data = await ledger.read((query) => readDraft(query, communityId, draftId, memberId));
	if (data === undefined)
		return card(say("I no longer have what you typed. Ask once more with ", { code: "/favor" }, "."));
	const { text, targetId, size, dueAt, again } = JSON.parse(data) as Draft;
	const anyone = how === "anyone";
	const member = targetId === null || anyone ? null : await ledger.readings.member(communityId, targetId);
	const target = member ? { id: member.id, name: member.name, kind: member.kind as Participant["kind"] } : undefined;
	const due = dueAt === null ? null : new Date(dueAt);
	// The draft is asked once, however often and wherever its button is pressed.
	const once = { ...turn.freely, key: `draft:${draftId}` };
	const otherwise = { text, target, size: anyone ? sizeOf(size) : "small", again } as const;
	return send(turn, once, { ...otherwise, dueAt: due && due > turn.now ? due : null });
}

export type FavorDraft = {
	what: string;
	from: string | undefined;
	size: Size;
	by: string;
	/** The favor that is asked once more. */
	again?: number;
	/** Whether the pot is to pay. */
	forTeam?: boolean;
};

export async function favorForm(
	turn: Turn,
	{ what, from, size, by, again, forTeam = false }: FavorDraft,
): Promise<Form> {
	const { favor } = await turn.ledger.readings.policy(turn.communityId);
	return {
		id: "favor",
		title: "Ask a favor",
		submit: "Ask",
		context: again === undefined ? "" : String(again),
		fields: [
			{
				id: "what",
				label: "What do you need a hand with?",
				kind: "text",
				multiline: true,
				maxLength: FAVOR_LENGTH,
				optional: false,
				...(what === "" ? {} : { value: what }),
			},
			{
				id: "from",
				label: "From whom?",
				hint: "Leave it empty to ask anyone in the channel.",
				kind: "person",
				optional: true,
				...(from === undefined || from === "" || from === "anyone" ? {} : { value: from }),
			},
			{
				id: "size",
				label: "How big is it?",
				kind: "choice",
				optional: true,
				value: size,
				options: SIZES.map((value) => ({ label: `${value} · ${credits(favor[value])}`, value })),
			},
			{
				id: "by",
				label: "Until when?",
				hint: "In plain words: friday, tomorrow 5pm.",
				kind: "text",
				multiline: false,
				maxLength: DUE_LENGTH,
				optional: true,
				placeholder: "friday",
				...(by === "" ? {} : { value: by }),
			},
			{
				id: "pays",
				label: "Who pays?",
				hint: "What is good for all is paid from the pot, once somebody else approves.",
				kind: "choice",
				optional: true,
				value: forTeam ? FOR_TEAM : FOR_ONESELF,
				options: PAYERS.map(({ label, value }) => ({ label, value })),
			},
		],
	};
}

export async function step(turn: Turn, favorId: number, what: FavorStep): Promise<Reply> {
	const { id, name, kind } = turn.actor;
	const answer = await turn.ledger.submit(takeStep, turn.once, { actor: { id, name, kind }, favorId, ...what });
	if (answer.refused) return refused(turn, answer.refused);
	const favor = await turn.ledger.readings.favor(turn.communityId, favorId);
	if (!favor) return refused(turn, { reason: "no-such-favor" });
	const names = await turn.names([favor.askerId, favor.helperId, favor.targetId, favor.approvedBy]);
	return card(stepCard(favor, answer.done.event, answer.done.gained, names));
}

/** How many open favors of others the list shows. */
const MOST_OPEN = 5;

export async function listFavors(turn: Turn): Promise<Reply> {
	const { id: memberId } = turn.actor;
	if (memberId === undefined) return refused(turn, { reason: "not-a-member" });
	const lists = await turn.ledger.read(async (query) => {
		const own = await favorsOf(query, turn.communityId, memberId);
		const filter = { most: MOST_OPEN, notOf: memberId, inChannel: turn.where.channelId ?? -1 };
		const open = await openFavors(query, turn.communityId, filter);
		return { ...own, open, proposed: await openFavors(query, turn.communityId, { ...filter, proposed: true }) };
	});
	const everybody = Object.values(lists).flat();
	const names = await turn.names(everybody.flatMap(({ askerId, helperId, targetId }) => [askerId, helperId, targetId]));
	return card(favorsCard(lists, names, { now: turn.now, timezone: turn.actor.timezone }));
}
