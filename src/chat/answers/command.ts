// From a command's name and what follows it to the answer: text is parsed, typed fields are taken as they are.

import type { CommandField } from "../command.ts";
import { boardFields, quietFields } from "../commands.ts";
import { createDueParser } from "../due.ts";
import { parseChoices, parseFavor, parseThanks, parseWith, toPlain } from "../parse.ts";
import type { Fields, Intent, Reply, Text } from "../request.ts";
import type { Turn } from "../turn.ts";
import { askFavor, listFavors } from "./favors.ts";
import { setQuiet, setTimezone, showHelp, switchListing, switchMuting } from "./settings.ts";
import { giveThanks, takeBack } from "./thanks.ts";
import { showBoard, showWallet } from "./wallet.ts";

type Called = Extract<Intent, { kind: "command" }>;

export async function runCommand(turn: Turn, intent: Called): Promise<Reply> {
	const nameOf = (user: string) => turn.someone(user).name;
	const text: Text = "text" in intent ? intent.text : [];
	const typed = "fields" in intent ? intent.fields : undefined;
	switch (intent.name) {
		case "thanks":
			return giveThanks(turn, typed ?? parseThanks(text, nameOf));
		case "favor":
			if (typed) return askFavor(turn, typed, "nothing said");
			return askFavor(turn, await favorFields(turn, text, nameOf), "nobody named");
		case "favors":
			return listFavors(turn);
		case "wallet":
			return showWallet(turn, typed ?? parseWith(text));
		case "leaderboard":
			return showBoard(turn, typed ?? parseChoices(text, choices(boardFields)));
		default:
			return runSubcommand(turn, intent.name, text, typed);
	}
}

/** The date parser is loaded only where a date may follow. */
async function favorFields(turn: Turn, text: Text, nameOf: (user: string) => string): Promise<Fields> {
	const mayHaveDate = text.some((span) => typeof span === "string" && /\bby\s/iu.test(span));
	const due = mayHaveDate ? await createDueParser(turn.now, turn.actor.timezone) : undefined;
	return parseFavor(text, nameOf, (words) => due?.isDate(words) ?? false);
}

/** `/goodturn …`: on Slack its first word, on Discord the command's own name ("goodturn undo"). */
function runSubcommand(turn: Turn, name: string, text: Text, typed: Fields | undefined): Promise<Reply> {
	const words = toPlain(text, (user) => `@${turn.someone(user).name}`);
	const [first = "", ...others] = words === "" ? [] : words.split(" ");
	const sub = typed ? (name.split(" ")[1] ?? "") : first.toLowerCase();
	const rest = others.join(" ");
	switch (sub) {
		case "undo":
			return takeBack(turn);
		case "quiet":
			return setQuiet(turn, typed ?? quietWord(rest));
		case "unlist":
			return switchListing(turn);
		case "timezone":
			return setTimezone(turn, typed ?? { zone: rest });
		case "mute":
			return switchMuting(turn);
		default:
			return showHelp(turn);
	}
}

function quietWord(rest: string): Fields {
	const { what, unknown } = parseChoices([rest], choices(quietFields.map((field) => ({ ...field, name: "what" }))));
	return { what: what ?? unknown };
}

const choices = (fields: readonly CommandField[]) =>
	fields.map((field) => ({
		name: field.name,
		values: field.type === "choice" ? field.choices.map(({ value }) => value) : [],
	}));
