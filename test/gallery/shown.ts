// What the gallery holds before it is painted: something that the real core said, to whom, and where it would be seen.
import type { Card } from "../../src/chat/card.ts";
import type { Form } from "../../src/chat/form.ts";

export type Said =
	/** `first` is the card as it was posted: a message stays of the kind that it was posted as. */
	| { kind: "message"; card: Card; first: Card; changed: boolean }
	/** The answer that the actor alone sees. */
	| { kind: "reply"; card: Card }
	| { kind: "form"; form: Form }
	/** A form that needs mending, with what was typed. */
	| { kind: "mend"; form: Form; errors: Record<string, string>; card: Card; typed: string[] }
	| { kind: "home"; card: Card }
	| { kind: "choices"; field: string; text: string; choices: { label: string; value: string }[] };

export type Shown = {
	title: string;
	/** "in #general", "to Bo", "only Ana sees it". */
	where: string;
	/** User id of whoever looks. */
	viewer: string;
	at: Date;
	said: Said;
};

/** `people`: names by user id. */
export type Chapter = { name: string; shown: Shown[]; people: ReadonlyMap<string, string> };

export type Figure = { title: string; where: string; html: string };

/** What a platform makes of it: HTML of one figure. Throws on whatever it does not know how to show. */
export type Painter = {
	platform: "slack" | "discord" | "playground";
	style: string;
	paint(shown: Shown, people: ReadonlyMap<string, string>): string | Promise<string>;
	/** What the platform is given for a figure: written down beside the pictures. None where nothing is sent. */
	payload(shown: Shown): object | undefined | Promise<object | undefined>;
	/** What the adapter says by itself, without the core: that something broke, came too late, is not for it. */
	own(): Promise<Figure[]>;
};

export const escapeHtml = (text: string): string =>
	text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** Nothing is left out unseen: an object may have these keys and no others. */
export function only(object: object, keys: readonly string[], what: string): void {
	const strange = Object.keys(object).filter((key) => !keys.includes(key));
	if (strange.length > 0) throw new Error(`the gallery cannot paint ${strange.join(", ")} of ${what}`);
}

export function cannotPaint(thing: object): never {
	throw new Error(`the gallery cannot paint this: ${JSON.stringify(thing)}`);
}

export const clock = (at: Date): string => at.toISOString().slice(11, 16);
