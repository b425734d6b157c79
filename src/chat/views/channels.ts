// The words about a channel: where messages go in it, and how to change that.
import type { ModeOutcome } from "../../ledger/channels.ts";
import { CHANNEL_MODES, type ChannelMode } from "../../rules/channels.ts";
import type { Card, Line, Span } from "../card.ts";
import { short } from "../clean.ts";
import { joined, say, small, text } from "./format.ts";

const COMMAND = "/goodturn channel";

const SAYS: Record<ChannelMode, string> = {
	open: "I post in this channel: thanks, favors for anyone, and the week's board.",
	thread: "I keep one message a week in this channel, and everything else goes into its thread.",
	quiet: "I post nothing in this channel. Whoever is thanked here hears it from me in private.",
	off: "I leave this channel alone: I post nothing, and thanks, favors and reactions here count nothing.",
};

const words = (modes: readonly ChannelMode[]): Line =>
	joined(
		modes.map((mode, index): Span => ({ code: index === 0 ? `${COMMAND} ${mode}` : mode })),
		"or",
	);

const others = (mode: ChannelMode): Line => words(CHANNEL_MODES.filter((other) => other !== mode));

/** `muted`: no weekly posts, whatever else is posted. */
export function channelCard(mode: ChannelMode, muted: boolean): Card {
	const weekly = muted && (mode === "open" || mode === "thread");
	return {
		blocks: [
			text(SAYS[mode]),
			...(weekly ? [text("Weekly posts are muted: ", { code: "/goodturn mute" }, " brings them back.")] : []),
			small("To change it: ", ...others(mode), ". Anybody here may ask for less of me, admins also for more."),
		],
	};
}

export function modeSetCard({ mode, before }: ModeOutcome, name: string): Card {
	if (mode === before) return say("It is so already. ", SAYS[mode]);
	const place = name === "" ? "this channel" : `#${name}`;
	const back: Line = [" You can take it back: ", { code: `${COMMAND} ${before}` }, "."];
	return { blocks: [text(`From now on in ${place}: `, SAYS[mode], ...back)] };
}

export const unknownModeCard = (typed: string): Card =>
	say(`I do not know “${short(typed, 40)}” as a place for my messages. Say `, ...words(CHANNEL_MODES), ".");
