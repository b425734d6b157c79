// A date in plain words that somebody typed: understood in their own time zone, or a problem that says how to mend it.
import { short } from "../clean.ts";
import { DUE_LENGTH } from "../commands.ts";
import { createDueParser } from "../due.ts";
import { Problem } from "../problem.ts";
import type { Turn } from "../turn.ts";

/** What is further away is a slip. */
const LATEST_MS = 366 * 24 * 3_600_000;

/** Null for nothing typed; `field` is where it was typed. Throws Problem for what is no date to come. */
export async function readDate({ now, actor }: Turn, typed: string, field: string): Promise<Date | null> {
	if (typed === "") return null;
	const date = (await createDueParser(now, actor.timezone)).dueAt(typed);
	const said = `“${short(typed, DUE_LENGTH)}”`;
	if (!date)
		throw new Problem([`I do not understand ${said} as a date. Try friday, tomorrow 5pm, or 3 december.`], field);
	if (date <= now) throw new Problem([`${said} is over already. Say a time to come.`], field);
	if (date.getTime() - now.getTime() > LATEST_MS)
		throw new Problem([`${said} is more than a year away. Say a day before that.`], field);
	return date;
}
