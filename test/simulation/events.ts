// From a mind to do something to an event as a platform would tell of it: a request with a key of its own, and what it
// should do to the book. Mostly something that may be allowed.
import type { Place } from "../../src/chat/request.ts";
import * as bank from "./events/bank.ts";
import { command, type Done, type Event, MESSAGES, type Scene } from "./events/event.ts";
import * as favors from "./events/favors.ts";
import { say } from "./events/messages.ts";
import * as running from "./events/running.ts";
import { react, thank } from "./events/thanks.ts";
import { PLACES, TEAM } from "./people.ts";
import type { Wish } from "./plan.ts";
import { itemAt } from "./random.ts";

export function eventOf(wish: Wish, scene: Scene): Event {
	const { by, place, intent, told, act, named = [], route, about } = doing(wish, scene);
	const { platform, people, count } = scene;
	const key = `e${count}`;
	return {
		key,
		act,
		told: `${people.called(by)} in ${place.name || "private"}: ${told}`,
		about,
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

/** Who is gone does nothing any more. */
const herePeople = ({ people }: Scene): string[] => TEAM.filter(people.isHere);

function doing(wish: Wish, scene: Scene): Done {
	const by = itemAt(herePeople(scene), wish.by);
	const place = itemAt(PLACES, wish.plain ? wish.how % 3 : wish.how);
	const word = `w${scene.count}w`;
	switch (wish.wish) {
		case "thank":
			return thank(wish, by, place, word);
		case "react":
		case "endorse":
			return react(wish, by, scene);
		case "clear": {
			const { message, place: where } = itemAt(MESSAGES, wish.which);
			const intent = { kind: "reactions-cleared", message, emoji: undefined } as const;
			return { by, place: where, intent, told: `all reactions of ${message} cleared`, act: { act: "clear", message } };
		}
		case "undo":
			return undo(wish, by, place, scene);
		case "ask":
			return favors.ask(wish, by, place, word);
		case "step":
			return favors.step(wish, by, place, scene);
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
		case "say":
			return say(wish, by, scene);
		case "propose":
			return favors.propose(wish, by, place, word);
		default:
			return WISHED[wish.wish](wish, by, place, scene);
	}
}

/** Mostly whoever gave last takes it back. */
function undo({ plain }: Wish, someone: string, place: Place, { book, people }: Scene): Done {
	const giver = book.given.findLast(({ word }) => word !== "")?.by;
	const by = plain && giver !== undefined && people.isHere(giver) ? giver : someone;
	return { by, place, ...command("goodturn", ["undo"]), act: { act: "undo", by } };
}

type Later = Exclude<Wish["wish"], (typeof FIRST)[number]>;
const FIRST = [
	...([
		"thank",
		"react",
		"endorse",
		"clear",
		"undo",
		"ask",
		"step",
		"read",
		"unlist",
		"mute",
		"quiet",
		"rename",
		"come",
	] as const),
	...(["say", "propose"] as const),
];

const WISHED: Record<Later, (wish: Wish, by: string, place: Place, scene: Scene) => Done> = {
	away: bank.away,
	back: bank.back,
	donate: bank.donate,
	vouch: bank.vouch,
	leave: bank.leave,
	return: bank.comeBack,
	"top-up": running.topUp,
	adjust: running.adjust,
	revert: running.revert,
	switch: running.switchOf,
	open: running.open,
	save: running.save,
	mode: running.mode,
	"undo-change": running.undoChange,
};
