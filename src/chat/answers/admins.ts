// What those who run the bank do about people and entries: who is an admin, who is on the boards, who is paused, what is
// corrected. Whether they may is asked here for a first answer, and by every verb.
import { type Runner, switchAdmin } from "../../ledger/admins.ts";
import { adjust, revert } from "../../ledger/corrections.ts";
import { switchExcluded, switchFrozen } from "../../ledger/standing.ts";
import { readHistory } from "../../ledger/wallet.ts";
import { REASON_LENGTH } from "../commands.ts";
import type { Participant } from "../directory.ts";
import { mustFit, Problem } from "../problem.ts";
import type { Fields, Reply } from "../request.ts";
import type { Turn } from "../turn.ts";
import { entriesCard } from "../views/entries.ts";
import { credits, joined, say } from "../views/format.ts";
import { card, refused } from "./reply.ts";

/** The actor as verbs for admins take them: the platform's word with it, the book's is asked there. */
export const runnerOf = ({ actor, platformAdmin }: Turn): Runner => ({ ...actor, admin: platformAdmin });

const example = (line: string) => ({ code: `/goodturn ${line}` });

/** The one person that an admin's command is about. */
function whoIn(turn: Turn, fields: Fields, line: string): Participant {
	const { who } = fields;
	if (typeof who === "string" && who !== "") return turn.someone(who);
	throw new Problem(["Whom is it about? Name them: ", example(line)], "who");
}

/** Why: it is kept, and told to whom it is about. */
function whyIn(fields: Fields, line: string): string {
	const why = String(fields["why"] ?? "").replace(/^because\s+/iu, "");
	if (why === "") throw new Problem(["Say why, since it is told to whom it is about: ", example(line)], "why");
	mustFit(why, REASON_LENGTH, "A reason", "why");
	return why;
}

export async function changeAdmin(turn: Turn, fields: Fields): Promise<Reply> {
	if (!turn.admin) return refused(turn, { reason: "admins-only" });
	const who = whoIn(turn, fields, "admin @name");
	const known = await knownAs(turn, who);
	const answer = await turn.ledger.submit(switchAdmin, turn.once, { by: runnerOf(turn), who, to: !known?.admin });
	if (answer.refused) return refused(turn, answer.refused);
	if (who.id !== undefined) turn.directory.remembered.forgetMember(turn.communityId, who.id);
	const name = { strong: who.name };
	if (answer.done.admin) return card(say(name, " is an admin of Goodturn now, and hears of it."));
	const byPlatform = turn.request.people.some(({ user, admin }) => user === fields["who"] && admin);
	const still = byPlatform ? " They run the workspace itself, so they may do the same all the same." : "";
	return card(say(name, ` is no longer an admin of Goodturn, and hears of it.${still}`));
}

const ADJUST = "adjust @name +5 because …";

export async function adjustWallet(turn: Turn, fields: Fields): Promise<Reply> {
	if (!turn.admin) return refused(turn, { reason: "admins-only" });
	const who = whoIn(turn, fields, ADJUST);
	const { by } = fields;
	if (by === undefined || by === "" || Number.isNaN(Number(by)))
		throw new Problem(["By how much? A whole number with its sign: ", example(ADJUST)], "by");
	const input = { by: runnerOf(turn), who, credits: Number(by), reason: whyIn(fields, ADJUST) };
	const answer = await turn.ledger.submit(adjust, turn.once, input);
	if (answer.refused) return refused(turn, answer.refused);
	const { credits: n, entryId } = answer.done;
	const moved = `${n > 0 ? "+" : ""}${credits(n)}`;
	return card(
		say(
			"Corrected: ",
			{ strong: who.name },
			` ${moved}, and they hear of it. `,
			example(`revert ${entryId} because …`),
			" takes it back.",
		),
	);
}

const REVERT = "revert 123 because …";

export async function revertEntry(turn: Turn, fields: Fields): Promise<Reply> {
	if (!turn.admin) return refused(turn, { reason: "admins-only" });
	const entryId = Number(fields["entry"]);
	if (!Number.isSafeInteger(entryId) || entryId < 1 || entryId > 2_147_483_647)
		throw new Problem(["Which entry? Its number is in ", example("entries @name"), ": ", example(REVERT)], "entry");
	const input = { by: runnerOf(turn), entryId, reason: whyIn(fields, REVERT) };
	const answer = await turn.ledger.submit(revert, turn.once, input);
	if (answer.refused) return refused(turn, answer.refused);
	const { moved } = answer.done;
	const names = await turn.names(moved.map(({ memberId }) => memberId));
	const each = moved.map(({ memberId, credits: n }) => `${names.of(memberId).person} ${n > 0 ? "+" : ""}${credits(n)}`);
	return card(
		say(
			`Taken back: entry ${entryId}. `,
			...joined(each),
			each.length > 0 ? "; " : "",
			"those it is about hear of it.",
		),
	);
}

export async function showEntries(turn: Turn, fields: Fields): Promise<Reply> {
	if (!turn.admin) return refused(turn, { reason: "admins-only" });
	const who = whoIn(turn, fields, "entries @name");
	const { id } = who;
	if (id === undefined) return refused(turn, { reason: "outside", names: [who.name] });
	const lines = await turn.ledger.read((query) => readHistory(query, turn.communityId, id));
	const names = await turn.names(lines.map(({ actorId }) => actorId));
	return card(entriesCard(who.name, lines, names, turn.actor.timezone));
}

const knownAs = async ({ ledger, communityId }: Turn, { id }: Participant) =>
	id === undefined ? null : ledger.readings.member(communityId, id);

/** The way back needs no reason. With one it is never meant: somebody else was faster, and it stays as it is. */
function whySwitch(fields: Fields, isOn: boolean, line: string): { reason: string; to: boolean } {
	if (isOn && String(fields["why"] ?? "") === "") return { reason: "", to: false };
	return { reason: whyIn(fields, line), to: true };
}

export async function excludeMember(turn: Turn, fields: Fields): Promise<Reply> {
	if (!turn.admin) return refused(turn, { reason: "admins-only" });
	const line = "exclude @name because …";
	const who = whoIn(turn, fields, line);
	const known = await knownAs(turn, who);
	const input = { by: runnerOf(turn), who, ...whySwitch(fields, known?.excluded === true, line) };
	const answer = await turn.ledger.submit(switchExcluded, turn.once, input);
	if (answer.refused) return refused(turn, answer.refused);
	const name = { strong: who.name };
	if (!answer.done.excluded) return card(say(name, " is shown on the boards again, and hears of it."));
	return card(
		say(
			name,
			" is off the boards and hears of it; all else stays. ",
			example("exclude @name"),
			" once more takes it back.",
		),
	);
}

export async function freezeMember(turn: Turn, fields: Fields): Promise<Reply> {
	if (!turn.admin) return refused(turn, { reason: "admins-only" });
	const line = "freeze @name because …";
	const who = whoIn(turn, fields, line);
	const known = await knownAs(turn, who);
	const input = { by: runnerOf(turn), who, ...whySwitch(fields, Boolean(known?.frozenAt), line) };
	const answer = await turn.ledger.submit(switchFrozen, turn.once, input);
	if (answer.refused) return refused(turn, answer.refused);
	const name = { strong: who.name };
	if (!answer.done.frozen) return card(say(name, " can give, ask and help again, and hears of it."));
	const what = " is paused and hears of it: no giving, asking or helping; what is under way can be finished. ";
	return card(say(name, what, example("freeze @name"), " once more takes it back."));
}
