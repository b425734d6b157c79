// `/favor` and `/favors`: asking by text or by form, the steps behind a favor's buttons, and the lists.
import { keepDraft, readDraft } from "../../ledger/drafts.ts";
import { favorsOf, openFavors } from "../../ledger/favor-lists.ts";
import { ask, type FavorStep, takeStep } from "../../ledger/favors.ts";
import { FAVOR_LENGTH, REASON_LENGTH } from "../commands.ts";
import type { Participant } from "../directory.ts";
import { createDueParser } from "../due.ts";
import type { Form } from "../form.ts";
import { Problem } from "../problem.ts";
import type { Fields, Reply } from "../request.ts";
import type { Turn } from "../turn.ts";
import { askedCard, favorsCard, stepCard } from "../views/favors.ts";
import { counted, say } from "../views/format.ts";
import { card, refused } from "./reply.ts";

const SIZES = ["small", "normal", "big"] as const;
type Size = (typeof SIZES)[number];
const sizeOf = (value: unknown): Size => SIZES.find((size) => size === value) ?? "normal";

type Asked = { text: string; target: Participant | undefined; size: Size; dueAt: Date | null };

/** Asks, or opens the form where something is missing: `from` is a user id or "anyone". */
export async function askFavor(turn: Turn, fields: Fields, formFor: "nobody named" | "nothing said"): Promise<Reply> {
	const what = String(fields["what"] ?? "").trim();
	const from = fields["from"] === undefined ? undefined : String(fields["from"]);
	if (what === "" || (formFor === "nobody named" && from === undefined)) {
		if (turn.actor.id === undefined) return refused(turn, { reason: "not-a-member" });
		return { kind: "form", form: favorForm({ what, from, size: sizeOf(fields["size"]), by: String(fields["by"] ?? "") }) };
	}
	const length = [...what].length;
	if (length > FAVOR_LENGTH) {
		const line = [`A request has up to ${FAVOR_LENGTH} characters, and this one has ${counted(length, "character")}. Shorten it and send it again.`];
		throw new Problem(line, { field: "what", typed: what });
	}
	if (fields["others"] !== undefined) {
		throw new Problem(["A favor goes to one person, or to anyone. Name one, or write ", { code: "/favor anyone …" }], { typed: what });
	}
	const dueAt = await readDue(turn, fields["by"]);
	const target = from === undefined || from === "anyone" ? undefined : turn.someone(from);
	return send(turn, { text: what, target, size: sizeOf(fields["size"]), dueAt });
}

async function readDue(turn: Turn, by: unknown): Promise<Date | null> {
	const typed = String(by ?? "").trim();
	if (typed === "") return null;
	const parser = await createDueParser(turn.now, turn.actor.timezone);
	const dueAt = parser.dueAt(typed);
	if (!dueAt) throw new Problem([`I do not understand “${typed.slice(0, 60)}” as a date. Try friday, tomorrow 5pm, or 3 december.`], { field: "by", typed });
	if (dueAt <= turn.now) throw new Problem([`“${typed}” is over already. Say a time to come.`], { field: "by", typed });
	return dueAt;
}

async function send(turn: Turn, { text, target, size, dueAt }: Asked): Promise<Reply> {
	const input = { asker: turn.actor, target, size, text, dueAt, where: turn.where };
	const answer = await turn.ledger.submit(ask, turn.once, input);
	if (answer.refused?.reason === "not-enough" && answer.refused.smallWouldDo && turn.actor.id !== undefined) {
		const data = JSON.stringify({ text, targetId: target?.id ?? null, dueAt } satisfies Draft);
		const draft = await turn.ledger.submit(keepDraft, turn.freely, { memberId: turn.actor.id, data });
		return refused(turn, answer.refused, draft.done?.draftId);
	}
	if (answer.refused) return refused(turn, answer.refused);
	return card(askedCard(answer.done.favorId, answer.done.cost, target?.name));
}

type Draft = { text: string; targetId: number | null; dueAt: Date | string | null };

