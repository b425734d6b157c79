// Where messages go in a channel, and who may say so: anybody there may ask for less, only admins for more.
// Pure: it knows no channel.
import { refuse } from "./refusal.ts";

/** From the loudest to the most silent: in the channel, in one thread a week, in private only, not at all. */
export const CHANNEL_MODES = ["open", "thread", "quiet", "off"] as const;
export type ChannelMode = (typeof CHANNEL_MODES)[number];

export const asChannelMode = (word: string): ChannelMode | undefined => CHANNEL_MODES.find((mode) => mode === word);

const isLouder = (one: ChannelMode, than: ChannelMode): boolean =>
	CHANNEL_MODES.indexOf(one) < CHANNEL_MODES.indexOf(than);

/** Whether anything new may be posted there at all. */
export const isPostedIn = (mode: ChannelMode): boolean => mode === "open" || mode === "thread";

export type ModeAsked = {
	is: ChannelMode;
	wanted: ChannelMode;
	admin: boolean;
	/** How it was before the last change, if that was the asker's own: a slip may be taken back. */
	ownBefore: ChannelMode | undefined;
};

/** Throws Refused. */
export function decideMode({ is, wanted, admin, ownBefore }: ModeAsked): void {
	if (!isLouder(wanted, is) || admin) return;
	if (ownBefore !== undefined && !isLouder(wanted, ownBefore)) return;
	refuse({ reason: "louder-by-admins", mode: is });
}
