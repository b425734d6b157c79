// The weekly private hints: what one member is told, and the list with which they switch each kind off and on. Only what
// is their own: never a score, never anybody else's figure, never "you owe".
import type { ListedFavor } from "../../ledger/favor-lists.ts";
import { HINTS, type Hint, type HintName } from "../../rules/hints.ts";
import type { Block, Button, Card, Line } from "../card.ts";
import type { Names } from "../directory.ts";
import { couldDo } from "./boards.ts";
import type { Reader } from "./favors.ts";
import { amount, buttons, inWords, people, small, text } from "./format.ts";

/** What each is called, and for whom it is. */
const KINDS: Record<HintName, { label: string; when: string }> = {
	"running-low": { label: "running low", when: "when you asked lately and less is left than a normal favor costs" },
	"say-thanks": { label: "say thanks", when: "when somebody helped you this week and has heard no thanks yet" },
	"return-a-favor": { label: "return a favor", when: "when somebody who helped you before asks for a hand" },
	"lend-a-hand": {
		label: "lend a hand",
		when: "favors you could do, when you asked three times in 90 days and helped with none",
	},
	"ask-for-something": {
		label: "ask for something",
		when: "when you helped three times in 90 days and asked for nothing",
	},
};

/** Thursday, in private. `open` are those of its favors that still wait; undefined if all of it was settled meanwhile. */
export function nudgesCard(
	hints: readonly Hint[],
	open: readonly ListedFavor[],
	names: Names,
	reader: Reader,
): Card | undefined {
	const said = hints.flatMap((hint): { name: HintName; blocks: Block[] }[] => {
		const favors = "favorIds" in hint ? open.filter(({ id }) => hint.favorIds.includes(id)) : [];
		const line = wordHint(hint, favors, names);
		return line ? [{ name: hint.name, blocks: [text(...line), ...couldDo(favors, names, reader)] }] : [];
	});
	if (said.length === 0) return undefined;
	const stop = { label: "Stop these", action: `hints:stop:${said.map(({ name }) => name).join("+")}` };
	return { blocks: [...said.flatMap(({ blocks }) => blocks), ...buttons(stop)] };
}

/** Undefined for what no longer needs to be said. */
function wordHint(hint: Hint, favors: readonly ListedFavor[], names: Names): Line | undefined {
	switch (hint.name) {
		case "running-low": {
			const could =
				favors.length === 0 ? "Lending a hand fills it." : `${inWords(favors.length, "favor")} you could do:`;
			return [`Your wallet is running low (${amount(hint.balance)}). `, could];
		}
		case "say-thanks": {
			const who = people(hint.memberIds.map((id) => names.of(id).person));
			return [...who, " helped you lately. A word of thanks costs nothing: ", { code: "/thanks" }];
		}
		case "return-a-favor":
			return favors.length === 0 ? undefined : ["Somebody who helped you before is asking:"];
		case "lend-a-hand":
			if (favors.length === 0) return undefined;
			return [`You asked for a hand lately. If you have a moment to lend one, ${could(favors.length)}:`];
		case "ask-for-something":
			return [
				"You help a lot and ask for nothing. Ask for something yourself: people say yes about twice as often as askers expect. ",
				{ code: "/favor anyone …" },
			];
	}
}

const could = (count: number): string => (count === 1 ? "here is one you could do" : "here are some you could do");

export type HintList = {
	off: readonly HintName[];
	/** Just switched off, by the button on a message. */
	stopped: readonly HintName[];
	/** Whether they want it quiet altogether, and whether the community has reminders at all. */
	quiet: boolean;
	reminders: boolean;
};

/** `/goodturn hints`: what there is, and a button for each. */
export function hintsCard({ off, stopped, quiet, reminders }: HintList): Card {
	const items = HINTS.map((name): Line => {
		const { label, when } = KINDS[name];
		return [{ strong: capital(label) }, ` · ${off.includes(name) ? "off" : "on"} · ${when}`];
	});
	const intro: Line =
		stopped.length > 0
			? [{ strong: "No more of these" }, `: ${stopped.map((name) => KINDS[name].label).join(", ")}.`]
			: [{ strong: "Hints" }, " come in private, at most one message a week, and none where there is nothing to say."];
	return {
		blocks: [
			text(...intro),
			{ kind: "list", items },
			...buttons(...HINTS.map((name) => switchButton(name, off.includes(name)))),
			...(quiet
				? [small("You want it quiet, so none come: ", { code: "/goodturn quiet off" }, " lets them through.")]
				: []),
			...(reminders ? [] : [small("Reminders are switched off for everybody here, so none come.")]),
		],
	};
}

const capital = (label: string): string => `${label[0]?.toUpperCase() ?? ""}${label.slice(1)}`;

const switchButton = (name: HintName, isOff: boolean): Button =>
	isOff
		? { label: `Start: ${KINDS[name].label}`, action: `hints:on:${name}` }
		: { label: `Stop: ${KINDS[name].label}`, action: `hints:off:${name}` };
