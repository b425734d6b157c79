// Makes a story that breaks as short as it can: takes away what it can do without, as long as it still breaks.
import type { Plan, Step } from "./plan.ts";

/** Whether a story still breaks; answers undefined when there is no more time. */
export type Breaks = (plan: Plan) => Promise<boolean | undefined>;

export async function shrink(plan: Plan, breaks: Breaks): Promise<Plan> {
	let shortest = plan;
	let over = false;
	async function keepIf(steps: Step[]): Promise<boolean> {
		if (over) return false;
		const tried = { ...shortest, steps };
		const still = await breaks(tried);
		if (still === undefined) over = true;
		if (still) shortest = tried;
		return still ?? false;
	}
	for (let before = ""; !over && before !== JSON.stringify(shortest); ) {
		before = JSON.stringify(shortest);
		if (shortest.bots > 1 && (await breaks({ ...shortest, bots: 1 }))) shortest = { ...shortest, bots: 1 };
		await withoutSteps(() => shortest.steps, keepIf);
		await withSmallerSteps(() => shortest.steps, keepIf);
	}
	return shortest;
}

type Try = (steps: Step[]) => Promise<boolean>;

/** Halves first, single steps last. What is left of a long story is at its end. */
async function withoutSteps(steps: () => Step[], keepIf: Try): Promise<void> {
	for (let size = Math.ceil(steps().length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
		for (let from = steps().length - size; from > -size; from -= size) {
			const [start, end] = [Math.max(0, from), from + size];
			if (end > start) await keepIf([...steps().slice(0, start), ...steps().slice(end)]);
		}
	}
}

/** One thing in one step at a time. */
async function withSmallerSteps(steps: () => Step[], keepIf: Try): Promise<void> {
	for (let index = 0; index < steps().length; index++) {
		const replaced = (changes: Partial<Step>) =>
			steps().map((step, at) => (at === index ? { ...step, ...changes } : step));
		const now = () => steps()[index] as Step;
		for (const changes of PLAINER) {
			const differs = Object.entries(changes).some(
				([name, value]) => JSON.stringify(now()[name as keyof Step]) !== JSON.stringify(value),
			);
			if (differs) await keepIf(replaced(changes));
		}
		for (const name of ["faults", "wishes", "again"] as const) {
			for (let at = now()[name].length - 1; at >= 0; at--) {
				await keepIf(replaced({ [name]: now()[name].filter((_one, other) => other !== at) }));
			}
		}
		for (let at = 0; at < now().wishes.length; at++) {
			const wishes = (changes: object) =>
				now().wishes.map((wish, other) => (other === at ? { ...wish, ...changes } : wish));
			if ((now().wishes[at]?.times ?? 1) > 1) await keepIf(replaced({ wishes: wishes({ times: 1 }) }));
			if ((now().wishes[at]?.times ?? 1) > 2) await keepIf(replaced({ wishes: wishes({ times: 2 }) }));
		}
	}
}

const PLAINER: Partial<Step>[] = [
	{ faults: [], tick: false, flush: false, down: false, again: [], late: 0, passMs: 0, order: 0 },
	{ faults: [] },
	{ again: [] },
	{ late: 0 },
	{ tick: false },
	{ flush: false },
	{ down: false },
	{ passMs: 0 },
	{ order: 0 },
];
