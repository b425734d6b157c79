// The settings of a community: what they are now, in words, and how to change them.
import type { Policy } from "../../rules/policy.ts";
import type { Block, Button, Card, Line } from "../card.ts";
import { short } from "../clean.ts";
import { GROUPS, type Section, settingAt } from "../settings/sections.ts";
import { buttons, small, text } from "./format.ts";

export type SettingsView = {
	policy: Policy;
	timezone: string;
	/** Channels whose messages go elsewhere than into the channel, and how many more there are. */
	channels: { name: string; mode: string; hidden: boolean }[];
	/** Plain messages count, but none reaches us. */
	deaf: boolean;
};

/** So much room has each section's line, and so many channels are named in one. */
const LINE_LENGTH = 170;
const MOST_CHANNELS = 6;

export function settingsCard(view: SettingsView): Card {
	const groups = GROUPS.flatMap(({ label, sections }, index): Block[] => {
		const isLast = index === GROUPS.length - 1;
		const facts = sections.map((section) => ({ label: section.label, value: [words(section, view)] }));
		const change = sections.map((section): Button => ({ label: section.label, action: `settings:${section.id}` }));
		if (isLast) {
			facts.push({ label: "Channels", value: [short(channelWords(view.channels), LINE_LENGTH)] });
			change.push({ label: "Channels", action: "settings:channels" });
		}
		return [text({ strong: label }), { kind: "facts", facts }, ...buttons(...change)];
	});
	return {
		blocks: [
			text({ strong: "Settings" }, " of Goodturn for everybody here. A button opens its form; every change is kept."),
			...groups,
			...(view.deaf ? [small(...DEAF)] : []),
			small("Who changed what, and undo: ", { code: "/goodturn changes" }, ". Only admins see this."),
		],
	};
}

const words = (section: Section, { policy, timezone }: SettingsView): string =>
	short(section.words(policy, timezone), LINE_LENGTH);

/** How a mode is said of a channel. */
const MODE_WORDS = new Map([
	["open", "in the channel"],
	["thread", "in a thread"],
	["quiet", "in private only"],
	["off", "nowhere"],
	["parent", "where those of its channel go"],
]);

export const modeWords = (mode: string): string => MODE_WORDS.get(mode) ?? mode;

/** A channel as it is called where it may be named at all. */
export const channelName = ({ name, hidden }: { name: string; hidden: boolean }): string =>
	hidden ? "a private channel" : `#${name}`;

function channelWords(channels: SettingsView["channels"]): string {
	if (channels.length === 0) return "messages go into the channel everywhere";
	const shown = channels.slice(0, MOST_CHANNELS).map((one) => `${channelName(one)} ${modeWords(one.mode)}`);
	const more = channels.length - shown.length;
	return `${shown.join("; ")}${more > 0 ? `; ${more} more` : ""}; the others in the channel`;
}

/** What an admin cannot do here: a platform gives messages only to a bot that asks for them. */
const DEAF: Line = [
	"Plain messages do not reach me yet. Whoever runs me sets ",
	{ code: "GOODTURN_READ_MESSAGES=on" },
	" and allows it on the platform; ",
	{ code: "docs/platforms.md" },
	" says how.",
];

type Saved = { changeId: number; path: string; before: string; after: string };

/** What was saved, each value with what it was before. `deaf` as in the settings. */
export function savedCard(changes: readonly Saved[], deaf: boolean): Card {
	if (changes.length === 0) return { blocks: [text("Nothing to change: it is so already.")] };
	const items = changes.map(({ changeId, path, before, after }) => [
		`${changeId} · ${labelOf(path)}: ${valueWords(path, before)} → `,
		{ strong: valueWords(path, after) },
	]);
	const undo = changes.map(({ changeId }) => ({ label: `Undo ${changeId}`, action: `change:undo:${changeId}` }));
	const note = deaf && changes.some(({ path }) => path === "thanks.inMessages") ? [text(...DEAF)] : [];
	return { blocks: [text("Saved, for everybody from now on."), { kind: "list", items }, ...note, ...buttons(...undo)] };
}

export const labelOf = (path: string): string => settingAt(path)?.label ?? path;

/** A stored value in words; as it is stored where nobody knows it any more. */
export function valueWords(path: string, json: string): string {
	try {
		return short(settingAt(path)?.kind.say(JSON.parse(json)) ?? json, 80);
	} catch {
		return short(json, 80);
	}
}

export const channelSavedCard = (name: string, mode: string, before: string, changeId: number | null): Card =>
	changeId === null
		? { blocks: [text("Nothing to change: it is so already.")] }
		: {
				blocks: [
					text("Saved. Messages of ", { strong: `#${name}` }, ` go ${modeWords(mode)}; before, ${modeWords(before)}.`),
					...buttons({ label: "Undo", action: `change:undo:${changeId}` }),
				],
			};
