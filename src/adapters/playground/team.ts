// The pretend workspace: a few plainly sample teammates and channels, the same at every start.
// Nobody in it is real, and nobody is added to it.
import type { Group, Person, Place } from "../../chat/request.ts";

export const WORKSPACE = { id: "playground", name: "Playground" };

/** The bot's own user id. */
export const BOT = "goodturn";

const person = (user: string, name: string): Person => ({ user, name, kind: "person" });

export const TEAMMATES: readonly Person[] = [
	person("ana", "Ana"),
	person("bo", "Bo"),
	person("cy", "Cy"),
	person("dee", "Dee"),
	// One of them runs the workspace, so that settings can be tried.
	{ ...person("eli", "Eli"), admin: true },
];

/** Everybody that a request can speak of. */
export const EVERYBODY: readonly Person[] = [...TEAMMATES, { user: BOT, name: "Goodturn", kind: "bot" }];

/** Who can be thanked by one name. */
export const GROUPS: readonly Group[] = [{ id: "group-helpers", name: "helpers", members: ["bo", "cy", "dee"] }];

export type Channel = { id: string; purpose: string };

export const CHANNELS: readonly Channel[] = [
	{ id: "general", purpose: "What everybody should hear" },
	{ id: "help", purpose: "Where somebody always knows" },
	{ id: "random", purpose: "Everything else" },
];

export const nameOf = (id: string): string =>
	EVERYBODY.find((one) => one.user === id)?.name ?? GROUPS.find((one) => one.id === id)?.name ?? id;

export const isAdmin = (user: string): boolean => TEAMMATES.some((one) => one.user === user && one.admin);

export const isTeammate = (user: string): boolean => TEAMMATES.some((one) => one.user === user);

/** The conversation that one teammate has with the bot. */
export const directOf = (user: string): string => `direct-${user}`;

export const isDirect = (conversation: string): boolean => conversation.startsWith("direct-");

/** Whoever looks, and the conversation they look at. */
export type View = { user: string; conversation: string };

/** What the address says (/as/ana/general), or nothing if there is no such teammate or conversation. */
export function viewOf(user: string, where: string): View | undefined {
	if (!isTeammate(user)) return undefined;
	if (where === BOT) return { user, conversation: directOf(user) };
	return CHANNELS.some((channel) => channel.id === where) ? { user, conversation: where } : undefined;
}

export const addressOf = (view: View): string =>
	`/as/${view.user}/${isDirect(view.conversation) ? BOT : view.conversation}`;

export function placeOf(conversation: string): Place {
	return isDirect(conversation)
		? { id: conversation, name: "", kind: "direct", present: true }
		: { id: conversation, name: conversation, kind: "public", present: true };
}
