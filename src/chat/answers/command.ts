// From a command's name and what follows it to the answer: text is parsed, typed fields are taken as they are.

import type { CommandField } from "../command.ts";
import { boardFields, channelFields, quietFields } from "../commands.ts";
import { createDueParser } from "../due.ts";
import {
	parseAbout,
	parseAmount,
	parseChoices,
	parseFavor,
	parseThanks,
	parseVouch,
	parseWith,
	toPlain,
} from "../parse.ts";
import type { Fields, Intent, Reply, Text } from "../request.ts";
import { namesIn, type Turn } from "../turn.ts";
import { adjustWallet, changeAdmin, excludeMember, freezeMember, revertEntry, showEntries } from "./admins.ts";
import { sayAway, sayBack } from "./away.ts";
import { showChanges } from "./changes.ts";
import { setChannel } from "./channel.ts";
import { askFavor, listFavors } from "./favors.ts";
import { showHealth } from "./health.ts";
import { showHints } from "./hints.ts";
import { showSettings } from "./policy.ts";
import { giveToPot, showPot, topUpNewcomer } from "./pot.ts";
import { setQuiet, setTimezone, showHelp, switchListing, switchMuting } from "./settings.ts";
import { giveThanks, takeBack } from "./thanks.ts";
import { takeBackVouch, vouchFor } from "./vouch.ts";
import { showBoard, showWallet } from "./wallet.ts";

type Called = Extract<Intent, { kind: "command" }>;

export async function runCommand(turn: Turn, intent: Called): Promise<Reply> {
	const nameOf = namesIn(turn);
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
	const words = toPlain(text, namesIn(turn));
	const [first = "", ...others] = words === "" ? [] : words.split(" ");
	const sub = typed ? (name.split(" ")[1] ?? "") : first.toLowerCase();
	const rest = others.join(" ");
	switch (sub) {
		case "undo":
			return takeBack(turn);
		case "quiet":
			return setQuiet(turn, typed ?? oneWord(rest, quietFields, "what"));
		case "away":
			return sayAway(turn, typed ?? { until: rest });
		case "back":
			return sayBack(turn);
		case "pot":
			return showPot(turn);
		case "donate":
			return giveToPot(turn, typed ?? parseAmount(text));
		case "topup":
			return topUpNewcomer(turn, typed ?? parseAmount(text));
		case "vouch":
			return vouchFor(turn, typed ?? parseVouch(text));
		case "unvouch":
			return takeBackVouch(turn, typed ?? parseVouch(text));
		case "hints":
			return showHints(turn);
		case "health":
			return showHealth(turn);
		case "unlist":
			return switchListing(turn);
		case "timezone":
			return setTimezone(turn, typed ?? { zone: rest });
		case "mute":
			return switchMuting(turn);
		case "channel":
			return setChannel(turn, typed ?? oneWord(rest, channelFields, "where"));
		case "help":
			return showHelp(turn, typed ?? { command: rest });
		default:
			return runForAdmins(turn, sub, rest, typed ?? aboutSomebody(turn, text)) ?? showHelp(turn, {});
	}
}

/** What those who run the bank may do; undefined for what is none of it. */
function runForAdmins(turn: Turn, sub: string, rest: string, fields: Fields): Promise<Reply> | undefined {
	switch (sub) {
		case "settings":
			return showSettings(turn);
		case "changes":
			return showChanges(turn);
		case "admin":
			return changeAdmin(turn, fields);
		case "adjust":
			return adjustWallet(turn, withAmount(fields));
		case "entries":
			return showEntries(turn, fields);
		case "revert":
			return revertEntry(turn, fields["entry"] === undefined ? entryIn(rest) : fields);
		case "exclude":
			return excludeMember(turn, fields);
		case "freeze":
			return freezeMember(turn, fields);
		default:
			return undefined;
	}
}

/** `@bo because …`: whom it is about, and why. */
function aboutSomebody(turn: Turn, text: Text): Fields {
	const { who, rest } = parseAbout(text, (user) => turn.someone(user).name);
	return { who, why: rest };
}

/** `+5 because …`: what follows a name begins with the amount, unless it was chosen apart. */
function withAmount(fields: Fields): Fields {
	if (fields["by"] !== undefined) return fields;
	const [, by, why = ""] = /^([+\u2212-]?\d{1,9})(?=$|[\s,;:])[\s,;:]*(.*)$/u.exec(String(fields["why"] ?? "")) ?? [];
	return by === undefined ? fields : { ...fields, by: Number(by.replace("\u2212", "-")), why };
}

/** `123 because …`, with or without a sign before the number. */
function entryIn(rest: string): Fields {
	const [, entry, why = ""] = /^(?:#|no\.?\s*)?(\d{1,9})(?=$|[\s,;:])[\s,;:]*(.*)$/iu.exec(rest) ?? [];
	return { entry: entry === undefined ? undefined : Number(entry), why };
}

/** A field that is one of a few words; a word that is none of them is passed on as it is. */
function oneWord(rest: string, fields: readonly CommandField[], name: string): Fields {
	const { [name]: known, unknown } = parseChoices([rest], choices(fields));
	return { [name]: known ?? unknown };
}

const choices = (fields: readonly CommandField[]) =>
	fields.map((field) => ({
		name: field.name,
		values: field.type === "choice" ? field.choices.map(({ value }) => value) : [],
	}));
