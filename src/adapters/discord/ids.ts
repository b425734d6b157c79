// What this adapter puts into Discord's ids so that an answer finds its way back: custom_ids, message references, routes.
// Nothing outside of this adapter reads them.
import { customIdLength } from "./limits.ts";

/** Where a button was pressed or a form was sent does not tell the server when it is a direct message: so it travels along. */
export type PressId = { guild: string; action: string };
export type FormId = { guild: string; form: string; context: string };

/** `index` is the button's place on its card: Discord wants each custom_id once per message, whatever the actions are. */
export function buttonId({ guild, action }: PressId, index: number): string {
	return checked(`${shorten(guild)}.${index.toString(36)}.${action}`);
}

export function readButtonId(customId: string): PressId | undefined {
	const [guild, index, action] = splitAt(customId, 2);
	if (guild === undefined || index === undefined || action === undefined || !isShort(guild)) return undefined;
	return { guild: lengthen(guild), action };
}

export function formId({ guild, form, context }: FormId): string {
	if (form.includes(".")) throw new Error(`a form's id has no dots: ${form}`);
	return checked(`${shorten(guild)}.${form}.${context}`);
}

export function readFormId(customId: string): FormId | undefined {
	const [guild, form, context] = splitAt(customId, 2);
	if (guild === undefined || form === undefined || context === undefined || !isShort(guild)) return undefined;
	return { guild: lengthen(guild), form, context };
}

/** A way to post for as long as an interaction's token lives. */
export type Route = { application: string; token: string; expiresAt: number };

export const writeRoute = ({ application, token, expiresAt }: Route): string => `${application}.${expiresAt}.${token}`;

export function readRoute(text: string): Route | undefined {
	const [application, expiresAt, token] = splitAt(text, 2);
	if (!application || !token || expiresAt === undefined || !/^\d+$/.test(expiresAt)) return undefined;
	return { application, token, expiresAt: Number(expiresAt) };
}

/** `content` or Components V2: a message stays what it was posted as. */
export type Mode = "content" | "components";
export type MessageReference = { channel: string; message: string; mode: Mode; route: string | undefined };

export const writeReference = ({ channel, message, mode, route }: MessageReference): string =>
	[channel, message, mode, ...(route === undefined ? [] : [route])].join("/");

/** What a message of ours in a channel may be referred to by: a reaction does not tell how it was posted. */
export const referencesTo = (channel: string, message: string): string[] =>
	(["content", "components"] as const).map((mode) => writeReference({ channel, message, mode, route: undefined }));

export function readReference(text: string): MessageReference | undefined {
	const [channel, message, mode, route] = splitAt(text, 3, "/");
	if (!channel || !message || (mode !== "content" && mode !== "components")) return undefined;
	return { channel, message, mode, route };
}

const snowflake = /^\d{15,20}$/;
export const isSnowflake = (text: string): boolean => snowflake.test(text);

/** Snowflakes are whole numbers of 64 bits, written in base 36 to leave room for what else a custom_id carries. */
const shorten = (id: string): string => BigInt(id).toString(36);
const isShort = (text: string): boolean => /^[0-9a-z]{1,13}$/.test(text);
const lengthen = (text: string): string =>
	[...text].reduce((sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)), 0n).toString();

function checked(customId: string): string {
	if (customId.length > customIdLength) throw new Error(`too long for a custom_id of Discord: ${customId}`);
	return customId;
}

/** The parts before the first `count` separators, and the rest as it is. */
function splitAt(text: string, count: number, separator = "."): string[] {
	const parts = text.split(separator);
	const rest = parts.slice(count).join(separator);
	return parts.length > count ? [...parts.slice(0, count), rest] : parts;
}
