// The help: made from the command table, so that it names what works and nothing else.
import type { Card, Line } from "../card.ts";
import type { Command } from "../command.ts";
import { small, text } from "./format.ts";

export function helpCard(
	commands: readonly Command[],
	policy: { perDay: number; small: number; normal: number; big: number },
): Card {
	const rows = commands.flatMap((command): Line[] =>
		command.subcommands
			? command.subcommands.map(
					(sub): Line => [
						{ code: `/${command.name} ${sub.name}${sub.usage === "" ? "" : ` ${sub.usage}`}` },
						` ${sub.summary}`,
					],
				)
			: [[{ code: `/${command.name}${command.usage === "" ? "" : ` ${command.usage}`}` }, ` ${command.summary}`]],
	);
	return {
		blocks: [
			text(
				{ strong: "Goodturn" },
				" is your team's bank of goodwill. Thanks and help are deposits, asking is a withdrawal. Only you see your balance.",
			),
			{ kind: "list", items: rows },
			small(
				`You have ${policy.perDay} thanks a day to give; they cost you nothing. A 💐 on somebody's message is one of them. `,
				`A favor costs ${policy.small} (small), ${policy.normal} (normal) or ${policy.big} (big); whoever helps gets it, and one more. `,
				"On the boards different people count before volume, and no more than 3 a week from one person to another.",
			),
		],
	};
}
