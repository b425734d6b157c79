// The help: made from the command table, so that it names what works and nothing else, and from the numbers that hold here.
// The whole of it fits one screen; what one command can do is told where somebody asks for it.

import type { Policy } from "../../rules/policy.ts";
import { PAIR_CAP_PER_WEEK } from "../../rules/tally.ts";
import type { Card, Line, Span } from "../card.ts";
import type { Command, Subcommand } from "../command.ts";
import { shownEmoji } from "../settings/kinds.ts";
import { UNIT, UNITS } from "../unit.ts";
import { inPeriod, small, text } from "./format.ts";

/** What only admins may do is shown to nobody else. */
export function helpCard(
	commands: readonly Command[],
	policy: Policy,
	{ admin, messagesCount }: { admin: boolean; messagesCount: boolean },
): Card {
	const rows = commands
		.filter(({ subcommands }) => !subcommands)
		.map((command): Line => [{ code: called(command.name, command) }, ` ${inOurWords(command.summary)}`]);
	return {
		blocks: [
			text(
				{ strong: "Goodturn" },
				" is your team's bank of goodwill. Thanks and help are deposits, asking is a withdrawal. Only you see your balance.",
			),
			{ kind: "list", items: rows },
			...commands.flatMap((command) => GROUPS.flatMap(([about, title]) => group(command, about, title, admin))),
			text("More on any of them: ", { code: "/goodturn help favor" }),
			small(...giving(policy, messagesCount), asking(policy), fairness(policy)),
		],
	};
}

function giving({ thanks: { perDay, period }, reactions: [first] }: Policy, messagesCount: boolean): Line {
	const allowance = `You have ${perDay} thanks ${inPeriod(period).each} to give; they cost you nothing. `;
	const said = messagesCount ? ["“Thanks @name for …” in a message counts, and so does “@name ++”. "] : [];
	if (!first) return [allowance, ...said];
	const { emoji, credits } = first;
	const reaction = `A ${shownEmoji(emoji)} on somebody's message is ${credits === 1 ? "one" : credits} of them. `;
	return [allowance, reaction, ...said];
}

function asking({ favor: { small: low, normal, big, bonus } }: Policy): string {
	const more = bonus === 0 ? "" : `, and ${bonus === 1 ? "one" : bonus} more`;
	return `A favor costs ${low} (small), ${normal} (normal) or ${big} (big); whoever helps gets it${more}. `;
}

/** The emoji that says thanks here, the first where there are several. */
export const reactionThere = ([first]: Policy["reactions"]): string | undefined => first && shownEmoji(first.emoji);

/** What keeps it fair is no secret. */
const fairness = ({ thanks: { perPairPerDay, period } }: Policy): string =>
	[
		`No more than ${perPairPerDay} ${inPeriod(period).each} go to the same person.`,
		`On the boards different people count before volume, and no more than ${PAIR_CAP_PER_WEEK} a week from one person to another;`,
		"admins take second accounts off them.",
	].join(" ");

/** The command table knows no community: it says credits. */
const inOurWords = (line: string): string => line.replaceAll(/\bcredits\b/gu, UNITS).replaceAll(/\bcredit\b/gu, UNIT);

const called = (name: string, { usage }: Pick<Command, "usage">): string =>
	`/${name}${usage === "" ? "" : ` ${usage}`}`;

type About = "you" | "channel" | "team" | "admins";
const aboutOf = ({ about, adminOnly }: Subcommand): About => (adminOnly ? "admins" : (about ?? "you"));

const GROUPS: [about: About, title: string][] = [
	["you", "For you"],
	["channel", "For a channel"],
	["team", "For the team"],
	["admins", "For admins"],
];

/** What `/goodturn` does, by name: what each is for is one question away. */
function group({ name, subcommands = [] }: Command, about: About, title: string, admin: boolean): Card["blocks"] {
	const names = subcommands.filter((sub) => aboutOf(sub) === about).map((sub) => sub.name);
	if (names.length === 0 || (about === "admins" && !admin)) return [];
	const spans = names.flatMap((sub, index): Span[] => [
		...(index === 0 ? [] : [", "]),
		{ code: index === 0 ? `/${name} ${sub}` : sub },
	]);
	return [text({ strong: title }, ": ", ...spans)];
}

/** Help with one command; undefined for one that there is not. People write it with its slash or without. */
export function commandHelpCard(commands: readonly Command[], asked: string, admin: boolean): Card | undefined {
	const wanted = asked.toLowerCase().replace(/^\//u, "").trim();
	for (const [name, command] of allOf(commands)) {
		if ((wanted !== name && wanted !== name.split(" ")[1]) || (command.adminOnly && !admin)) continue;
		const examples = command.examples.map((code): Line => [{ code }]);
		const more = (command.more ?? []).map((line): Line => [inOurWords(line)]);
		return {
			blocks: [
				text({ code: called(name, command) }),
				text(`${inOurWords(command.summary)}.`),
				...(more.length === 0 ? [] : [{ kind: "list", items: more } as const]),
				text(examples.length === 1 ? "For example:" : "Examples:"),
				{ kind: "list", items: examples },
			],
		};
	}
	return undefined;
}

/** Every command and subcommand by what is typed, without the slash; `/goodturn` alone is the help. */
const allOf = (commands: readonly Command[]): [name: string, command: Subcommand][] =>
	commands.flatMap(({ subcommands, ...command }): [string, Subcommand][] =>
		subcommands
			? subcommands.map((sub): [string, Subcommand] => [`${command.name} ${sub.name}`, sub])
			: [[command.name, command]],
	);

/** Those that begin or go on as typed, for whoever completes the word. */
export const commandsLike = (commands: readonly Command[], typed: string, admin: boolean): string[] =>
	allOf(commands)
		.filter(([, { adminOnly }]) => admin || !adminOnly)
		.map(([name]) => name)
		.filter((name) => name.includes(typed.toLowerCase().replace(/^\//u, "").trim()));
