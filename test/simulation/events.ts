// From a mind to do something to an event as a platform would tell of it: a request with a key of its own, and what it
// should do to the book. Mostly something that may be allowed.
import type { Intent, Place, Request, Text } from "../../src/chat/request.ts";
import { type Act, type Book, isUnderWay, STEPS } from "./model.ts";
import { OTHERS, type People, PLACES, TEAM } from "./people.ts";
import type { Plan, Wish } from "./plan.ts";
import { itemAt } from "./random.ts";

export type Event = {
	key: string;
	/** None where nothing is kept that the model knows of. */
	act: Act | undefined;
	/** In words, for whoever reads the story. */
	told: string;
	request(): Request;
};

/** Slack tells the order of its events, and Discord does not. */
export type Scene = {
	platform: Plan["platform"];
	people: People;
	/** What is in the book by the model, and the ids that favors have by their words. */
	book: Book;
	favorIds: ReadonlyMap<string, number>;
	/** How many events there were. */
	count: number;
};

const MESSAGES = [
	{ message: "M1", author: "Bo", place: itemAt(PLACES, 0) },
	{ message: "M2", author: "Cy", place: itemAt(PLACES, 1) },
	{ message: "M3", author: "Eli", place: itemAt(PLACES, 0) },
];

const LIKELY: Record<string, readonly (typeof STEPS)[number][]> = {
	open: ["accept", "accept", "accept", "decline", "cancel"],
	accepted: ["done", "done", "done", "give-back", "confirm", "on-the-house", "cancel", "go-on"],
	done: ["not-yet", "confirm", "on-the-house", "give-back", "cancel"],
};
const ASKERS_STEPS = ["not-yet", "confirm", "cancel", "go-on"];

type Done = { by: string; place: Place; intent: Intent; told: string; act?: Act; named?: string[]; route?: string };

export function eventOf(wish: Wish, scene: Scene): Event {
	const { by, place, intent, told, act, named = [], route } = doing(wish, scene);
	const { platform, people, count } = scene;
	const key = `e${count}`;
	return {
		key,
		act,
		told: `${people.called(by)} in ${place.name || "private"}: ${told}`,
		request: () => ({
			key,
			platform,
			workspace: { id: "W", name: "Team" },
			actor: by,
			people: [...new Set([by, ...named])].map((name) => people.person(name)),
			place,
			route,
			intent,
		}),
	};
}

function doing(wish: Wish, scene: Scene): Done {
	const by = itemAt(TEAM, wish.by);
	const place = itemAt(PLACES, wish.plain ? wish.how % 3 : wish.how);
	switch (wish.wish) {
		case "thank":
			return thank(wish, by, place, `w${scene.count}w`);
		case "react":
			return react(wish, by, scene);
		case "clear": {
			const { message, place: where } = itemAt(MESSAGES, wish.which);
			const intent = { kind: "reactions-cleared", message, emoji: undefined } as const;
			return { by, place: where, intent, told: `all reactions of ${message} cleared`, act: { act: "clear", message } };
		}
		case "undo":
			return { by, place, ...command("goodturn", ["undo"]), act: { act: "undo", by } };
		case "ask":
			return ask(wish, by, place, `w${scene.count}w`);
		case "step":
			return step(wish, by, place, scene);
		case "read": {
			const line = itemAt(["wallet", "leaderboard", "favors", "leaderboard all everywhere"], wish.how);
			const [name = "", ...rest] = line.split(" ");
			return { by, place, ...command(name, [rest.join(" ")]) };
		}
		case "unlist":
			return { by, place, ...command("goodturn", ["unlist"]), act: { act: "unlist", by } };
		case "mute": {
			const muted = place.kind === "direct" ? {} : { act: { act: "mute", place: place.id } as const };
			return { by, place, ...command("goodturn", ["mute"]), ...muted };
		}
		case "quiet":
			return { by, place, ...command("goodturn", [`quiet ${itemAt(["off", "all", "reminders"], wish.how)}`]) };
		case "rename": {
			const name = `${by}${wish.which % 10}`;
			scene.people.rename(by, name);
			return { by, place, intent: { kind: "people" }, told: `is called ${name}` };
		}
		case "come":
			return { by, place, intent: { kind: "present", present: place.present }, told: "the bot is invited" };
	}
}

function command(name: string, text: Text): { intent: Intent; told: string } {
	const told = text.map((span) => (typeof span === "object" && "user" in span ? `@${span.user}` : span)).join("");
	return { intent: { kind: "command", name, text }, told: `/${name} ${told}`.trim() };
}

/** Mostly others, and mostly such as take part. */
const candidates = (by: string, plain: boolean): string[] =>
	plain ? TEAM.filter((name) => name !== by) : [...TEAM, ...OTHERS];

function thank({ which, how, plain }: Wish, by: string, place: Place, word: string): Done {
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

function react({ which, how, plain }: Wish, by: string, { platform, count }: Scene): Done {
	const { message, author, place } = itemAt(MESSAGES, which);
	const added = how % 5 < 3;
	const order = platform === "slack" ? (plain ? count : count + 5 - (how % 10)) : undefined;
	return {
		by,
		place,
		named: [author],
		intent: { kind: "reaction", added, emoji: "💐", message, author, order },
		told: `${added ? "adds a reaction to" : "takes the reaction from"} ${author}'s ${message} (order ${order ?? "none"})`,
		act: { act: "react", by, author, message, place: place.id, added, order },
	};
}

function ask({ which, how, plain }: Wish, by: string, place: Place, word: string): Done {
	const size = itemAt(["small", "small", "normal", "big"] as const, how);
	const of = which % 3 === 0 ? itemAt(candidates(by, plain), how + which) : undefined;
	const canPost = place.kind !== "direct" && place.present;
	const only = place.kind === "private" ? { only: place.id } : {};
	const act = { act: "ask", by, of, size, word, canPost, ...only } as const;
	const named = of === undefined ? [] : [of];
	if (how % 3 !== 0)
		return {
			by,
			place,
			named,
			act,
			...command("favor", [of === undefined ? "anyone" : { user: of }, ` ${word} ${size}`]),
		};
	const intent: Intent = { kind: "submit", form: "favor", context: "", fields: { what: word, from: of, size } };
	return { by, place, named, act, intent, told: `form: favor of ${of ?? "anyone"}, ${word} ${size}` };
}

function step({ which, how, plain }: Wish, someone: string, anywhere: Place, { book, favorIds }: Scene): Done {
	const all = [...book.favors];
	const underWay = all.filter(([, favor]) => isUnderWay(favor));
	const [found] = [plain && underWay.length > 0 ? underWay : all].map((list) =>
		list.length === 0 ? undefined : itemAt(list, which),
	);
	const [word, favor] = found ?? ["w0w", undefined];
	const what = itemAt((plain && LIKELY[favor?.state ?? ""]) || STEPS, how);
	const helper = favor?.helper ?? favor?.of ?? someone;
	const likely = (ASKERS_STEPS.includes(what) ? favor?.asker : helper) ?? someone;
	const by = plain ? likely : someone;
	const place = (plain && PLACES.find(({ id }) => id === favor?.only)) || anywhere;
	const id = favorIds.get(word) ?? 9_999;
	const act = { act: "step", by, favor: word, step: what, place: place.id } as const;
	if (what !== "decline") {
		const intent: Intent = { kind: "press", action: `favor:${what}:${id}` };
		return { by, place, act, intent, told: `${what} of ${word}` };
	}
	const intent: Intent = { kind: "submit", form: "decline", context: String(id), fields: { because: "away" } };
	return { by, place, act, intent, told: `not now of ${word}` };
}
