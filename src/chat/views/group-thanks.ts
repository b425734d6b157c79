// The words of a thanks to a group before it is sent: who gets how much, and what it takes of the day's thanks.
import type { PreparedOutcome } from "../../ledger/group-thanks.ts";
import type { Block, Card, Line } from "../card.ts";
import { brief, buttons, counted, credits, inPeriod, people, small, text } from "./format.ts";
import { type SentView, tagsOfTheTeam } from "./thanks.ts";

export type PreviewView = {
	groups: readonly string[];
	/** What was asked for; what can be given may be less. */
	asked: { amount: number; reason: string; tags: readonly string[]; privately: boolean };
	nameOf: (memberId: number) => string;
	/** Members of the group that keep no wallet here. */
	leftOut: readonly string[];
	tags: SentView["tags"];
};

/** So many names are said in full: a thanks goes to no more unless a policy says so. */
const MOST_NAMES = 10;
const everybody = (names: readonly string[]): Line => people(names, MOST_NAMES);

export function previewCard(outcome: PreparedOutcome, view: PreviewView): Card {
	const { receiverIds, cappedIds, amount, needs, left, draftId } = outcome;
	const { now } = inPeriod(outcome.period);
	const { groups, asked, nameOf, leftOut, tags } = view;
	const blocks: Block[] = [
		text(
			`${groups.join(" and ")}: `,
			...everybody(receiverIds.map(nameOf)),
			receiverIds.length > 1 ? ` get ${credits(amount)} each.` : ` gets ${credits(amount)}.`,
			` That takes ${needs} of your ${left} thanks left ${now}.`,
		),
	];
	const said = [
		asked.reason,
		...asked.tags.filter((tag) => !asked.reason.toLowerCase().includes(`#${tag}`)).map((tag) => `#${tag}`),
	];
	const words = said.filter((part) => part !== "").join(" · ");
	if (words !== "") blocks.push({ kind: "quote", text: words });
	if (amount < asked.amount) {
		blocks.push(small(`×${asked.amount} does not fit into what is left ${now}; ×${amount} does.`));
	}
	if (cappedIds.length > 0) {
		blocks.push(small("Left out: ", ...everybody(cappedIds.map(nameOf)), `, who can get no more from you ${now}.`));
	}
	if (leftOut.length > 0)
		blocks.push(small("Left out, as there is no wallet to fill: ", ...people(leftOut.map(brief)), "."));
	if (tags && tags.unknown.length > 0) blocks.push(tagsOfTheTeam(tags.unknown, tags.fixed));
	blocks.push(
		small(
			`Nothing is sent yet. ${outcome.public ? "Everybody here will read it." : "Each of them reads it privately."}`,
		),
	);
	blocks.push(
		...buttons(
			{ label: "Send", action: `thanks:send:${draftId}`, style: "primary" },
			{ label: "Cancel", action: `thanks:cancel:${draftId}` },
		),
	);
	return { blocks };
}

/** Under a refusal that naming some of them would get around. */
export const nameInsteadBlock = (names: readonly string[]): Block =>
	small(
		`${counted(names.length, "person is", "people are")} meant: `,
		...everybody(names),
		". Name those you mean most: ",
		{ code: "/thanks @name @name for …" },
	);
