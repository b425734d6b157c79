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

/** `seen`: what they were when they were looked at. Whoever was faster is not overwritten unseen. */
export type SettingsInput = { by: Runner; values: readonly NewValue[]; seen?: readonly NewValue[] };

export type PolicyChanged = { changes: { changeId: number; path: string; before: string; after: string }[] };

/** Answers with what is other than before: whatever stays leaves no trace. */
export const changeSettings: Verb<SettingsInput, PolicyChanged> = async (book, context, { by, values, seen = [] }) => {
	const { id: actorId } = await mustRunNow(book, context, by);
	if (seen.some(([path, value]) => settingIn(context, path) !== (JSON.stringify(value) ?? "")))
		refuse({ reason: "settings-changed" });
	const wanted = newPolicy(context, values);
	const changes: PolicyChanged["changes"] = [];
	const paths = new Set(values.map(([path]) => path));
	// As it is stored and not as it was typed: the next change begins where this one ends.
	const told = [...paths].map((path) => ({ path, before: settingIn(context, path), after: settingIn(wanted, path) }));
	const other = told.filter(({ before, after }) => before !== after);
	if (other.length > 0) await store(book, context, wanted);
	for (const { path, before, after } of other) {
		const changeId = await note(book, context, actorId, { what: whatOf(path), before, after });
		changes.push({ changeId, path, before, after });
	}
	return { changes };
};

const whatOf = (path: string): What => (path === "timezone" ? "timezone" : `policy ${path}`);

type Settings = Pick<Context, "policy" | "timezone">;

const settingIn = ({ policy, timezone }: Settings, path: string): string =>
	JSON.stringify(path === "timezone" ? timezone : valueAt(policy, path)) ?? "";

/** Sets values that fit, and refuses those that do not before anything is changed. */
export const setSettings = (book: Book, context: Context, values: readonly NewValue[]): Promise<void> =>
	store(book, context, newPolicy(context, values));

/** What they come to; of the same one the last counts. Throws Refused where one does not fit. */
function newPolicy({ policy, timezone }: Context, values: readonly NewValue[]): Settings {
	const zone = values.findLast(([path]) => path === "timezone")?.[1] ?? timezone;
	if (typeof zone !== "string" || !isTimezone(zone)) refuse({ reason: "no-such-setting" });
	const changed = changedPolicy(
		policy,
		values.filter(([path]) => path !== "timezone"),
	);
	if (!changed.policy) refuse({ reason: "no-such-setting" });
	return { policy: changed.policy, timezone: zone };
}

async function store(book: Book, { communityId }: Context, { policy, timezone }: Settings): Promise<void> {
	const community = await book.get("Community", { id: communityId });
	if (!community) throw new Error(`there is no community ${communityId}`);
	book.set("Community", { ...community, timezone, policy: storedPolicy(policy) });
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
