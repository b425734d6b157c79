// Time zones by the names that people use for them: in any case, by an older name, or by their city alone.
import { isTimezone } from "../../rules/calendar.ts";
import type { Kind } from "./kinds.ts";

/** What a zone's name may look like: offsets are none, since they know no daylight saving. */
const ZONE = /^[a-z_]+(?:\/[a-z0-9_+-]+)+$/iu;
const LONGEST_ZONE = 60;

/** A zone by its name in any case, by an older or newer name of it, or by its city alone where there is one such. */
export function zoneNamed(typed: string): string | undefined {
	const wanted = typed.toLowerCase().replaceAll(" ", "_");
	const found = zones().find((zone) => zone.toLowerCase() === wanted);
	if (found !== undefined || wanted === "") return found;
	if (wanted.length <= LONGEST_ZONE && ZONE.test(wanted) && isTimezone(wanted)) return capitalised(wanted);
	const [only, another] = zones().filter((zone) => zone.toLowerCase().endsWith(`/${wanted}`));
	return another === undefined ? only : undefined;
}

const capitalised = (zone: string): string => zone.replaceAll(/(?<![a-z])[a-z]/gu, (letter) => letter.toUpperCase());

let known: string[] | undefined;
/** Every zone's name, as the runtime knows them. */
export function zones(): string[] {
	known ??= ["UTC", ...Intl.supportedValuesOf("timeZone")];
	return known;
}

export const timezoneKind: Kind = {
	field: (value) => ({
		kind: "text",
		multiline: false,
		maxLength: LONGEST_ZONE,
		optional: false,
		value: String(value),
	}),
	read(typed) {
		const zone = zoneNamed(typed);
		return zone === undefined ? { say: "Name it by area and city: Europe/Berlin." } : { value: zone };
	},
	say: String,
};
