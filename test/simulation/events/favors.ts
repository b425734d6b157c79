// Asking for a favor, of one, of anyone or for the team, and the steps behind a favor's buttons.
import type { Intent, Place } from "../../../src/chat/request.ts";
import { isUnderWay, STEPS } from "../model/favors.ts";
import { PLACES } from "../people.ts";
import type { Wish } from "../plan.ts";
import { itemAt } from "../random.ts";
import { command, type Done, type Scene } from "./event.ts";
import { candidates } from "./thanks.ts";

const LIKELY: Record<string, readonly (typeof STEPS)[number][]> = {
	proposed: ["approve", "approve", "approve", "cancel"],
	open: ["accept", "accept", "accept", "decline", "cancel"],
	accepted: ["done", "done", "done", "give-back", "confirm", "on-the-house", "cancel", "go-on"],
	done: ["not-yet", "confirm", "on-the-house", "give-back", "cancel"],
};
const ASKERS_STEPS = ["not-yet", "confirm", "cancel", "go-on"];

export function ask({ which, how, plain }: Wish, by: string, place: Place, word: string): Done {
	const size = itemAt(["small", "small", "normal", "big"] as const, how);
	const of = which % 3 === 0 ? itemAt(candidates(by, plain), how + which) : undefined;
	const canPost = place.kind !== "direct" && place.present;
	const act = { act: "ask", by, of, size, word, place: place.id, canPost, ...onlyIn(place) } as const;
	const named = of === undefined ? [] : [of];
	if (how % 3 !== 0) {
		const who = of === undefined ? "anyone" : { user: of };
		return { by, place, named, act, ...command("favor", [who, ` ${word} ${size}`]) };
	}
	const intent: Intent = { kind: "submit", form: "favor", context: "", fields: { what: word, from: of, size } };
	return { by, place, named, act, intent, told: `form: favor of ${of ?? "anyone"}, ${word} ${size}` };
}

/** What is asked in a private channel stays there. */
const onlyIn = ({ kind, id }: Place): { only?: string } => (kind === "private" ? { only: id } : {});

export function propose({ how }: Wish, by: string, place: Place, word: string): Done {
	const size = itemAt(["small", "small", "normal"] as const, how);
	const canPost = place.kind !== "direct" && place.present;
	const act = {
		act: "ask",
		by,
		of: undefined,
		forTeam: true,
		size,
		word,
		place: place.id,
		canPost,
		...onlyIn(place),
	} as const;
	return { by, place, act, ...command("favor", [`team ${word} ${size}`]) };
}

export function step({ which, how, plain }: Wish, someone: string, anywhere: Place, { book, seen }: Scene): Done {
	const all = [...book.favors];
	const underWay = all.filter(([, favor]) => isUnderWay(favor));
	const [found] = [plain && underWay.length > 0 ? underWay : all].map((list) =>
		list.length === 0 ? undefined : itemAt(list, which),
	);
	const [word, favor] = found ?? ["w0w", undefined];
	const what = itemAt((plain && LIKELY[favor?.state ?? ""]) || STEPS, how);
	const helper = favor?.helper ?? favor?.of ?? someone;
	const likely = (ASKERS_STEPS.includes(what) ? favor?.asker : what === "approve" ? someone : helper) ?? someone;
	const by = plain ? likely : someone;
	const place = (plain && PLACES.find(({ id: one }) => one === favor?.only)) || anywhere;
	const id = seen?.favors.get(word)?.id ?? 9_999;
	const act = { act: "step", by, favor: word, step: what, place: place.id } as const;
	if (what !== "decline") {
		const intent: Intent = { kind: "press", action: `favor:${what}:${id}` };
		return { by, place, act, intent, told: `${what} of ${word}` };
	}
	const intent: Intent = { kind: "submit", form: "decline", context: String(id), fields: { because: "away" } };
	return { by, place, act, intent, told: `not now of ${word}` };
}
