// The favors of one simulated year, from the need to the end: chance says who helps and when, the rules what follows.
import * as rules from "../../rules/favors.ts";
import { floorOf } from "../../rules/floor.ts";
import { Refused } from "../../rules/refusal.ts";
import type { Favor, FavorSize } from "../../rules/types.ts";
import type { Person } from "./people.ts";
import { createDraw } from "./random.ts";
import type { Life } from "./year.ts";

export type Favors = {
	/** False where the rules refuse it. */
	ask(asker: Person): boolean;
	/** What the clock does by itself: nobody answered, or nobody confirmed. */
	passTime(): void;
	/** What people do on a working day: take up, get done, confirm. */
	move(): void;
	kept(): number;
	expired(): number;
};

type Running = { favor: Favor; asker: Person; helper: Person | undefined; doneOn: number };

/** Far from the members' ids, as a favor's id is its escrow account. */
const FIRST_FAVOR = 1_000_000;

export function createFavors(life: Life): Favors {
	const { policy, random, accounts, assumptions } = life;
	let running: Running[] = [];
	let nextId = FIRST_FAVOR;
	const ended = { kept: 0, expired: 0 };

	const asks = (asker: Person) => running.filter((each) => each.asker === asker).length;
	const underWay = (helper: Person) => running.filter((each) => each.helper === helper).length;

	function ask(asker: Person): boolean {
		const size = drawSize(life);
		const floor = floorOf(asker, 0, policy, life.now);
		const balance = accounts.balance(asker.id);
		const asking = { asker, target: undefined, balance, floor, openFavors: asks(asker), size };
		const decided = unlessRefused(() => rules.decideAsk(asking, policy, life.now));
		if (!decided) return false;
		const favor = opened(nextId++, decided, rules.expiresAt(life.now, policy));
		accounts.enter([
			{ accountId: asker.id, amount: -favor.cost, floor },
			{ accountId: favor.id, amount: favor.cost },
		]);
		running.push({ favor, asker, helper: undefined, doneOn: 0 });
		return true;
	}

	function step(one: Running, taken: rules.Step | undefined): void {
		if (!taken) return;
		Object.assign(one.favor, taken.change);
		if (taken.moves) accounts.enter(taken.moves.postings);
		if (one.favor.state === "kept") {
			ended.kept++;
			if (one.helper) life.generosity.helped(one.helper, life.day);
		} else if (one.favor.endedAt) ended.expired++;
	}

	const onlyRunning = () => {
		running = running.filter(({ favor }) => favor.endedAt === null);
	};

	return {
		ask,
		passTime() {
			for (const one of running) step(one, rules.byItself(one.favor, policy, life.now, []));
			onlyRunning();
		},
		move() {
			const there = new Set(life.present);
			const draw = createDraw(life.present, (person) => person.helps);
			for (const one of running) {
				const { favor, asker, helper } = one;
				if (favor.state === "open" && random.chance(assumptions.takenUpPerDay)) {
					const willing = draw(random);
					if (!willing || willing === asker) continue;
					const taken = unlessRefused(() => rules.accept(favor, willing, underWay(willing), policy, life.now));
					if (!taken) continue;
					step(one, taken);
					one.helper = willing;
					one.doneOn = life.day + 1 + random.below(assumptions.daysToHelp);
				} else if (favor.state === "accepted" && helper && there.has(helper) && life.day >= one.doneOn) {
					step(one, rules.done(favor, helper, policy, life.now));
				} else if (favor.state === "done" && there.has(asker) && random.chance(assumptions.confirmedPerDay)) {
					step(one, rules.confirm(favor, asker, policy, life.now));
				}
			}
			onlyRunning();
		},
		kept: () => ended.kept,
		expired: () => ended.expired,
	};
}

function drawSize({ random, assumptions: { smallShare, bigShare } }: Life): FavorSize {
	const at = random.next();
	if (at < smallShare) return "small";
	return at < smallShare + bigShare ? "big" : "normal";
}

const opened = (
	id: number,
	decided: { askerId: number; targetId: number | null; cost: number },
	nextAt: Date,
): Favor => ({
	...{ id, ...decided, nextAt, state: "open", helperId: null, fromPot: false, approvedBy: null },
	...{ dueAt: null, acceptedAt: null, doneAt: null, notYet: false, questionedAt: null, endedAt: null },
});

function unlessRefused<T>(decide: () => T): T | undefined {
	try {
		return decide();
	} catch (error) {
		if (error instanceof Refused) return undefined;
		throw error;
	}
}
