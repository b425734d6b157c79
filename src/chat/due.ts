// Due dates in plain words: "friday", "tomorrow 5pm", "in two hours", in the asker's own time zone.
import type { ParsedComponents, ParsedResult } from "chrono-node";
import { DateTime } from "luxon";
import { DUE_LENGTH } from "./commands.ts";

/** A bare day means the end of the working day; once that is over, the end of the day. */
const DUE_HOUR = 18;
const LATE = { hour: 23, minute: 59 };
/** "Tomorrow morning" is when people are at work, not when the sun rises. */
const MORNING_HOUR = 9;
/** Words for a part of the day, as the library tags them. */
const PART_OF_DAY = /^casualReference\/(?:morning|afternoon|evening|night|tonight)$/u;
/** "Last friday" lies behind; every other weekday or month is the one to come. */
const PAST = /\b(?:last|past|previous|ago)\b/iu;
const FURTHER = /\b(?:next|last|past|previous|ago|weeks?)\b/iu;

/** chrono costs a tenth of a second to load: only who names a date pays for it. */
const library = (): Promise<typeof import("chrono-node")> => import("chrono-node");

export type DueParser = { isDate(text: string): boolean; dueAt(text: string): Date | undefined };

/** For one asker at one moment. A text is a date only as a whole: "my march report" is none. */
export async function createDueParser(now: Date, zone: string): Promise<DueParser> {
	const chrono = await library();
	const timezone = DateTime.fromJSDate(now, { zone }).offset;
	const whole = (text: string): ParsedResult | undefined => {
		const [found, another] = chrono.parse(text, { instant: now, timezone }, { forwardDate: !PAST.test(text) });
		return found && !another && found.index === 0 && found.text.length === text.length ? found : undefined;
	};
	const read = (typed: string): ParsedResult | undefined => {
		const text = typed.trim().replace(/^the\s+/iu, "");
		if (text === "" || text.length > DUE_LENGTH) return undefined;
		// People end a line with a full stop; "5 p.m." ends with its own.
		return whole(text) ?? whole(text.replace(/[\s.,;!?]+$/u, ""));
	};
	return {
		isDate: (text) => read(text) !== undefined,
		dueAt(text) {
			const found = read(text);
			return found && instantOf(found.text, found.end ?? found.start, now, zone);
		},
	};
}

/** The library works with one offset; days and hours are put into the zone here, so that daylight saving counts. */
function instantOf(text: string, said: ParsedComponents, now: Date, zone: string): Date | undefined {
	// "In two hours" and "5pm EST" are instants already.
	if (said.isCertain("timezoneOffset")) return valid(DateTime.fromJSDate(said.date()));
	const [year, month, day] = [said.get("year"), said.get("month"), said.get("day")];
	if (year === null || month === null || day === null) return undefined;
	const date = DateTime.fromObject({ year, month, day }, { zone });
	const hour = hourOf(said);
	if (hour !== undefined) return valid(date.set({ hour, minute: said.get("minute") ?? 0 }));
	if (said.isCertain("weekday") && !said.isCertain("day") && !FURTHER.test(text)) return valid(nextWeekday(date, now));
	const due = date.set({ hour: DUE_HOUR });
	const isOver = due.toMillis() <= now.getTime() && date.hasSame(DateTime.fromJSDate(now, { zone }), "day");
	return valid(isOver ? date.set(LATE) : due);
}

/** The first such day whose end of work is still to come: said on a Friday evening, "friday" is the next one. */
function nextWeekday(near: DateTime, now: Date): DateTime {
	const weeks = [-1, 0, 1].map((count) => near.plus({ weeks: count }).set({ hour: DUE_HOUR }));
	return weeks.find((at) => at.toMillis() > now.getTime()) ?? near;
}

function hourOf(said: ParsedComponents): number | undefined {
	const hour = said.get("hour") ?? undefined;
	if (said.isCertain("hour")) return hour;
	const parts = [...said.tags()].filter((tag) => PART_OF_DAY.test(tag));
	if (parts.length === 0) return undefined;
	return parts.some((tag) => tag.endsWith("morning")) ? MORNING_HOUR : hour;
}

const valid = (at: DateTime): Date | undefined => (at.isValid ? at.toJSDate() : undefined);
