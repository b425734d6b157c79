// What Discord says when it refuses something, and what it would hold against the bot.
import type { Json, JsonObject } from "./json.ts";

/** An answer of the REST API that is none of the good ones. */
export class Refusal extends Error {
	readonly status: number;
	readonly code: number;
	readonly body: JsonObject;
	constructor(status: number, code: number, message: string, more: JsonObject = {}) {
		super(`${code}: ${message}`);
		this.status = status;
		this.code = code;
		this.body = { message, code, ...more };
	}
}

export const unknownChannel = () => new Refusal(404, 10003, "Unknown Channel");
export const unknownGuild = () => new Refusal(404, 10004, "Unknown Guild");
export const unknownMember = () => new Refusal(404, 10007, "Unknown Member");
export const unknownMessage = () => new Refusal(404, 10008, "Unknown Message");
export const unknownUser = () => new Refusal(404, 10013, "Unknown User");
export const unknownWebhook = () => new Refusal(404, 10015, "Unknown Webhook");
export const unknownInteraction = () => new Refusal(404, 10062, "Unknown interaction");
export const alreadyAcknowledged = () => new Refusal(400, 40060, "Interaction has already been acknowledged.");
export const missingAccess = () => new Refusal(403, 50001, "Missing Access");
export const notTheAuthor = () => new Refusal(403, 50005, "Cannot edit a message authored by another user");
export const emptyMessage = () => new Refusal(400, 50006, "Cannot send an empty message");
export const closedToMessages = () => new Refusal(403, 50007, "Cannot send messages to this user");
export const missingPermissions = () => new Refusal(403, 50013, "Missing Permissions");
export const wrongChannelType = () => new Refusal(400, 50024, "Cannot execute action on this channel type");
export const threadArchived = () => new Refusal(400, 50083, "Thread is archived");
export const threadExists = () => new Refusal(400, 160004, "A thread has already been created for this message");
export const noMutualServer = () =>
	new Refusal(403, 50278, "Cannot send messages to this user due to having no mutual guilds");
export const badWebhookToken = () => new Refusal(401, 50027, "Invalid Webhook Token");

/** What a form does not keep to: `path` as in `components.0.custom_id`. */
export type FormError = { path: string; code: string; message: string };

export function invalidForm(errors: readonly FormError[]): Refusal {
	const tree: { [key: string]: Json } = {};
	for (const { path, code, message } of errors) {
		let node = tree;
		for (const step of path.split(".")) {
			const next = node[step];
			const deeper: { [key: string]: Json } =
				typeof next === "object" && next !== null && !Array.isArray(next) ? next : {};
			node[step] = deeper;
			node = deeper;
		}
		node["_errors"] = [{ code, message }];
	}
	return new Refusal(400, 50035, "Invalid Form Body", { errors: tree });
}

/**
 * Something that a well-behaved bot never does: an answer that comes late or twice, a form that is not valid, a call
 * without the right headers. What a server decides (permissions, closed direct messages) is a refusal, but no violation.
 */
export type Violation = { kind: ViolationKind; what: string };
export type ViolationKind =
	| "late"
	| "twice"
	| "unanswered"
	| "form"
	| "headers"
	| "unknown call"
	| "rate limit"
	| "gateway"
	| "misuse";
