// `/goodturn settings`: the card, its forms, and what they save. What a value may be is the policy's business.
import { changeChannelMode, changeSettings } from "../../ledger/policy.ts";
import { CHANNEL_MODES } from "../../rules/channels.ts";
import { changedPolicy, type Policy, type PolicyProblem, valueAt } from "../../rules/policy.ts";
import type { Block } from "../card.ts";
import { short } from "../clean.ts";
import type { Form } from "../form.ts";
import type { Fields, Reply } from "../request.ts";
import { fieldId, fieldOf } from "../settings/kinds.ts";
import { type Section, sections } from "../settings/sections.ts";
import type { Turn } from "../turn.ts";
import { say } from "../views/format.ts";
import { channelSavedCard, modeWords, savedCard, settingsCard } from "../views/settings.ts";
import { runnerOf } from "./admins.ts";
import { card, refused } from "./reply.ts";

type Now = { policy: Policy; timezone: string };

async function settingsNow({ ledger, communityId }: Turn): Promise<Now> {
	const community = await ledger.readings.community(communityId);
	if (!community) throw new Error(`there is no community ${communityId}`);
	return { policy: ledger.policyOf(community.policy), timezone: community.timezone };
}

const valueNow = ({ policy, timezone }: Now, path: string): unknown =>
	path === "timezone" ? timezone : valueAt(policy, path);

export async function showSettings(turn: Turn): Promise<Reply> {
	if (!turn.admin) return refused(turn, { reason: "admins-only" });
	// What only follows its channel is said with that one.
	const elsewhere = (await channelsSeen(turn)).filter(({ mode, follows }) => mode !== "open" && !follows);
	const now = await settingsNow(turn);
	return card(settingsCard({ ...now, channels: elsewhere, deaf: isDeaf(turn, now.policy.thanks.inMessages) }));
}

/** The form of one section. */
export async function openSettings(turn: Turn, id: string): Promise<Reply> {
	if (!turn.admin) return refused(turn, { reason: "admins-only" });
	if (id === "channels") return channelForm(turn);
	const section = sections.find((one) => one.id === id);
	if (!section) return refused(turn, { reason: "no-such-setting" });
	const now = await settingsNow(turn);
	const form: Form = {
		id: "settings",
		title: `Settings: ${section.label}`,
		submit: "Save",
		context: `${section.id}:${printOf(section, now)}`,
		fields: section.settings.map((setting) => fieldOf(setting, valueNow(now, setting.path))),
	};
	return { kind: "form", form };
}

/** What a section's values are, in a few characters: a form knows by it whether they are still what it showed. */
function printOf(section: Section, now: Now): string {
	let print = 0x811c9dc5;
	const values = JSON.stringify(section.settings.map(({ path }) => valueNow(now, path)));
	for (const character of values) print = Math.imul(print ^ (character.codePointAt(0) ?? 0), 0x01000193);
	return (print >>> 0).toString(16);
}

export async function saveSettings(turn: Turn, context: string, fields: Fields): Promise<Reply> {
	if (!turn.admin) return refused(turn, { reason: "admins-only" });
	const [id = "", print] = context.split(":");
	if (id === "channels") return saveChannel(turn, fields);
	const section = sections.find((one) => one.id === id);
	if (!section) return refused(turn, { reason: "no-such-setting" });
	const now = await settingsNow(turn);
	const read = section.settings.map((setting) => ({
		path: setting.path,
		...setting.kind.read(String(fields[fieldId(setting.path)] ?? ""), valueNow(now, setting.path)),
	}));
	const errors = new Map<string, string>();
	for (const one of read) if ("say" in one) errors.set(fieldId(one.path), one.say);
	const values = read.flatMap((one) => ("say" in one ? [] : [[one.path, one.value] as const]));
	const checked = changedPolicy(
		now.policy,
		values.filter(([path]) => path !== "timezone"),
	);
	for (const problem of checked.problems ?? []) errors.set(fieldId(problem.path), rangeWords(problem));
	if (errors.size > 0) return mendForm(section, errors, fields);
	if (print !== printOf(section, now)) return refused(turn, { reason: "settings-changed" });
	const seen = section.settings.map(({ path }) => [path, valueNow(now, path)] as const);
	const answer = await turn.ledger.submit(changeSettings, turn.once, { by: runnerOf(turn), values, seen });
	if (answer.refused) return refused(turn, answer.refused);
	await turn.settingsChanged();
	const after = (await settingsNow(turn)).policy;
	return card(savedCard(answer.done.changes, isDeaf(turn, after.thanks.inMessages)));
}

