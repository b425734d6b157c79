// Changing the rules' numbers and a channel's mode: each value that changes leaves a row that says who changed it, from
// what to what. What a number may be is the policy's own business.

import { isTimezone } from "../rules/calendar.ts";
import type { ChannelMode } from "../rules/channels.ts";
import { changedPolicy, storedPolicy, valueAt } from "../rules/policy.ts";
import { refuse } from "../rules/refusal.ts";
import { mustRunNow, type Runner } from "./admins.ts";
import type { Book } from "./book.ts";
import { note, type What } from "./changes.ts";
import type { Context, Verb } from "./list.ts";

/** A number of the policy by its path, or "timezone", with its new value. */
export type NewValue = readonly [path: string, value: unknown];

export type PolicyChanged = { changes: { changeId: number; path: string; before: string; after: string }[] };

/** Answers with what is other than before: whatever stays leaves no trace. */
export const changeSettings: Verb<{ by: Runner; values: readonly NewValue[] }, PolicyChanged> = async (
	book,
	context,
	{ by, values },
) => {
	const { id: actorId } = await mustRunNow(book, context, by);
	const before = new Map(values.map(([path]) => [path, settingNow(context, path)]));
	const other = values.filter(([path, value]) => before.get(path) !== JSON.stringify(value));
	await setSettings(book, context, other);
	const changes: PolicyChanged["changes"] = [];
	for (const [path, value] of other) {
		const change = { what: whatOf(path), before: before.get(path) ?? "", after: JSON.stringify(value) };
		const changeId = await note(book, context, actorId, change);
		changes.push({ changeId, path, before: change.before, after: change.after });
	}
	return { changes };
};

const whatOf = (path: string): What => (path === "timezone" ? "timezone" : `policy ${path}`);

const settingNow = ({ policy, timezone }: Context, path: string): string =>
	JSON.stringify(path === "timezone" ? timezone : valueAt(policy, path)) ?? "";

/** Sets values that fit, and refuses those that do not before anything is changed. */
export async function setSettings(book: Book, context: Context, values: readonly NewValue[]): Promise<void> {
	const { communityId, policy } = context;
	const zone = values.find(([path]) => path === "timezone")?.[1];
	if (zone !== undefined && (typeof zone !== "string" || !isTimezone(zone))) refuse({ reason: "no-such-setting" });
	const numbers = values.filter(([path]) => path !== "timezone");
	const changed = changedPolicy(policy, numbers);
	if (!changed.policy) refuse({ reason: "no-such-setting" });
	const community = await book.get("Community", { id: communityId });
	if (!community) throw new Error(`there is no community ${communityId}`);
	const timezone = zone ?? community.timezone;
	book.set("Community", { ...community, timezone, policy: storedPolicy(changed.policy) });
}

/** Where messages of a channel go. */
export const changeChannelMode: Verb<
	{ by: Runner; channelId: number; mode: ChannelMode },
	{ changeId: number | null; before: string }
> = async (book, context, { by, channelId, mode }) => {
	const { id: actorId } = await mustRunNow(book, context, by);
	const channel = await book.get("Channel", { communityId: context.communityId, id: channelId });
	if (!channel) refuse({ reason: "no-such-setting" });
	const before = channel.mode;
	if (before === mode) return { changeId: null, before };
	book.set("Channel", { ...channel, mode });
	const change = { what: "channel mode", subjectId: channelId, before, after: mode } as const;
	return { changeId: await note(book, context, actorId, change), before };
};
