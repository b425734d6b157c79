// The words of being away and back.
import type { Card } from "../card.ts";
import type { Reader } from "./favors.ts";
import { say, when } from "./format.ts";

export function awayCard(until: Date | null, { now, timezone }: Reader): Card {
	const long = until ? ` until ${when(until, now, timezone)} (${timezone})` : "";
	return say(
		`You are away${long}. Nothing of yours fades, nobody asks you, and you hear no reminders. `,
		{ code: "/goodturn back" },
		until ? " ends it earlier." : " ends it.",
	);
}

export const backCard = (wasAway: boolean): Card =>
	wasAway
		? say(
				"Welcome back. Nothing fades for the whole days that you were away. ",
				{ code: "/favors" },
				" shows what waits.",
			)
		: say("You are here already. ", { code: "/goodturn away until friday" }, " tells the others when you go.");