/** What a community wants is only half of it: whoever runs the bot must let it read. */
const isDeaf = ({ hearsMessages }: Turn, inMessages: boolean): boolean => inMessages && !hearsMessages;

function rangeWords({ least, most }: PolicyProblem): string {
	if (least !== undefined) return `${least} is the least.`;
	if (most !== undefined) return `${most} is the most.`;
	return "That cannot be set so.";
}

const LONG = 20;
/** All of it together fits a card, beside what is wrong with it. */
const QUOTED = 1500;

/** Each field is told what is wrong with it; where a form cannot stay open, a card says it all. */
function mendForm(section: Section, errors: ReadonlyMap<string, string>, fields: Fields): Reply {
	const labels = new Map(section.settings.map(({ path, label }) => [fieldId(path), label]));
	const items = [...errors].map(([field, words]) => [{ strong: labels.get(field) ?? section.label }, `: ${words}`]);
	// A long list is typed once only.
	const typed = [...errors.keys()].map((field) => String(fields[field] ?? "")).filter((words) => words.length > LONG);
	const quotes = typed.map(
		(words): Block => ({ kind: "quote", text: short(words, Math.floor(QUOTED / typed.length)) }),
	);
	return {
		kind: "mend",
		errors: Object.fromEntries(errors),
		card: {
			blocks: [
				...say("Not saved yet. Open it once more and change this:").blocks,
				{ kind: "list", items },
				...quotes,
				{ kind: "buttons", buttons: [{ label: section.label, action: `settings:${section.id}` }] },
			],
		},
	};
}

/** A form lists so many channels: the one it was opened in first. */
const MOST_CHANNELS = 25;

/**
 * The channels that messages go to. Whoever runs a workspace is not in every private channel, and does not read its name
 * elsewhere: it is hidden, but where it is asked for in the channel itself. Discord tells every name to everybody.
 */
export async function channelsSeen({ ledger, communityId, where }: Turn) {
	const channels = await ledger.readings.channels(communityId);
	return channels.map((channel) => {
		const { id, kind, platform } = channel;
		return { ...channel, hidden: kind === "private" && platform !== "discord" && id !== where.channelId };
	});
}

async function channelForm(turn: Turn): Promise<Reply> {
	const here = turn.where.channelId;
	const channels = (await channelsSeen(turn))
		.filter(({ id, hidden, follows }) => !hidden && (!follows || id === here))
		.toSorted((a, b) => Number(b.id === here) - Number(a.id === here))
		.slice(0, MOST_CHANNELS);
	const [first] = channels;
	if (!first) return card(say("I am in no channel yet. Invite me to one first."));
	const form: Form = {
		id: "settings",
		title: "Settings: Channels",
		submit: "Save",
		context: "channels:",
		fields: [
			{
				id: "channel",
				label: "Channel",
				hint: "A private one is here where you open this in it.",
				kind: "choice",
				optional: false,
				value: String(first.id),
				options: channels.map(({ id, name, mode }) => ({
					label: mode === "open" ? `#${name}` : `#${name} (now ${modeWords(mode)})`,
					value: String(id),
				})),
			},
			{
				id: "mode",
				label: "Messages about it go",
				kind: "choice",
				optional: false,
				value: first.mode,
				options: CHANNEL_MODES.map((mode) => ({ label: modeWords(mode), value: mode })),
			},
		],
	};
	return { kind: "form", form };
}

async function saveChannel(turn: Turn, fields: Fields): Promise<Reply> {
	const channelId = Number(fields["channel"]);
	const mode = CHANNEL_MODES.find((one) => one === fields["mode"]);
	const channel = (await channelsSeen(turn)).find(({ id, hidden }) => id === channelId && !hidden);
	if (!mode || !channel) return refused(turn, { reason: "no-such-setting" });
	const input = { by: runnerOf(turn), channelId, mode };
	const answer = await turn.ledger.submit(changeChannelMode, turn.once, input);
	if (answer.refused) return refused(turn, answer.refused);
	const { before, changeId } = answer.done;
	return card(channelSavedCard(channel.name, mode, before, changeId));
}
