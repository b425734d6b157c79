// Thanks by command, by form and by reaction, also on a public line of the bot's own.
import type { Intent, Place, Text } from "../../../src/chat/request.ts";
import { OTHERS, TEAM } from "../people.ts";
import type { Wish } from "../plan.ts";
import { itemAt } from "../random.ts";
import { linesOf } from "../seen.ts";
import { command, type Done, MESSAGES, type Scene } from "./event.ts";

/** Mostly others, and mostly such as take part. */
export const candidates = (by: string, plain: boolean): string[] =>
	plain ? TEAM.filter((name) => name !== by) : [...TEAM, ...OTHERS];

export function thank({ which, how, plain }: Wish, by: string, place: Place, word: string): Done {
	const others = candidates(by, plain);
	const to = which % 3 === 0 ? [itemAt(others, which), itemAt(others, how)] : [itemAt(others, which)];
	const named = [...new Set(to)];
	const amount = plain ? 1 + (how % 2) : how % 5;
	const act = { act: "thank", by, to: named, amount, word, place: place.id } as const;
	const route = how % 2 === 0 ? { route: "R" } : {};
	const mentions: Text = named.flatMap((user) => [{ user }, " "]);
	if (how % 4 !== 0 || named.length > 1)
		return { by, place, named, act, ...route, ...command("thanks", [...mentions, `x${amount} for ${word}`]) };
	const intent: Intent = {
		kind: "submit",
		form: "thanks",
		context: "",
		fields: { to: named[0], for: `for ${word}`, amount },
	};
	return { by, place, named, act, ...route, intent, told: `form: thanks @${named[0]} x${amount} for ${word}` };
}

export function react(wish: Wish, by: string, scene: Scene): Done {
	const { which, how, plain } = wish;
	const { message, author, place, posts } = itemAt(reactable(wish, scene), which);
	const added = how % 5 < 3;
	const order = orderOf(how, plain, scene);
	const ours = posts === undefined ? {} : { posts };
	return {
		by,
		place,
		named: [author],
		intent: { kind: "reaction", added, emoji: "💐", message, author, order, ...ours },
		told: `${added ? "adds a reaction to" : "takes the reaction from"} ${author}'s ${message} (order ${order ?? "none"})`,
		act: { act: "react", by, author, message, place: place.id, added, order },
	};
}

type Reactable = (typeof MESSAGES)[number] & { posts?: string[] };

/** People's messages, or the bot's own public lines. */
function reactable({ wish }: Wish, { seen }: Scene): Reactable[] {
	const lines = wish === "endorse" && seen ? [...linesOf(seen)] : [];
	if (lines.length === 0) return MESSAGES;
	return lines.map(([message, { place }]) => ({ message, author: "Robo", place, posts: [message] }));
}

export const orderOf = (how: number, plain: boolean, { platform, count }: Scene): number | undefined =>
	platform === "slack" ? (plain ? count : count + 5 - (how % 10)) : undefined;
