// How the bank does: in figures and advice for whoever runs it, in words alone for everybody. Figures are of all together;
// no card here speaks of anybody in particular.

import {
	type Advice,
	type Alarm,
	type Figures,
	type Health,
	PEOPLE_TO_HIDE_AMONG,
	type PublicHealth,
	type Spread,
	STEADY,
	spreadOf,
} from "../../rules/health.ts";
import type { Block, Card, Line } from "../card.ts";
import { UNITS } from "../unit.ts";
import { amount, counted, small, text } from "./format.ts";

type Fact = { label: string; value: Line };

/** `/goodturn health`, for admins. */
export function healthCard({ figures, alarms }: Health): Card {
	const facts: Fact[] = [
		{ label: "In wallets", value: [creditOf(figures)] },
		{ label: "Asks", value: [asksOf(figures)] },
		{ label: `Refused for lack of ${UNITS}`, value: [refusedOf(figures)] },
		{ label: "Gave something", value: [`${figures.givers} of ${counted(figures.people, "person", "people")}`] },
		...(figures.topTenth === null ? [] : [{ label: "Spread", value: [spreadWords(figures.topTenth)] as Line }]),
		{ label: "Set aside", value: [setAsideOf(figures.setAside)] },
	];
	const fine = text(figures.givers === 0 ? "Nothing happened yet that would tell more." : "Nothing needs a change.");
	return {
		blocks: [
			text({ strong: "How the bank does" }, ", over the last four weeks:"),
			{ kind: "facts", facts },
			...(alarms.length === 0 ? [fine] : alarms.flatMap(alarmBlocks)),
			small("All of it is about everybody together. Nobody is frozen or named, and you decide what to change: ", {
				code: "/goodturn settings",
			}),
		],
	};
}

function creditOf({ people, creditsAHead, favorsAHead, growth }: Figures): string {
	if (people < PEOPLE_TO_HIDE_AMONG) return "told from three people on, so that nobody's is known";
	const head = `${amount(Math.round(creditsAHead))} a head, ${worth(favorsAHead)}`;
	return growth === null ? head : `${head}; ${trend(growth)}`;
}

function worth(favors: number): string {
	if (favors < 0.75) return "less than a normal favor";
	return `about ${counted(Math.round(favors), "normal favor")}`;
}

