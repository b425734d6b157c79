// What the buttons on cards and the forms do. A button carries what it does as `word:word:number`.
import { favorStepOf } from "../../ledger/favors.ts";
import type { FavorState } from "../../rules/types.ts";
import type { Intent, Reply } from "../request.ts";
import type { Turn } from "../turn.ts";
import { say } from "../views/format.ts";
import { takeBackChange } from "./changes.ts";
import { askAgain, askEverybody, declineFavor, declineForm, passOnFavor } from "./declining.ts";
import { askFavor, askOtherwise, favorForm, listFavors, step } from "./favors.ts";
import { cancelThanks, sendThanks } from "./group-thanks.ts";
import { pressHints } from "./hints.ts";
import { openSettings, saveSettings } from "./policy.ts";
import { isInReach } from "./reach.ts";
import { card, refused } from "./reply.ts";
import { setQuiet } from "./settings.ts";
import { giveThanks, thanksForm } from "./thanks.ts";

export async function press(turn: Turn, action: string): Promise<Reply> {
	const [kind = "", what = "", ...numbers] = action.split(":");
	const [id, other = 0] = numbers.map(numberOf);
	switch (kind) {
		case "favor":
			return id === undefined ? unknown() : pressFavor(turn, what, id);
		case "ask":
			return id === undefined ? unknown() : askOtherwise(turn, what, id);
		case "form":
			return openForm(turn, what, id, other);
		case "thanks":
			return id === undefined ? unknown() : pressThanks(turn, what, id);
		case "show":
			return listFavors(turn);
		case "quiet":
			return setQuiet(turn, { what });
		case "settings":
			return openSettings(turn, what);
		case "change":
			return what === "undo" && id !== undefined ? takeBackChange(turn, id) : unknown();
		case "hints":
			return (await pressHints(turn, what, numbers[0] ?? "")) ?? unknown();
		default:
			return unknown();
	}
}

/** Buttons carry small whole numbers: anything else was never ours. */
const numberOf = (text: string): number | undefined => (/^\d{1,9}$/u.test(text) ? Number(text) : undefined);

const unknown = (): Reply =>
	card(say("That button is from another time. ", { code: "/goodturn help" }, " tells what there is."));

function pressThanks(turn: Turn, what: string, draftId: number): Promise<Reply> | Reply {
	if (what === "send") return sendThanks(turn, draftId);
	return what === "cancel" ? cancelThanks(turn, draftId) : unknown();
}

async function pressFavor(turn: Turn, what: string, favorId: number): Promise<Reply> {
	if (what === "decline") {
		const favor = await turn.ledger.readings.favor(turn.communityId, favorId);
		if (!favor) return refused(turn, { reason: "no-such-favor" });
		if (favor.targetId !== turn.actor.id) return refused(turn, { reason: "only-the-one-asked" });
		const state = favor.state as FavorState;
		if (state !== "open")
			return refused(turn, { reason: "favor-moved-on", state, byYou: favor.helperId === turn.actor.id });
		return { kind: "form", form: declineForm(favorId) };
	}
	const begins = what === "accept" || what === "approve" || what === "pass";
	if (begins && !(await isInReach(turn, favorId))) return refused(turn, { reason: "no-such-favor" });
	if (what === "pass") return passOnFavor(turn, favorId);
	const named = favorStepOf(what);
	return named ? step(turn, favorId, named) : unknown();
}

async function openForm(turn: Turn, what: string, id: number | undefined, other: number): Promise<Reply> {
	if (turn.actor.id === undefined) return refused(turn, { reason: "not-a-member" });
	if (what === "again" && id !== undefined) return askAgain(turn, id, other);
	if (what === "everybody" && id !== undefined) return askEverybody(turn, id);
	if (what === "thanks") {
		const to = id === undefined ? undefined : (await turn.names([id])).user(id);
		return { kind: "form", form: await thanksForm(turn, to) };
	}
	if (what !== "favor") return unknown();
	return { kind: "form", form: await favorForm(turn, { what: "", from: undefined, size: "normal", by: "" }) };
}

export function submitForm(
	turn: Turn,
	{ form, context, fields }: Extract<Intent, { kind: "submit" }>,
): Promise<Reply> | Reply {
	if (form === "thanks") return giveThanks(turn, fields);
	if (form === "settings") return saveSettings(turn, context, fields);
	const favorId = numberOf(context);
	if (form === "favor") return askFavor(turn, fields, "nothing said", favorId);
	if (form === "decline" && favorId !== undefined) return declineFavor(turn, favorId, fields);
	return unknown();
}
