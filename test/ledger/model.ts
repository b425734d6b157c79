// The game once more, as plainly as it can be written and sharing no code with the rules: who may do what, and what
// everybody has then. The ledger is compared with it.

export const ZONES: Record<string, string> = {
	Ana: "UTC",
	Bo: "Asia/Kathmandu",
	Cy: "America/Santiago",
	Dee: "Pacific/Kiritimati",
};
export const PEOPLE = Object.keys(ZONES);

export const STEPS = [
	"accept",
	"give-back",
	"decline",
	"done",
	"not-yet",
	"confirm",
	"on-the-house",
	"cancel",
	"go-on",
] as const;
export const COSTS = { small: 2, normal: 4, big: 8 };

export type Act =
	| { act: "thank"; by: string; to: string[]; amount: number }
	| { act: "react"; by: string; author: string; message: string; added: boolean; order: number }
	| { act: "undo"; by: string }
	| { act: "ask"; by: string; of: string | undefined; size: keyof typeof COSTS }
	| { act: "step"; by: string; favor: number; step: (typeof STEPS)[number] };

type Given = { by: string; to: string[]; amount: number; day: string; at: number; back: boolean };
type ModelFavor = {
	asker: string;
	of: string | undefined;
	helper: string | undefined;
	cost: number;
	state: string;
	firstDone: number | undefined;
	notYet: boolean;
	questioned: boolean;
	next: number;
};

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

const dates = new Map(
	Object.entries(ZONES).map(([name, timeZone]) => [name, new Intl.DateTimeFormat("en-CA", { timeZone })]),
);

export type Model = ReturnType<typeof createModel>;

