// Going away and coming back, giving to all, vouching, and leaving the team.
import type { Place } from "../../../src/chat/request.ts";
import { DAY, dayIn } from "../model/book.ts";
import { TEAM } from "../people.ts";
import type { Wish } from "../plan.ts";
import { itemAt } from "../random.ts";
import { command, type Done, type Scene } from "./event.ts";
import { candidates } from "./thanks.ts";

/** When the working day ends, for whoever names a day only. */
const EVENING = 18;

export function away({ how }: Wish, by: string, place: Place, scene: Scene): Done {
	// Before anything is in the book, nobody knows in which zone it will be.
	if (how % 3 === 0 || !scene.seen)
		return { by, place, ...command("goodturn", ["away"]), act: { act: "away", by, until: undefined } };
	const zone = scene.people.zoneOf(by, scene.seen.timezone);
	const day = dayIn(zone, scene.at + (2 + (how % 9)) * DAY);
	const until = hourOn(day, EVENING, zone);
	return { by, place, ...command("goodturn", [`away until ${inWords(day)}`]), act: { act: "away", by, until } };
}

export const back = (_wish: Wish, by: string, place: Place): Done => ({
	...{ by, place, act: { act: "back", by } },
	...command("goodturn", ["back"]),
});

const MONTHS = "january february march april may june july august september october november december".split(" ");

function inWords(day: string): string {
	const [year, month, date] = day.split("-").map(Number);
	return `${date} ${MONTHS[(month ?? 1) - 1]} ${year}`;
}

/** The moment at which it is that hour of that day in a zone. */
function hourOn(day: string, hour: number, zone: string): number {
	const wanted = Date.parse(`${day}T${hour}:00:00Z`);
	const format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
	const clock = (at: number) => Date.parse(`${format.format(at).replace(" ", "T")}Z`);
	const near = wanted - (clock(wanted) - wanted);
	return near - (clock(near) - wanted);
}

export function donate({ which }: Wish, by: string, place: Place): Done {
	const amount = 1 + (which % 4);
	return { by, place, ...command("goodturn", [`donate ${amount}`]), act: { act: "donate", by, amount } };
}

/** More or less for one for whom somebody vouches already, or for another. */
export function vouch({ which, how, plain }: Wish, someone: string, place: Place, { book }: Scene): Done {
	const standing = book.vouches.filter(({ state }) => state === "standing");
	const known = how % 3 === 0 && standing.length > 0 ? itemAt(standing, which) : undefined;
	const by = known?.by ?? someone;
	const on = known?.on ?? itemAt(candidates(by, plain), which);
	const amount = known ? itemAt([0, 0, 1, 5], how) : 1 + (how % 5);
	const text = amount === 0 ? ["unvouch ", { user: on }] : ["vouch ", { user: on }, ` ${amount}`];
	return { by, place, named: [on], ...command("goodturn", text), act: { act: "vouch", by, on, amount } };
}

/**
 * The platform tells that somebody left; a team of nobody is none. Of whom the book knows nothing yet it is no news: met in
 * the same moment, they are who the platform said they were.
 */
export function leave(_wish: Wish, by: string, place: Place, { people, book }: Scene): Done {
	const stays = TEAM.filter(people.isHere).length <= 3 || !book.joined.has(by);
	if (!stays) people.leave(by);
	return { by, place, about: by, intent: { kind: "people" }, told: stays ? "stays" : "is gone" };
}

export function comeBack({ which }: Wish, by: string, place: Place, { people }: Scene): Done {
	const gone = TEAM.filter((name) => !people.isHere(name));
	const who = gone.length === 0 ? by : itemAt(gone, which);
	people.return(who);
	return { by: who, place, about: who, intent: { kind: "people" }, told: "is here" };
}
