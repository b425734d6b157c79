// The few lines that the playground says itself, where a real platform would: about commands that nobody has,
// and about talking to a bot that only listens to commands.
import type { Card, Line } from "../../chat/card.ts";
import type { Command } from "../../chat/command.ts";

const codes = (commands: readonly Command[]): Line =>
	commands.flatMap((command, index): Line => [index > 0 ? " · " : "", { code: `/${command.name}` }]);

export const unknownCommand = (name: string, commands: readonly Command[]): Card => ({
	blocks: [
		{ kind: "text", line: ["There is no ", { code: `/${name.slice(0, 40)}` }, " here. These are:"] },
		{ kind: "text", line: codes(commands) },
	],
});

export const listensToCommands = (commands: readonly Command[]): Card => ({
	blocks: [
		{ kind: "text", line: ["Goodturn listens to commands. Type ", { code: "/" }, " to see them all:"] },
		{ kind: "text", line: codes(commands) },
	],
});
