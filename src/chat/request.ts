// What an adapter makes of anything that happens on a platform: a Request in, a Reply out.
// It holds the platform's own ids as opaque strings and knows no database row.
import type { Card } from "./card.ts";
import type { Form } from "./form.ts";

export type Platform = "slack" | "discord" | "playground";

/** Somebody that a request speaks of, as the platform's directory knows them. */
export type Person = {
	/** The platform's user id. */
	user: string;
	/** The name that colleagues see, without any markup. */
	name: string;
	/** gone: deactivated or left. stranger: of another workspace (a shared channel). guest: invited, counts as a person. */
	kind: "person" | "guest" | "bot" | "stranger" | "gone";
	/** IANA zone, where the platform tells one. */
	timezone?: string;
	locale?: string;
	/** Whether the platform says that they run the workspace (Slack: admins and owners; Discord: Manage Server). */
	admin?: boolean;
};

/** A conversation. `direct` is any without an audience: with the bot, between two, a small group's. */
export type Place = {
	id: string;
	/** Without `#`; empty where the platform tells none. */
	name: string;
	kind: "public" | "private" | "direct";
	/** Whether the bot may post there. */
	present: boolean;
	/** The id of the conversation that a thread hangs in, where a platform has threads as conversations of their own. */
	parent?: string;
};

/** People who are named by one name: a user group of Slack's, a role of Discord's. */
export type Group = {
	id: string;
	/** Without any sign in front. */
	name: string;
	/** User ids; none where the platform does not tell who belongs to it. */
	members: string[] | undefined;
};

/** What somebody typed: plain text as they saw it (no platform escapes), with whom they mentioned as ids. */
export type Text = (string | { user: string } | { group: string })[];

/** Typed fields of a command or of a form: a person's is their user id, a group's its id. */
export type Fields = Record<string, string | number | undefined>;

export type Intent =
	/** A slash command with free text, or with typed fields (named as in the command table). */
	| { kind: "command"; name: string; text: Text }
	| { kind: "command"; name: string; fields: Fields }
	/** A button: `action` is what the card's button carried. */
	| { kind: "press"; action: string }
	/** A form that was sent: `id` and `context` as in the Form. */
	| { kind: "submit"; form: string; context: string; fields: Fields }
	/** A menu entry on a message ("Say thanks") or on a person ("Ask a favor"): opens a form. */
	| { kind: "menu"; name: "say_thanks" | "ask_favor"; person: string | undefined }
	/** A reaction; `emoji` is a Unicode emoji without skin tone, or a custom emoji's name without colons. */
	| {
			kind: "reaction";
			added: boolean;
			emoji: string;
			message: string;
			/** What `Surface.send` may have answered with for this message, should it be one of the bot's own. */
			posts?: string[];
			/** The message's author, where the platform tells (always when added). */
			author: string | undefined;
			/** When the platform orders its events: a rising whole number (Slack: event_ts in microseconds); else none. */
			order: number | undefined;
	  }
	/**
	 * A plain message, where the bot may read them; edited, it comes again, and deleted, without `text`. Its actor is its
	 * author, or the bot where a platform does not tell who wrote what is deleted. `before`: what it said until then, where
	 * the platform tells. `order` as for a reaction.
	 */
	| { kind: "message"; message: string; text: Text | undefined; before?: Text; order: number | undefined }
	/** All reactions of a message went at once, or all of one emoji. Its actor is ignored. */
	| { kind: "reactions-cleared"; message: string; emoji: string | undefined }
	/** The page of the app itself (Slack's App Home): answered by a card. */
	| { kind: "home" }
	/** The bot came to `place`, or left it; `invited` is false where nobody chose just that place. */
	| { kind: "present"; present: boolean; invited?: false }
	/** The directory changed: `people` says how. */
	| { kind: "people" }
	/** The bot was removed from the whole workspace. */
	| { kind: "uninstalled" }
	/** Half-typed text of a field, to be completed: answered by choices. */
	| { kind: "complete"; name: string; field: string; text: string };

export type Request = {
	/**
	 * The platform's own id of what happened (DESIGN section 4), with platform and workspace in front:
	 * delivered twice it must be the same, and never the same for two different things.
	 */
	key: string;
	platform: Platform;
	workspace: { id: string; name: string };
	/** The user id of who did it; always among `people`. */
	actor: string;
	/** The actor and everybody that the request speaks of, whom the adapter knows or could look up. */
	people: Person[];
	/** The groups that it names; who belongs to them is among the people, as far as there are not too many. */
	groups?: Group[];
	/** Where it happened; none where the platform tells none. */
	place: Place | undefined;
	/** An adapter's own way to post a public answer where the bot is not present (a response address); it may expire. */
	route: string | undefined;
	intent: Intent;
};

/** What the actor alone gets back. It is the acknowledgement: what it confirms is on disk. */
export type Reply =
	/**
	 * A private card. In answer to a press it takes the place of the card pressed where only the actor sees that one
	 * (an ephemeral message); cards that others see, or that a notice sent, are changed by notices and stay.
	 */
	| { kind: "card"; card: Card }
	| { kind: "form"; form: Form }
	/** A form that needs mending: messages by field id, and the same as a card where a form cannot stay open. */
	| { kind: "mend"; errors: Record<string, string>; card: Card }
	| { kind: "choices"; choices: { label: string; value: string }[] }
	| { kind: "nothing" };

/** The one way in. Throws only for what a person cannot mend; the adapter then must not acknowledge what can be sent again. */
export type Handle = (request: Request) => Promise<Reply>;
