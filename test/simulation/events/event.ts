// What an event is, and what it is made of: who does it where, and what is known of the story by then.
import type { Form } from "../../../src/chat/form.ts";
import type { Intent, Place, Request, Text } from "../../../src/chat/request.ts";
import type { Book } from "../model/book.ts";
import type { Act } from "../model.ts";
import { type People, PLACES } from "../people.ts";
import type { Plan } from "../plan.ts";
import { itemAt } from "../random.ts";
import type { Seen } from "../seen.ts";

export type Event = {
	key: string;
	/** None where nothing is kept that the model knows of. */
	act: Act | undefined;
	/** In words, for whoever reads the story. */
	told: string;
	/** Of whom it says that they are here, or gone. */
	about?: string | undefined;
	request(): Request;
};

/** What was said in a plain message so far, the newest last. */
export type Written = { author: string; place: Place; versions: (Said | undefined)[] };
export type Said = { to: string[]; amount: number; word: string };

/** Slack tells the order of its events, and Discord does not. */
export type Scene = {
	platform: Plan["platform"];
	people: People;
	/** What is in the book by the model, and what was really in it when it was last looked at. */
	book: Book;
	seen: Seen | undefined;
	/** When it is. */
	at: number;
	/** Plain messages, by their ids. */
	written: Map<string, Written>;
	/** Forms of settings that are open, by section. */
	forms: ReadonlyMap<string, Form>;
	/** How many events there were. */
	count: number;
};

export type Done = {
	by: string;
	place: Place;
	intent: Intent;
	told: string;
	act?: Act;
	named?: string[];
	route?: string;
	about?: string;
};

export const MESSAGES = [
	{ message: "M1", author: "Bo", place: itemAt(PLACES, 0) },
	{ message: "M2", author: "Cy", place: itemAt(PLACES, 1) },
	{ message: "M3", author: "Eli", place: itemAt(PLACES, 0) },
];

export function command(name: string, text: Text): { intent: Intent; told: string } {
	const told = text.map((span) => (typeof span === "object" && "user" in span ? `@${span.user}` : span)).join("");
	return { intent: { kind: "command", name, text }, told: `/${name} ${told}`.trim() };
}
