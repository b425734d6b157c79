// How the simulated people live: every assumption of the simulation is a row of this table and stands nowhere else.
// None of them was measured in a team, and none is a rule: they are there to be varied (`--assume NAME=NUMBER`).

type Assumption = { value: number; least?: number; most: number; says: string };

export const ASSUMPTIONS = {
	thanksPerDay: {
		...{ value: 0.3, most: 20 },
		says: "thanks of one credit that a person gives on an average day of the year, all of them on working days",
	},
	asksPerMonth: {
		...{ value: 2, most: 60 },
		says: "needs that come up in 30 days for a person; whoever has a need asks for a favor",
	},
	spread: {
		...{ value: 3, least: 1, most: 100 },
		says: "who thanks, asks or helps the most does so this many times as often as who does the least; the rest evenly between",
	},
	laterShare: {
		value: 0.2,
		most: 0.9,
		says: "people who join during the year, on any day of it; the others found the bank",
	},
	freeRiderShare: { value: 0.1, most: 0.9, says: "people who never help" },
	freeRiderAsks: { value: 3, most: 20, says: "how many times as often as the others, on average, a free rider asks" },
	freeRiderThanks: {
		value: 0.1,
		most: 20,
		says: "how many times as often as the others, on average, a free rider thanks",
	},
	neverAskShare: { value: 0.1, most: 0.9, says: "people who never ask; the others' needs make up for them" },
	thanksForHelpShare: {
		...{ value: 0.5, most: 1 },
		says: "thanks that are for help, and go to people by how much they help; the others go to anybody",
	},
	smallShare: { value: 0.2, most: 1, says: "favors that are small" },
	bigShare: { value: 0.2, most: 1, says: "favors that are big; what is neither is normal" },
	takenUpPerDay: { value: 0.5, most: 1, says: "likelihood that somebody takes up an open favor, on each working day" },
	daysToHelp: { value: 5, most: 100, says: "days that help takes at most; at least one, each as likely" },
	confirmedPerDay: {
		value: 0.7,
		most: 1,
		says: "likelihood that the asker confirms what is done, on each working day",
	},
	absences: { value: 2, most: 20, says: "times a year that a person is away" },
	absenceDays: { value: 14, most: 365, says: "days of each absence" },
	awaySaid: { value: 0.5, most: 1, says: "people who say so when they are away, which pauses fading" },
} satisfies Record<string, Assumption>;

export type AssumptionName = keyof typeof ASSUMPTIONS;
export type Assumptions = Record<AssumptionName, number>;

export const assumptionNames = Object.keys(ASSUMPTIONS) as AssumptionName[];

/** What an assumption may be. */
export function boundsOf(name: AssumptionName): { least: number; most: number } {
	const { least = 0, most }: Assumption = ASSUMPTIONS[name];
	return { least, most };
}

export const assumed = (changes: Partial<Assumptions> = {}): Assumptions => ({
	...(Object.fromEntries(assumptionNames.map((name) => [name, ASSUMPTIONS[name].value])) as Assumptions),
	...changes,
});
