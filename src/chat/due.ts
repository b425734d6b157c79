// Due dates in plain words: "friday", "tomorrow 5pm", "in two hours", in the asker's own time zone.
import type { ParsedResult } from "chrono-node";
import { DateTime } from "luxon";

/** A bare day means the end of the working day. */
const DUE_HOUR = 18;

/** chrono costs a tenth of a second to load: only who names a date pays for it. */
const library = (): Promise<typeof import("chrono-node")> => import("chrono-node");

export type DueParser = { isDate(text: string): boolean; dueAt(text: string): Date | undefined };

/** For one asker at one moment. A text is a date only as a whole: "my march report" is none. */
export async function createDueParser(now: Date, zone: string): Promise<DueParser> {
	const chrono = await library();
	const timezone = DateTime.fromJSDate(now, { zone }).offset;
	const whole = (text: string): ParsedResult | undefined => {
		const trimmed = text.trim();
		if (trimmed === "" || trimmed.length > 60) return undefined;
		const [found, another] = chrono.parse(trimmed, { instant: now, timezone }, { forwardDate: true });
		return found && !another && found.index === 0 && found.text.length === trimmed.length ? found : undefined;
	};
	return {
		isDate: (text) => whole(text) !== undefined,
		dueAt(text) {
			const start = whole(text)?.start;
			if (!start) return undefined;
			const [year, month, day] = [start.get("year"), start.get("month"), start.get("day")];
			if (year === null || month === null || day === null) return undefined;
			const hour = start.isCertain("hour") ? (start.get("hour") ?? DUE_HOUR) : DUE_HOUR;
			const minute = start.isCertain("minute") ? (start.get("minute") ?? 0) : 0;
			return DateTime.fromObject({ year, month, day, hour, minute }, { zone }).toJSDate();
		},
	};
}
