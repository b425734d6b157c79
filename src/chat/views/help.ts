// The help: made from the command table, so that it names what works and nothing else, and from the numbers that hold here.
import type { Policy } from "../../rules/policy.ts";
import { PAIR_CAP_PER_WEEK } from "../../rules/tally.ts";
import type { Card, Line } from "../card.ts";
import type { Command } from "../command.ts";
import { shownEmoji } from "../settings/kinds.ts";
import { inPeriod, small, text } from "./format.ts";

/** What only admins may do is shown to nobody else. */
export function helpCard(commands: readonly Command[], policy: Policy, admin: boolean): Card {
	const isShown = ({ adminOnly }: Pick<Command, "adminOnly">): boolean => admin || !adminOnly;
	const rows = commands.filter(isShown).flatMap((command): Line[] => {
		if (!command.subcommands) return [row(command.name, command)];
		return command.subcommands.filter(isShown).map((sub) => row(`${command.name} ${sub.name}`, sub));
	});
	return {
		blocks: [
			text(
				{ strong: "Goodturn" },
				" is your team's bank of goodwill. Thanks and help are deposits, asking is a withdrawal. Only you see your balance.",
			),
			{ kind: "list", items: rows },
			small(...giving(policy), asking(policy), fairness(policy)),
		],
	};
}

const row = (name: string, { usage, summary }: Pick<Command, "usage" | "summary">): Line => [
	{ code: `/${name}${usage === "" ? "" : ` ${usage}`}` },
	` ${summary}`,
];

function giving({ thanks: { perDay, period }, reactions: [first] }: Policy): Line {
	const allowance = `You have ${perDay} thanks ${inPeriod(period).each} to give; they cost you nothing. `;
	if (!first) return [allowance];
	const { emoji, credits } = first;
	return [allowance, `A ${shownEmoji(emoji)} on somebody's message is ${credits === 1 ? "one" : credits} of them. `];
}

function asking({ favor: { small: low, normal, big, bonus } }: Policy): string {
	const more = bonus === 0 ? "" : `, and ${bonus === 1 ? "one" : bonus} more`;
	return `A favor costs ${low} (small), ${normal} (normal) or ${big} (big); whoever helps gets it${more}. `;
}

/** What keeps it fair is no secret. */
const fairness = ({ thanks: { perPairPerDay, period } }: Policy): string =>
	[
		`No more than ${perPairPerDay} ${inPeriod(period).each} go to the same person.`,
		`On the boards different people count before volume, and no more than ${PAIR_CAP_PER_WEEK} a week from one person to another;`,
		"admins take second accounts off them.",
	].join(" ");
