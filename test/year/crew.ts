// Who is on a platform, by name: who is there, who left, and who is yet to come.
import type { Random } from "../simulation/random.ts";
import type { Platform } from "./stage.ts";

export type Crew = {
	platform: Platform;
	/** The first one runs the place, and stays. */
	here: string[];
	left: string[];
};

const FIRST = ["B", "D", "F", "G", "K", "L", "M", "N", "P", "R", "S", "T"];
const MIDDLE = ["a", "e", "i", "o", "u"];
const LAST = ["ndo", "lma", "rik", "ssa"];

/** As many names as a year needs, no two alike, in an order of their own. */
export function namesFrom(random: Random): () => string {
	const names = FIRST.flatMap((first) => MIDDLE.flatMap((middle) => LAST.map((last) => `${first}${middle}${last}`)));
	return () => {
		const [name] = names.splice(random.below(names.length), 1);
		if (name === undefined) throw new Error("there are no names left");
		return name;
	};
}

export function others(random: Random, { here }: Crew, but: string): string {
	return random.pick(here.filter((name) => name !== but));
}

/** Names for several of the first who came. */
export const GROUPS = ["designers", "builders"] as const;

/** Who belongs to them. */
export const groupsOf = ({ here }: Crew): Record<(typeof GROUPS)[number], string[]> => ({
	designers: here.slice(1, 4),
	builders: here.slice(3, 8),
});