function trend(growth: number): string {
	if (Math.abs(growth) < STEADY) return "much the same as four weeks ago";
	const share = percent(Math.abs(growth));
	return growth > 0 ? `${share} more than four weeks ago` : `${share} less than four weeks ago`;
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

function asksOf({ asked, answered, decided, medianHours }: Figures): string {
	if (asked === 0) return "none";
	if (decided === 0) return `${asked}, too new to tell`;
	const share = `${answered} of ${decided} answered`;
	const rest = asked === decided ? share : `${asked}; ${share}`;
	return medianHours === null ? rest : `${rest}, half of them ${within(medianHours)}`;
}

function within(hours: number): string {
	if (hours < 1) return "within an hour";
	if (hours < 36) return `within ${counted(Math.ceil(hours), "hour")}`;
	return `within ${counted(Math.ceil(hours / 24), "day")}`;
}

function refusedOf({ refused, refusedShare, newcomersRefusedShare }: Figures): string {
	if (refused === 0 || refusedShare === null) return "none";
	const newcomers = newcomersRefusedShare ? `; of newcomers' asks, ${percent(newcomersRefusedShare)}` : "";
	return `${refused}, ${percent(refusedShare)} of what givers and newcomers asked${newcomers}`;
}

const SPREAD: Record<Spread, string> = { even: "even", usual: "as usual", "in-few": "in few hands" };

const spreadWords = (topTenth: number): string =>
	`${SPREAD[spreadOf(topTenth)]}: the best filled tenth of wallets holds ${percent(topTenth)}`;

function setAsideOf(setAside: Figures["setAside"]): string {
	if (!setAside) return "nothing";
	const { count, oldestDays, p90Days } = setAside;
	const oldest = `${counted(count, "favor")}, the oldest for ${inDays(oldestDays)}`;
	return count < 10 ? oldest : `${oldest}, nine in ten for no more than ${inDays(p90Days)}`;
}

const inDays = (days: number): string => (days < 1 ? "less than a day" : counted(Math.floor(days), "day"));

const ALARM_WORDS: Record<Alarm["kind"], { title: string; why: string }> = {
	shortage: {
		title: "Credit is short.",
		why: "Of what givers and newcomers asked, more than one in five was refused.",
	},
	glut: { title: `There are too many ${UNITS}.`, why: "Asking costs nobody anything that they would notice." },
	run: { title: "Many ask at once.", why: "This week more than twice as much was asked as was taken up." },
	unanswered: { title: "Asks go unanswered.", why: "More than three in ten heard from nobody." },
};

function alarmBlocks({ kind, advice }: Alarm): Block[] {
	const { title, why } = ALARM_WORDS[kind];
	return [
		text({ strong: title }, ` ${why} What may help:`),
		{ kind: "list", items: advice.map((one, index): Line => [`${index + 1}. `, ...adviceLine(one, kind)]) },
	];
}

function adviceLine(advice: Advice, alarm: Alarm["kind"]): Line {
	switch (advice.do) {
		case "half-life":
			return advice.from === 0
				? [
						`Let ${UNITS} fade: a half-life of ${counted(advice.to, "day")} leaves wallets with about five favors' worth.`,
					]
				: [
						`Set the half-life of ${UNITS} to ${counted(advice.to, "day")} (now ${advice.from}): that leaves about five favors' worth.`,
					];
		case "cost":
			return [`Or let a normal favor cost ${advice.to} (now ${advice.from}), and the others in proportion.`];
		case "calls":
			return [`Let more people be told of a favor for anyone: ${advice.to} (now ${advice.from}).`];
		case "top-up":
			return ["Give newcomers a start from the pot: ", { code: "/goodturn topup @name 4" }];
		case "wait":
			return ["Wait: what fades at this half-life brings it down by itself."];
		case "thank":
			return [`Say thanks more often: every one makes ${UNITS}, and costs the giver nothing.`];
		case "help":
			return alarm === "run"
				? [
						"Ask a few people whether they have an hour to lend. Nothing is lost meanwhile, and nothing needs to be stopped.",
					]
				: ["Suggest smaller asks, and to one person: those are answered most."];
		case "ask":
			return [`Encourage people to ask: ${UNITS} are there to go round.`];
	}
}

const GAVE: Record<PublicHealth["gave"], string> = {
	"nearly-all": "Nearly everybody here gave thanks or a hand in the last four weeks.",
	most: "Most of you gave thanks or a hand in the last four weeks.",
	many: "Many of you gave thanks or a hand in the last four weeks.",
	some: "Some of you gave thanks or a hand in the last four weeks; there is room for more.",
};
const ANSWERED: Record<NonNullable<PublicHealth["answered"]>, string> = {
	"nearly-all": "Nearly every ask was answered",
	most: "Most asks were answered",
	some: "Some asks still waited in vain",
};
const SPEED: Record<NonNullable<PublicHealth["speed"]>, string> = {
	hours: "usually within hours",
	"a-day": "usually within a day",
	days: "usually within days",
};
const TREND: Record<NonNullable<PublicHealth["trend"]>, string> = {
	more: "Wallets hold more than four weeks ago",
	same: "Wallets hold about as much as four weeks ago",
	less: "Wallets hold less than four weeks ago",
};
const ALL_SPREAD: Record<Spread, string> = {
	even: ", and all hold much alike",
	usual: ", some more and some less, as in most teams",
	"in-few": ", and much of it is in few of them",
};
const WAITS: Record<NonNullable<PublicHealth["waits"]>, Line> = {
	days: [" What is set aside for favors comes free within days."],
	weeks: [
		" Some of what is set aside for favors has waited for weeks: ",
		{ code: "/favors" },
		" shows yours, to confirm or cancel.",
	],
};
const ALL_HEAR: Record<Alarm["kind"], Line> = {
	shortage: [" Credit is a little scarce just now: a thanks makes some, and costs you nothing."],
	glut: [" Wallets are well filled: a good time to ask for something."],
	run: [" More is asked than offered this week: ", { code: "/favors" }, " shows what waits."],
	unanswered: [" An hour of yours may be what somebody waits for: ", { code: "/favors" }],
};

/** The month's word for everybody: one short paragraph, without a figure. */
export function monthCard({ gave, answered, speed, trend, spread, waits, alarms }: PublicHealth): Card {
	// How fast is said where it comforts: not beside what waited in vain.
	const fast = speed === null || answered === "some" ? "" : `, ${SPEED[speed]}`;
	const asks = answered === null ? "" : ` ${ANSWERED[answered]}${fast}.`;
	const wallets = trend === null ? "" : ` ${TREND[trend]}${spread === null ? "" : ALL_SPREAD[spread]}.`;
	const [alarm] = alarms;
	return {
		blocks: [
			text(
				{ strong: "How our bank does." },
				` ${GAVE[gave]}${asks}${wallets}`,
				...(waits === null ? [] : WAITS[waits]),
				...(alarm ? ALL_HEAR[alarm] : []),
			),
		],
	};
}