/** "Make it small": the same favor again, from what was kept of it. */
export async function askSmall(turn: Turn, draftId: number): Promise<Reply> {
	const { ledger, communityId } = turn;
	const { id: memberId } = turn.actor;
	if (memberId === undefined) return refused(turn, { reason: "not-a-member" });
	const data = await ledger.read((query) => readDraft(query, communityId, draftId, memberId));
	if (data === undefined) return card(say("I no longer have what you typed. Ask once more with ", { code: "/favor" }, "."));
	const { text, targetId, dueAt } = JSON.parse(data) as Draft;
	const member = targetId === null ? null : await ledger.readings.member(communityId, targetId);
	const target = member ? { id: member.id, name: member.name, kind: member.kind as Participant["kind"] } : undefined;
	return send(turn, { text, target, size: "small", dueAt: dueAt === null ? null : new Date(dueAt) });
}

export type FavorDraft = { what: string; from: string | undefined; size: Size; by: string };

export function favorForm({ what, from, size, by }: FavorDraft): Form {
	return {
		id: "favor",
		title: "Ask a favor",
		submit: "Ask",
		context: "",
		fields: [
			{
				id: "what",
				label: "What do you need a hand with?",
				kind: "text",
				multiline: true,
				maxLength: FAVOR_LENGTH,
				optional: false,
				...(what === "" ? {} : { value: [...what].slice(0, FAVOR_LENGTH).join("") }),
			},
			{
				id: "from",
				label: "From whom?",
				hint: "Nobody means anyone in the channel.",
				kind: "person",
				optional: true,
				...(from === undefined || from === "anyone" ? {} : { value: from }),
			},
			{
				id: "size",
				label: "How big is it?",
				kind: "choice",
				optional: true,
				value: size,
				options: SIZES.map((value) => ({ label: value, value })),
			},
			{
				id: "by",
				label: "Until when?",
				hint: "In plain words: friday, tomorrow 5pm.",
				kind: "text",
				multiline: false,
				maxLength: 60,
				optional: true,
				placeholder: "friday",
				...(by === "" ? {} : { value: by }),
			},
		],
	};
}

/** Asks again after a refusal: the form, filled with what was asked before. */
export async function askAgain(turn: Turn, favorId: number, memberId: number): Promise<Reply> {
	const favor = await turn.ledger.readings.favor(turn.communityId, favorId);
	if (!favor || favor.askerId !== turn.actor.id) return refused(turn, { reason: "only-the-asker" });
	const from = memberId === 0 ? undefined : (await turn.names([memberId])).user(memberId);
	return { kind: "form", form: favorForm({ what: favor.text, from, size: sizeOf(favor.size), by: "" }) };
}

export function declineForm(favorId: number): Form {
	return {
		id: "decline",
		title: "Not now",
		submit: "Send",
		context: String(favorId),
		fields: [
			{
				id: "because",
				label: "Why, if you like",
				hint: "A word helps: on holiday, not my field, too much on.",
				kind: "text",
				multiline: false,
				maxLength: REASON_LENGTH,
				optional: true,
			},
			{ id: "instead", label: "Ask … instead", hint: "Somebody who may be able to help.", kind: "person", optional: true },
		],
	};
}

export async function declineFavor(turn: Turn, favorId: number, fields: Fields): Promise<Reply> {
	const instead = fields["instead"] ? turn.someone(String(fields["instead"])) : undefined;
	const because = String(fields["because"] ?? "").replace(/\s+/gu, " ").trim().replace(/\.$/u, "").slice(0, REASON_LENGTH);
	return step(turn, favorId, { step: "decline", because, insteadId: instead?.id ?? null });
}

export async function step(turn: Turn, favorId: number, what: FavorStep): Promise<Reply> {
	const { id, name, kind } = turn.actor;
	const answer = await turn.ledger.submit(takeStep, turn.once, { actor: { id, name, kind }, favorId, ...what });
	if (answer.refused) return refused(turn, answer.refused);
	const favor = await turn.ledger.readings.favor(turn.communityId, favorId);
	if (!favor) return refused(turn, { reason: "no-such-favor" });
	const names = await turn.names([favor.askerId, favor.helperId, favor.targetId]);
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
		return { ...own, open: await openFavors(query, turn.communityId, filter) };
	});
	const everybody = Object.values(lists).flat();
	const names = await turn.names(everybody.flatMap(({ askerId, helperId, targetId }) => [askerId, helperId, targetId]));
	return card(favorsCard(lists, names, { now: turn.now, timezone: turn.actor.timezone }));
}
