// The game once more, as plainly as it can be written from its description and sharing no code with the rules: what one
// event does to what everybody has. It knows nothing of faults: an event happened or it did not.
import * as admins from "./model/admins.ts";
import * as away from "./model/away.ts";
import type { Book, Mode, Now } from "./model/book.ts";
import * as favors from "./model/favors.ts";
import * as thanks from "./model/thanks.ts";
import * as trust from "./model/trust.ts";

/** What somebody does that the book keeps. Favors and thanks go by the word that was typed with them. */
export type Act =
	| { act: "thank"; by: string; to: string[]; amount: number; word: string; place: string }
	| thanks.React
	| thanks.Say
	| { act: "clear"; message: string }
	| { act: "undo"; by: string }
	| favors.Ask
	| favors.Step
	| { act: "unlist"; by: string }
	| { act: "mute"; place: string }
	| { act: "away"; by: string; until: number | undefined }
	| { act: "back"; by: string }
	| { act: "donate"; by: string; amount: number }
	| { act: "top-up"; by: string; to: string; amount: number }
	| { act: "vouch"; by: string; on: string; amount: number }
	| { act: "adjust"; by: string; who: string; credits: number; word: string }
	| { act: "revert"; by: string; what: admins.Reverted }
	| admins.SwitchTo
	| admins.Save
	| { act: "mode"; by: string; place: string; mode: Mode }
	| { act: "undo-change"; by: string; nth: number }
	/** Time did it. */
	| { act: "by-itself"; favor: string }
	/** The week before this Monday, counted in days from 1970-01-01, in the community's zone. */
	| { act: "fade"; who: string; monday: number; zone: string }
	/** The bot heard that somebody is gone, or here again; long afterwards what they left is settled. */
	| { act: "leave"; who: string; at: number }
	| { act: "return"; who: string }
	| { act: "settle"; who: string };

const toggle = (set: Set<string>, name: string): true => {
	if (!set.delete(name)) set.add(name);
	return true;
};

/** Does it if it is allowed, once for its key, and tells whether it is done. What is refused leaves no trace. */
export function happen(book: Book, key: string, act: Act, now: Now): boolean {
	if (book.done.has(key)) return true;
	const done = outcome(book, act, now);
	if (done) book.done.add(key);
	return done;
}

function outcome(book: Book, act: Act, now: Now): boolean {
	switch (act.act) {
		case "thank":
			return thanks.give(book, now, act);
		case "react":
			return thanks.react(book, now, act);
		case "say":
			return thanks.say(book, now, act);
		case "clear":
			return thanks.clear(book, act.message);
		case "undo":
			return thanks.undo(book, act.by, now);
		case "ask":
			return favors.ask(book, now, act);
		case "step":
			return favors.step(book, now, act);
		case "unlist":
			return toggle(book.unlisted, act.by);
		case "mute":
			return toggle(book.muted, act.place);
		case "by-itself":
			return favors.byItself(book, now, book.favors.get(act.favor));
		default:
			return more(book, act, now);
	}
}

type More = Exclude<
	Act,
	{ act: "thank" | "react" | "say" | "clear" | "undo" | "ask" | "step" | "unlist" | "mute" | "by-itself" }
>;

/** Coming and going, giving to all, vouching, and what admins do. */
function more(book: Book, act: More, now: Now): boolean {
	switch (act.act) {
		case "away":
			return away.goAway(book, now, act.by, act.until);
		case "back":
			return away.comeBack(book, now, act.by);
		case "fade":
			return away.fade(book, act.who, act.monday, act.zone);
		case "donate":
			return trust.donate(book, now, act.by, act.amount);
		case "top-up":
			return act.by !== act.to && admins.mayRun(book, now, act.by) && trust.topUp(book, now, act.to, act.amount);
		case "vouch":
			return trust.vouch(book, now, act.by, act.on, act.amount);
		case "leave":
			return trust.leave(book, now, act.who, act.at);
		case "return":
			return trust.comeBack(book, now, act.who);
		case "settle":
			return trust.settle(book, now, act.who);
		case "adjust":
			return admins.adjust(book, now, act.by, act.who, act.credits, act.word);
		case "revert":
			return admins.revert(book, now, act.by, act.what);
		case "switch":
			return admins.switchTo(book, now, act);
		case "save":
			return admins.save(book, now, act);
		case "mode":
			return admins.setMode(book, now, act.by, act.place, act.mode);
		case "undo-change":
			return admins.undoChange(book, now, act.by, act.nth);
	}
}
