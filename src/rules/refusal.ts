// What a person can mend, as data. The words for it live elsewhere (chat/views), by reason: a reason without words
// does not compile. A refusal leaves no trace in the book.
import type { Period } from "./calendar.ts";
import type { ChannelMode } from "./channels.ts";
import type { EntryKind, FavorSize, FavorState } from "./types.ts";

export type Refusal =
	/** The actor is a bot, of another workspace, or gone. */
	| { reason: "not-a-member" }
	/** An admin paused their account. */
	| { reason: "paused" }
	/** Whoever was asked is paused. */
	| { reason: "cannot-help"; name: string }
	/** Only those who run the workspace may. */
	| { reason: "admins-only" }
	/** A value of a setting that cannot be, or a setting that is not there. */
	| { reason: "no-such-setting" }
	/** Since they were looked at. */
	| { reason: "settings-changed" }
	/** An admin's own account is another admin's business. */
	| { reason: "not-your-own" }
	| { reason: "adjustment-out-of-range"; most: number }
	| { reason: "no-such-entry" }
	| { reason: "taken-back-already" }
	/** An entry of a kind that admins do not take back, or a donation that the pot has spent. */
	| { reason: "cannot-take-back"; kind: EntryKind }
	| { reason: "no-such-change" }
	| { reason: "cannot-undo" }
	/** The same value was changed once more. */
	| { reason: "changed-since" }
	| { reason: "thanks-to-nobody" }
	| { reason: "thanks-to-yourself" }
	| { reason: "not-a-person"; names: string[] }
	| { reason: "outside"; names: string[] }
	| { reason: "too-many-receivers"; most: number }
	| { reason: "amount-out-of-range"; most: number }
	| {
			reason: "allowance-used";
			needs: number;
			left: number;
			perDay: number;
			period: Period;
			resetsAt: Date;
			timezone: string;
	  }
	| {
			reason: "pair-cap";
			names: string[];
			left: number;
			perDay: number;
			period: Period;
			resetsAt: Date;
			timezone: string;
	  }
	| { reason: "nothing-to-undo"; withinMinutes: number }
	/** What a button was to send is not kept any more, or was never this member's. */
	| { reason: "nothing-kept" }
	| { reason: "favor-of-yourself" }
	/** The one person asked is away; `until` in their own time zone, where they said it. */
	| { reason: "away"; name: string; until: Date | null; timezone: string }
	| { reason: "too-many-open"; most: number }
	| {
			reason: "not-enough";
			needs: number;
			has: number;
			floor: number;
			size: FavorSize;
			smallWouldDo: boolean;
			small: number;
	  }
	| { reason: "no-such-favor" }
	| { reason: "own-favor" }
	| { reason: "asked-somebody-else" }
	| { reason: "too-many-under-way"; most: number }
	| { reason: "favor-moved-on"; state: FavorState; byYou: boolean }
	| { reason: "only-the-asker" }
	| { reason: "only-the-helper" }
	| { reason: "only-the-one-asked" }
	| { reason: "done-already" }
	| { reason: "not-yet-said" }
	| { reason: "bot-not-here" }
	/** Credits are whole, and more than none. */
	| { reason: "whole-credits" }
	| { reason: "donation-too-large"; has: number }
	| { reason: "pot-too-low"; needs: number; holds: number }
	| { reason: "not-a-newcomer"; name: string; days: number }
	/** Whoever approved a favor for the team is paid nothing for it. */
	| { reason: "approved-it" }
	| { reason: "approve-your-own" }
	/** The channel is left alone: nothing that is said there counts. */
	| { reason: "channel-off" }
	/** Nothing is posted in the channel: a favor for anyone would reach nobody. */
	| { reason: "channel-quiet" }
	/** Only admins may let the bot say more in a channel. */
	| { reason: "louder-by-admins"; mode: ChannelMode }
	| { reason: "vouch-for-yourself" }
	/** 0 for a community in which nobody vouches. */
	| { reason: "vouch-out-of-range"; most: number }
	| { reason: "not-enough-to-vouch"; needs: number; has: number }
	| { reason: "no-vouch"; name: string }
	/** None of it can be taken back now. It tells no more of the other's balance than that. */
	| { reason: "vouch-in-use"; name: string };

/** Thrown by rules, caught once where the list is decided. */
export class Refused extends Error {
	override name = "Refused";
	readonly refusal: Refusal;
	constructor(refusal: Refusal) {
		super(refusal.reason);
		this.refusal = refusal;
	}
}

export function refuse(refusal: Refusal): never {
	throw new Refused(refusal);
}
