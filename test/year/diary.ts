// What promises hang on, as it was at each moment: who wanted quiet, was away or gone, which hints they had switched off,
// and how it was in each channel. The book knows only how it is now.
import type { Row } from "../../src/storage/tables.ts";

export type MemberThen = Pick<
	Row<"Member">,
	| "communityId"
	| "id"
	| "name"
	| "kind"
	| "quiet"
	| "hintsOff"
	| "awaySince"
	| "awayUntil"
	| "platformTimezone"
	| "ownTimezone"
>;
export type ChannelThen = Pick<Row<"Channel">, "communityId" | "id" | "name" | "mode"> & {
	/** How many of the bot's messages stand there. */
	size: number;
};

/** It began at `from` or later, and was seen at `seen`. */
type Noted<T> = { from: number; seen: number; state: T };

export type Diary = {
	/** How things are, after something that happened at `from` or later. */
	note(members: readonly MemberThen[], channels: readonly ChannelThen[], from: number, now: number): void;
	/** Whether it was so, at that moment, for sure: what changed in that very moment is not held against anybody. */
	was(member: { communityId: number; memberId: number | null }, at: Date, is: (then: MemberThen) => boolean): boolean;
	/** In which zone a member lived; none where that changed in that very moment. */
	zone(member: { communityId: number; memberId: number | null }, at: Date): string | null | undefined;
	/** What was posted in channels in which nothing was to be posted. */
	intrusions(): string[];
};

/** Nothing new is posted there. */
const SILENT = ["quiet", "off"];

export function createDiary(): Diary {
	const members = new Map<string, Noted<MemberThen>[]>();
	const channels = new Map<string, ChannelThen>();
	const intrusions: string[] = [];

	function noteChannel(channel: ChannelThen, from: number): void {
		const key = `${channel.communityId}:${channel.id}`;
		const before = channels.get(key);
		channels.set(key, channel);
		if (!before || !SILENT.includes(before.mode) || !SILENT.includes(channel.mode)) return;
		if (channel.size <= before.size) return;
		const when = new Date(from).toISOString();
		intrusions.push(`#${channel.name} (${channel.mode}) got ${channel.size - before.size} messages at ${when}`);
	}

	function possiblyThen({ communityId, memberId }: { communityId: number; memberId: number | null }, at: Date) {
		const noted = members.get(`${communityId}:${memberId}`) ?? [];
		const moment = at.getTime();
		const possible = noted.filter(({ from }, index) => {
			const next = noted[index + 1];
			return from <= moment && (next === undefined || moment <= next.seen);
		});
		return possible.map(({ state }) => state);
	}

	return {
		note(seenMembers, seenChannels, from, now) {
			for (const state of seenMembers) {
				const key = `${state.communityId}:${state.id}`;
				const noted = members.get(key) ?? [];
				members.set(key, noted);
				if (JSON.stringify(noted.at(-1)?.state) !== JSON.stringify(state)) noted.push({ from, seen: now, state });
			}
			for (const channel of seenChannels) noteChannel(channel, from);
		},
		was(member, at, is) {
			const possible = possiblyThen(member, at);
			return possible.length > 0 && possible.every(is);
		},
		zone(member, at) {
			const zones = possiblyThen(member, at).map((then) => then.platformTimezone ?? then.ownTimezone);
			return new Set(zones).size === 1 ? zones[0] : undefined;
		},
		intrusions: () => intrusions,
	};
}
