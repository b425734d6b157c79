// How numbers, times and lists of people are said: with their unit, in the reader's own time.
import { DateTime } from "luxon";
import type { Period } from "../../rules/calendar.ts";
import type { Button, Card, Line, Span } from "../card.ts";
import { short } from "../clean.ts";
import { UNIT, UNITS } from "../unit.ts";

export const credits = (n: number): string => `${amount(n)} ${Math.abs(n) === 1 ? UNIT : UNITS}`;
export const counted = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;
const NUMBERS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"];
/** At the beginning of a sentence: "Two favors". */
export const inWords = (n: number, one: string, many = `${one}s`): string =>
	`${NUMBERS[n] ?? n} ${n === 1 ? one : many}`;
export const signed = (n: number): string => (n > 0 ? `+${n}` : n < 0 ? `−${-n}` : "0");
/** A balance as people read it: with a true minus sign. */
export const amount = (n: number): string => (n < 0 ? `−${-n}` : String(n));

/** A name in a list of many lines. */
export const brief = (name: string): string => short(name, 32);

/** Longer lists of people say how many others there are. */
export function people(names: readonly string[], most = 5): Line {
	const shown: Span[] = names.slice(0, most).map((name) => ({ strong: name }));
	const others = names.length - shown.length;
	return joined(others > 0 ? [...shown, counted(others, "other")] : shown);
}

/** Somebody's words in the middle of a line: what would end them there is left out. */
export const inLine = (words: string): string => words.replace(/[\s.,;:]+$/u, "");
/** Somebody's words at the end of a sentence. */
export const asSentence = (words: string): string => (/[.!?…]$/u.test(words) ? words : `${words}.`);

/** "Ana", "Ana and Bo", "Ana, Bo and Cy". */
export function joined(spans: readonly Span[], word = "and"): Line {
	return spans.flatMap((span, index): Line => {
		if (index === 0) return [span];
		return [index === spans.length - 1 ? ` ${word} ` : ", ", span];
	});
}

const inZone = (at: Date, zone: string) => DateTime.fromJSDate(at, { zone }).setLocale("en");

/** "today at 18:00", "tomorrow at 09:00", "Friday at 18:00", "Fri 4 December at 18:00". */
export function when(at: Date, now: Date, zone: string): string {
	const then = inZone(at, zone);
	const days = Math.round(then.startOf("day").diff(inZone(now, zone).startOf("day"), "days").days);
	const time = then.toFormat("HH:mm");
	if (days === 0) return `today at ${time}`;
	if (days === 1) return `tomorrow at ${time}`;
	if (days > 1 && days < 7) return `${then.toFormat("cccc")} at ${time}`;
	return `${then.toFormat("ccc d LLLL")} at ${time}`;
}

/** For a line that people in several zones read: the day alone, as it is in the zone given. */
export function day(at: Date, now: Date, zone: string): string {
	const then = inZone(at, zone);
	const days = Math.round(then.startOf("day").diff(inZone(now, zone).startOf("day"), "days").days);
	if (days === 0) return "today";
	if (days === 1) return "tomorrow";
	if (days > 1 && days < 7) return then.toFormat("cccc");
	return then.toFormat("ccc d LLL");
}

/** How an allowance's time is said. */
export const inPeriod = (period: Period) =>
	period === "week"
		? { now: "this week", its: "this week's", each: "a week" }
		: { now: "today", its: "today's", each: "a day" };
export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** The longest day there is, and a bit: whatever ends later ends with the week. */
const MORE_THAN_A_DAY = 26 * 60;

/**
 * "at midnight in Lisbon, in about 5 hours", "on Monday in Lisbon, in 3 days": not everybody lives in the zone that they
 * are taken to live in.
 */
export function resets(at: Date, now: Date, zone?: string): string {
	const minutes = Math.max(1, Math.ceil((at.getTime() - now.getTime()) / 60_000));
	const there = zone === undefined ? "" : ` ${inCity(zone)}`;
	if (minutes > MORE_THAN_A_DAY) return `on Monday${there}, in ${counted(Math.round(minutes / (24 * 60)), "day")}`;
	const wait = minutes < 60 ? counted(minutes, "minute") : `about ${counted(Math.round(minutes / 60), "hour")}`;
	return `at midnight${there}, in ${wait}`;
}

/** "in Lisbon", "in New York", "(UTC)": a zone as people call it. */
const inCity = (zone: string): string =>
	zone.includes("/") && !zone.startsWith("Etc/")
		? `in ${(zone.split("/").at(-1) ?? zone).replaceAll("_", " ")}`
		: `(${zone})`;

/** "16 November": the Monday of a week, counted in days. */
export const mondayOf = (week: number): string =>
	DateTime.fromMillis(week * 86_400_000, { zone: "utc" })
		.setLocale("en")
		.toFormat("d LLLL");

/** "3 Dec 10:05". */
export const momentOf = (at: Date, zone: string): string => inZone(at, zone).toFormat("d LLL HH:mm");

export const shortDate = (at: Date, zone: string): string => inZone(at, zone).toFormat("d LLL");

export const text = (...line: Line): Card["blocks"][number] => ({ kind: "text", line });
export const small = (...line: Line): Card["blocks"][number] => ({ kind: "small", line });
export const buttons = (...all: Button[]): Card["blocks"] =>
	all.length > 0 ? [{ kind: "buttons", buttons: all }] : [];
export const say = (...line: Line): Card => ({ blocks: [text(...line)] });
