// When people are awake: weekly posts come in the middle of their day, not of their night. Pure: no clock.
import { clockHour, nextHour } from "./calendar.ts";

/** Hours of the local day between which a post is welcome: from the first, up to and without the second. */
const FIRST_HOUR = 9;
const END_HOUR = 18;

/** That moment, if people in the zone are awake then; else the next time they are: never before, never a day later. */
export function whenAwake(at: Date, zone: string): Date {
	const hour = clockHour(at, zone);
	return hour >= FIRST_HOUR && hour < END_HOUR ? at : nextHour(at, zone, FIRST_HOUR);
}

/** The zone that most of these people live in; the community's where no single one has the most. */
export function zoneOfMost(people: readonly { zone: string; people: number }[], community: string): string {
	const most = Math.max(0, ...people.map((one) => one.people));
	const [first, another] = people.filter((one) => one.people === most);
	return first === undefined || another !== undefined ? community : first.zone;
}
