// Plays one year of people under a policy, day by day, with the rules of the bank itself: they decide, and nothing here
// grants or refuses. Returns what happened; what it means is worked out elsewhere.
import { after, dayOf, days, hours } from "../../rules/calendar.ts";
import { daysHere, fadeWeek } from "../../rules/fading.ts";
import { isNewcomer } from "../../rules/floor.ts";
import { tellsOfTheBank } from "../../rules/health.ts";
import type { Policy } from "../../rules/policy.ts";
import { POT } from "../../rules/types.ts";
import { type Accounts, createAccounts } from "./accounts.ts";
import type { Assumptions } from "./assumptions.ts";
import { createFavors, type Favors } from "./favors.ts";
import { createGenerosity, type Generosity } from "./generosity.ts";
import { absenceOf, createPeople, isAway, type Person, START } from "./people.ts";
import { createRandom, type Random } from "./random.ts";
import { createThanks } from "./thanks.ts";

export type YearOf = { people: number; days: number; policy: Policy; assumptions: Assumptions; seed: number };

/** A need, and what became of it: refused, or a favor asked. */
export type Ask = {
	day: number;
	person: Person;
	refused: boolean;
	/** Whether it counts in the bank's health: newcomers' asks do, and those of people who gave lately. */
	tells: boolean;
};

/** How things stood at the end of a day. */
export type Evening = {
	members: number;
	/** The sum of the members' wallets, without what is set aside. */
	inWallets: number;
	/** Of it what is above one normal favor, and so can fade. */
	canFade: number;
	pot: number;
	/** All that was ever made. */
	minted: number;
	kept: number;
};

export type Year = {
	people: Person[];
	asks: Ask[];
	evenings: Evening[];
	wallets: number[];
	held: number;
	expired: number;
};

export type Life = {
	policy: Policy;
	assumptions: Assumptions;
	random: Random;
	accounts: Accounts;
	day: number;
	now: Date;
	/** Those who are there today, in the order in which chance has them act. */
	present: Person[];
	generosity: Generosity;
};

export function playYear({ people: count, days: daysLong, policy, assumptions, seed }: YearOf): Year {
	const random = createRandom(seed);
	const people = createPeople(count, daysLong, assumptions, random);
	const life: Life = {
		...{ policy, assumptions, random, accounts: createAccounts() },
		...{ day: 0, now: START, present: [], generosity: createGenerosity() },
	};
	const favors = createFavors(life);
	const giveThanks = createThanks(life);
	const carried = new Map<Person, number>();
	const asks: Ask[] = [];
	const evenings: Evening[] = [];
	for (let day = 0; day < daysLong; day++) {
		life.day = day;
		life.now = after(START, days(day) + hours(12));
		if (day > 0 && day % 7 === 0) fadeAll(life, people, carried);
		favors.passTime();
		if (day % 7 < 5) {
			life.present = random.shuffled(people.filter((person) => person.joinsOn <= day && !isAway(person, day)));
			giveThanks();
			asks.push(...askAll(life, favors));
			favors.move();
		}
		evenings.push(evening(life, people, favors));
	}
	const wallets = people.map(({ id }) => life.accounts.balance(id));
	return { people, asks, evenings, wallets, held: life.accounts.held(), expired: favors.expired() };
}

function fadeAll({ policy, accounts, day, now }: Life, people: Person[], carried: Map<Person, number>): void {
	const monday = dayOf(now, "UTC");
	for (const person of people.filter(({ joinsOn }) => joinsOn < day)) {
		const here = isAsEver(person, day) ? 7 : daysHere({ ...person, ...absenceOf(person, day) }, monday, "UTC");
		const { credits, carry } = fadeWeek(accounts.balance(person.id), carried.get(person) ?? 0, here, policy);
		carried.set(person, carry);
		if (credits === 0) continue;
		accounts.enter([
			{ accountId: person.id, amount: -credits },
			{ accountId: POT, amount: credits },
		]);
	}
}

/** Here all week, as nearly everybody nearly always: the calendar need not be asked, which costs most of a year's time. */
const isAsEver = ({ joinsOn, away }: Person, monday: number): boolean =>
	joinsOn <= monday - 7 && away.every(({ from, until }) => monday <= from || until <= monday - 7);

function askAll(life: Life, favors: Favors): Ask[] {
	const { present, random, day } = life;
	return present.flatMap((person) =>
		Array.from({ length: random.times(person.asks) }, () => {
			const refused = !favors.ask(person);
			return { day, person, refused, tells: tellsOf(person, life) };
		}),
	);
}

const tellsOf = (person: Person, { day, now, policy, generosity }: Life): boolean =>
	tellsOfTheBank({ newcomer: isNewcomer(person, policy, now), gave: generosity.givesOn(person, day) });

function evening({ accounts, policy, day }: Life, people: Person[], favors: Favors): Evening {
	const balances = people.filter(({ joinsOn }) => joinsOn <= day).map(({ id }) => accounts.balance(id));
	const sum = (of: (balance: number) => number) => balances.reduce((total, balance) => total + of(balance), 0);
	return {
		members: balances.length,
		inWallets: sum((balance) => balance),
		canFade: sum((balance) => Math.max(0, balance - policy.favor.normal)),
		pot: accounts.pot(),
		minted: accounts.minted(),
		kept: favors.kept(),
	};
}
