// What admins changed, in words: for their own list, and for whom it is about. Neutral and kind, whatever it was.
import type { Change, ListedChange } from "../../ledger/changes.ts";
import type { Button, Card, Line } from "../card.ts";
import { short } from "../clean.ts";
import type { Names } from "../directory.ts";
import { asSentence, brief, buttons, credits, momentOf, say, signed, small, text } from "./format.ts";
import { labelOf, modeWords, valueWords } from "./settings.ts";

export type ChangesView = {
	changes: readonly ListedChange[];
	/** Those that can be undone: nothing newer changed the same. */
	undoable: ReadonlySet<number>;
	names: Names;
	/** What each is called. */
	channels: ReadonlyMap<number, string>;
	timezone: string;
};

/** Whoever a list of changes names. */
export const inChanges = (changes: readonly ListedChange[]): number[] =>
	changes.flatMap(({ actorId, subjectId, what, walletOf }) =>
		[actorId, what.startsWith("member ") ? subjectId : walletOf].filter((id) => id !== null),
	);

export function changesCard(view: ChangesView): Card {
	if (view.changes.length === 0) return say("Nothing was changed yet.");
	const items = view.changes.map((change): Line => {
		const who = { strong: brief(view.names.of(change.actorId).person) };
		const when = momentOf(change.at, view.timezone);
		const why = change.reason === "" ? "" : `: ${short(change.reason, 60)}`;
		return [`${change.id} · ${when} · `, who, ` ${changed(change, view)}${why}`];
	});
	const undo = view.changes
		.filter(({ id }) => view.undoable.has(id))
		.map(({ id }): Button => ({ label: `Undo ${id}`, action: `change:undo:${id}` }));
	const rows = [undo.slice(0, 5), undo.slice(5, 10)].flatMap((row) => buttons(...row));
	return {
		blocks: [
			text({ strong: "The last changes" }),
			{ kind: "list", items },
			...rows,
			small("An undo is a change of its own. Only admins see this."),
		],
	};
}

/** "set Thanks to give in that time from 5 to 8". */
function changed(
	{ what, subjectId, before, after, undoes, walletOf }: ListedChange,
	{ names, channels }: ChangesView,
): string {
	const name = () => brief(names.of(subjectId).person);
	const isNow = after !== "" && after !== "false";
	const again = undoes === null ? "" : ` (undoes ${undoes})`;
	if (what.startsWith("policy ") || what === "timezone") {
		const path = what.replace(/^policy /u, "");
		return `set “${labelOf(path)}” from ${valueWords(path, before)} to ${valueWords(path, after)}${again}`;
	}
	switch (what) {
		case "channel mode":
			return `had messages of ${channels.get(subjectId ?? 0) ?? "a channel"} go ${modeWords(after)}${again}`;
		case "member admin":
			return `${isNow ? "made" : "no longer has"} ${name()} ${isNow ? "an admin" : "as an admin"}${again}`;
		case "member excluded":
			return `${isNow ? "took" : "put"} ${name()} ${isNow ? "off the boards" : "on the boards again"}${again}`;
		case "member frozen":
			return `${isNow ? "paused" : "resumed"} the account of ${name()}${again}`;
		case "entry adjustment":
			return before === ""
				? `adjusted the wallet of ${brief(names.of(walletOf).person)} by ${signed(Number(after))}, entry ${subjectId}${again}`
				: `gave back entry ${before}, entry ${subjectId}${again}`;
		case "entry reversal":
			return `took back entry ${before}${again}`;
		default:
			return what;
	}
}

/** For whom a change is about. `moved` is what it moved in their wallet. */
export function changeNoticeCard({ what, actorId, after, reason }: Change, moved: number, names: Names): Card {
	const who = { strong: names.of(actorId).person };
	const why = reason === "" ? "." : `: ${asSentence(reason)}`;
	const isNow = after !== "" && after !== "false";
	switch (what) {
		case "member admin":
			return isNow
				? say(who, " made you an admin of Goodturn here. ", { code: "/goodturn settings" }, " is yours now, too.")
				: say(who, " took you off the admins of Goodturn here. Everything else stays as it is.");
		case "member excluded":
			return isNow
				? card([who, ` took you off the leaderboards${why}`], `Everything else stays as it is. ${ASK}`)
				: say(who, " put you on the leaderboards again.");
		case "member frozen":
			return isNow
				? card(
						[who, ` paused your account${why}`],
						`Until it goes on you do not give, ask or help here; what you have stays yours. ${ASK}`,
					)
				: say(who, " let your account go on: you can give, ask and help again.");
		case "entry adjustment":
			return card([who, ` corrected your wallet by ${moved > 0 ? "+" : ""}${credits(moved)}${why}`], ASK);
		default:
			return moved === 0
				? card([who, ` took back something you gave${why}`], `You may give it again. ${ASK}`)
				: card([who, ` took back an entry of your wallet, ${moved > 0 ? "+" : ""}${credits(moved)}${why}`], ASK);
	}
}

const ASK = "If that looks wrong, talk to them.";

const card = (line: Line, more: string): Card => ({ blocks: [text(...line), small(more)] });
