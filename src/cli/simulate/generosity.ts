// Who gave what in a simulated year, and when: the bank's health counts only the asks of people who give.
import { gives, HEALTH_DAYS } from "../../rules/health.ts";
import type { Person } from "./people.ts";

export type Generosity = {
	/** One credit of thanks. */
	thanked(person: Person, day: number): void;
	helped(person: Person, day: number): void;
	/** Whether somebody gave in the week of a day and the four before it. */
	givesOn(person: Person, day: number): boolean;
};

export function createGenerosity(): Generosity {
	const [thanks, help] = [new Map<Person, number[]>(), new Map<Person, number[]>()];
	const note = (days: Map<Person, number[]>, person: Person, day: number) =>
		void days.set(person, [...(days.get(person) ?? []).filter((one) => one >= firstDay(day)), day]);
	const count = (days: Map<Person, number[]>, person: Person, day: number) =>
		(days.get(person) ?? []).filter((one) => one >= firstDay(day)).length;
	return {
		thanked: (person, day) => note(thanks, person, day),
		helped: (person, day) => note(help, person, day),
		givesOn: (person, day) => gives({ thanked: count(thanks, person, day), helped: count(help, person, day) }),
	};
}

/** Days are counted from a Monday. */
const firstDay = (day: number): number => day - (day % 7) - HEALTH_DAYS;