/** Everybody joined at one moment, with so many credits. */
export function createModel(joined: number, credits: number) {
	const balances = new Map(PEOPLE.map((name) => [name, credits]));
	const given: Given[] = [];
	const reactions = new Map<string, { last: number; stands: Given | undefined }>();
	const favors: ModelFavor[] = [];

	const move = (name: string, by: number) => balances.set(name, (balances.get(name) ?? 0) + by);
	const dayOf = (name: string, now: number) => dates.get(name)?.format(now) ?? "";
	const givenOn = (by: string, day: string, to?: string) =>
		given
			.filter((one) => !one.back && one.by === by && one.day === day)
			.reduce((sum, one) => sum + one.amount * (to === undefined ? one.to.length : Number(one.to.includes(to))), 0);
	const left = (name: string, now: number) => 5 - givenOn(name, dayOf(name, now));

	function give(by: string, named: string[], amount: number, now: number): Given | undefined {
		const to = [...new Set(named)];
		const day = dayOf(by, now);
		if (to.length === 0 || to.includes(by) || amount < 1 || amount > 3 || amount * to.length > left(by, now))
			return undefined;
		if (to.some((one) => givenOn(by, day, one) + amount > 3)) return undefined;
		for (const one of to) move(one, amount);
		const entry = { by, to, amount, day, at: now, back: false };
		given.push(entry);
		return entry;
	}

	function takeBack(entry: Given): void {
		entry.back = true;
		for (const one of entry.to) move(one, -entry.amount);
	}

	function react({ by, author, message, added, order }: Extract<Act, { act: "react" }>, now: number): boolean {
		const key = `${message} ${by}`;
		const known = reactions.get(key);
		if (known && order <= known.last) return true;
		let stands = known?.stands;
		if (added && !stands) {
			stands = give(by, [author], 1, now);
			if (!stands) return false;
		} else if (!added && stands) {
			takeBack(stands);
			stands = undefined;
		}
		reactions.set(key, { last: order, stands });
		return true;
	}

	function undo(by: string, now: number): boolean {
		const reacted = new Set([...reactions.values()].map(({ stands }) => stands));
		const last = given.findLast((one) => one.by === by && !one.back && !reacted.has(one));
		if (!last || now - last.at > 15 * MINUTE) return false;
		takeBack(last);
		return true;
	}

	const underWay = (favor: ModelFavor) => ["open", "accepted", "done"].includes(favor.state);

	function ask({ by, of, size }: Extract<Act, { act: "ask" }>, now: number): boolean {
		const floor = now < joined + 60 * DAY ? -8 : 0;
		const cost = COSTS[size];
		if (of === by || favors.filter((one) => one.asker === by && underWay(one)).length >= 3) return false;
		if ((balances.get(by) ?? 0) - cost < floor) return false;
		move(by, -cost);
		const blank = { helper: undefined, firstDone: undefined, notYet: false, questioned: false };
		favors.push({ asker: by, of, cost, state: "open", next: now + 7 * DAY, ...blank });
		return true;
	}

	function end(favor: ModelFavor, state: string, toHelper = 0, toAsker = 0): true {
		favor.state = state;
		move(favor.asker, toAsker);
		if (favor.helper !== undefined) move(favor.helper, toHelper);
		return true;
	}

	function step(by: string, favor: ModelFavor, what: (typeof STEPS)[number], now: number): boolean {
		const { state, cost } = favor;
		const [isAsker, isHelper] = [by === favor.asker, by === favor.helper];
		const change = (changes: Partial<ModelFavor>): true => Object.assign(favor, changes) && true;
		if (what === "accept") {
			const busy = favors.filter((one) => one.helper === by && ["accepted", "done"].includes(one.state)).length;
			if (state !== "open" || isAsker || busy >= 3 || (favor.of !== undefined && favor.of !== by)) return false;
			return change({ state: "accepted", helper: by, next: now + 14 * DAY });
		}
		if (what === "decline") return state === "open" && favor.of === by && end(favor, "declined", 0, cost);
		if (what === "cancel") {
			const mayBe = isAsker && favor.firstDone === undefined && ["open", "accepted"].includes(state);
			return mayBe && end(favor, "cancelled", 0, cost);
		}
		if (what === "give-back") {
			if (!isHelper || state !== "accepted") return false;
			if (favor.of !== undefined) return end(favor, "declined", 0, cost);
			const blank = { helper: undefined, firstDone: undefined, notYet: false, questioned: false };
			return change({ state: "open", next: now + 7 * DAY, ...blank });
		}
		if (what === "done") {
			if (!isHelper || state !== "accepted") return false;
			const firstDone = favor.firstDone ?? now;
			return change({ state: "done", firstDone, questioned: false, next: firstDone + 3 * DAY });
		}
		if (what === "not-yet") {
			if (!isAsker || state !== "done" || favor.notYet) return false;
			return change({ state: "accepted", notYet: true, next: now + 14 * DAY });
		}
		if (what === "go-on") {
			return (isAsker || isHelper) && state === "accepted" && change({ questioned: false, next: now + 14 * DAY });
		}
		if (!["accepted", "done"].includes(state)) return false;
		if (what === "confirm") return isAsker && end(favor, "kept", cost + 1, 0);
		return isHelper && end(favor, "kept", 1, cost);
	}

	return {
		balances: () => Object.fromEntries(balances),
		left,
		favors: () =>
			favors.map(({ state, cost }) => ({ state, escrow: ["open", "accepted", "done"].includes(state) ? cost : 0 })),
		underWay: () => [...favors.keys()].filter((index) => underWay(favors[index] as ModelFavor)),
		favorAt(index: number): Pick<ModelFavor, "asker" | "helper" | "of" | "state"> {
			return favors[index] ?? { asker: "Ana", helper: undefined, of: undefined, state: "none" };
		},
		/** Does it if it is allowed, and tells whether it was. Only the first favors can be named. */
		play(act: Act, now: number, favorsNamed: number): boolean {
			if (act.act === "thank") return give(act.by, act.to, act.amount, now) !== undefined;
			if (act.act === "react") return react(act, now);
			if (act.act === "undo") return undo(act.by, now);
			if (act.act === "ask") return ask(act, now);
			const favor = act.favor < favorsNamed ? favors[act.favor] : undefined;
			return favor !== undefined && step(act.by, favor, act.step, now);
		},
		/** What the clock does. */
		look(now: number): void {
			for (const favor of favors.filter((one) => underWay(one) && one.next <= now)) {
				if (favor.state === "open") end(favor, "expired", 0, favor.cost);
				else if (favor.state === "done") end(favor, "kept", favor.cost + 1, 0);
				else if (favor.questioned) end(favor, "expired", 0, favor.cost);
				else Object.assign(favor, { questioned: true, next: now + 3 * DAY });
			}
		},
	};
}
