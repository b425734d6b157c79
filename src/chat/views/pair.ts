// What went between the reader and one other, for the reader alone: in sentences and a few dates. No balance of the other,
// no score, and nothing about what did not happen.
import type { Between, Pair } from "../../ledger/pair.ts";
import type { Block, Button, Card, Line } from "../card.ts";
import { short } from "../clean.ts";
import type { Reader } from "./favors.ts";
import { asSentence, brief, buttons, counted, credits, shortDate, small, text } from "./format.ts";

/** `other` is their name; `thank` is the way to thank them, where they are still here. */
export function pairCard(pair: Pair, other: string, thank: Button | undefined, { timezone }: Reader): Card {
	const title = text({ strong: "You and " }, { strong: other });
	const sentences = [
		favors(pair, other),
		thanks(pair, other),
		...(pair.vouchedByMe > 0 ? [`You vouch for ${other} with ${credits(pair.vouchedByMe)}.`] : []),
		...(pair.vouchedForMe > 0 ? [`${other} vouches for you with ${credits(pair.vouchedForMe)}.`] : []),
	].filter((sentence) => sentence !== "");
	const only = small("Only you see this.");
	if (sentences.length === 0) {
		return { blocks: [title, text("Nothing yet. A thanks is a good beginning."), only, ...buttonFor(thank)] };
	}
	const latest: Block[] =
		pair.latest.length === 0
			? []
			: [
					text({ strong: "Lately" }),
					{ kind: "list", items: pair.latest.map((one) => happened(one, brief(other), timezone)) },
				];
	return { blocks: [title, text(sentences.join(" ")), ...latest, only, ...buttonFor(thank)] };
}

const buttonFor = (thank: Button | undefined): Block[] => (thank ? buttons(thank) : []);

const TIMES = ["", "once", "twice"];
const times = (n: number): string => TIMES[n] ?? `${n} times`;

/** "You helped Ana 3 times, Ana helped you once." Only what happened. */
function favors({ helped, wasHelped }: Pair, other: string): string {
	return both([
		helped > 0 ? `you helped ${other} ${times(helped)}` : "",
		wasHelped > 0 ? `${other} helped you ${times(wasHelped)}` : "",
	]);
}

function thanks({ given, received }: Pair, other: string): string {
	return both([
		given > 0 ? `you gave ${other} ${counted(given, "thanks", "thanks")}` : "",
		received > 0 ? `${other} gave you ${given > 0 ? received : counted(received, "thanks", "thanks")}` : "",
	]);
}

function both(parts: string[]): string {
	const said = parts.filter((part) => part !== "").join(", ");
	return said === "" ? "" : asSentence(said.replace(/^y/u, "Y"));
}

function happened({ kind, at, byMe, credits: n, text: words }: Between, other: string, timezone: string): Line {
	const [who, whom] = byMe ? ["you", other] : [other, "you"];
	const about = words === "" ? "" : short(words, 60);
	const date = ` · ${shortDate(at, timezone)}`;
	if (kind === "favor") return [`${who} helped ${whom}${about === "" ? "" : `: ${about}`}`, date];
	if (kind === "reaction") return [`${who} thanked ${whom} with a reaction`, date];
	const reason = /^(?:for|because)\b/iu.test(about) ? ` ${about}` : about === "" ? "" : `: ${about}`;
	return [`${who} thanked ${whom}${n > 1 ? ` ×${n}` : ""}${reason}`, date];
}
