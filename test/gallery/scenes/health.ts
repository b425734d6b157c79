// How the bank does: the month's word for everybody, as it is posted and in all its wordings, and the figures for admins.
import { healthCard, monthCard } from "../../../src/chat/views/health.ts";
import { ALARMS, type AlarmKind, type Figures, type Health, type PublicHealth } from "../../../src/rules/health.ts";
import { DAY, type Stage } from "../stage.ts";

const KINDS = Object.keys(ALARMS) as AlarmKind[];

const MONTHS: PublicHealth[] = [
	{
		gave: "nearly-all",
		answered: "nearly-all",
		speed: "hours",
		trend: "more",
		spread: "usual",
		waits: "days",
		alarms: [],
	},
	{ gave: "most", answered: "most", speed: "a-day", trend: "same", spread: "even", waits: "days", alarms: [] },
	{
		gave: "many",
		answered: "some",
		speed: "days",
		trend: "less",
		spread: "usual",
		waits: "weeks",
		alarms: ["unanswered"],
	},
	{ gave: "some", answered: null, speed: null, trend: "less", spread: null, waits: null, alarms: ["shortage"] },
	{
		gave: "most",
		answered: "nearly-all",
		speed: "hours",
		trend: "more",
		spread: "in-few",
		waits: "days",
		alarms: ["glut"],
	},
	{ gave: "most", answered: "most", speed: "days", trend: null, spread: null, waits: null, alarms: ["run"] },
];

const LIVELY: Figures = {
	people: 42,
	givers: 35,
	creditsAHead: 17.4,
	favorsAHead: 4.3,
	growth: 0.12,
	mintPerDay: 0.31,
	asked: 61,
	decided: 58,
	answered: 51,
	answeredShare: 51 / 58,
	medianHours: 4.2,
	refused: 3,
	refusedShare: 3 / 64,
	newcomersRefusedShare: 1 / 9,
	topTenth: 0.31,
	setAside: { count: 12, oldestDays: 9.2, p90Days: 6.1 },
};

const EVERYTHING: Health = {
	figures: { ...LIVELY, growth: -0.34, medianHours: 61, refused: 40, refusedShare: 0.4, topTenth: 0.58 },
	alarms: [
		{
			kind: "shortage",
			advice: [
				{ do: "half-life", from: 30, to: 46 },
				{ do: "cost", from: 4, to: 3 },
				{ do: "top-up" },
				{ do: "thank" },
			],
		},
		{ kind: "run", advice: [{ do: "help" }, { do: "calls", from: 3, to: 5 }] },
		{ kind: "unanswered", advice: [{ do: "calls", from: 3, to: 5 }, { do: "help" }] },
	],
};

const GLUT: Health = {
	figures: { ...LIVELY, creditsAHead: 63, favorsAHead: 15.7, growth: 0.45 },
	alarms: [
		{ kind: "glut", advice: [{ do: "half-life", from: 30, to: 14 }, { do: "cost", from: 4, to: 9 }, { do: "ask" }] },
	],
};

export async function health(stage: Stage): Promise<void> {
	const { quietly, skip, wait, show } = stage;
	const ring = async () => {
		await quietly("Ana", "/thanks @Bo for the review");
		await quietly("Bo", "/thanks @Cy for the map");
		await quietly("Cy", "/thanks @Ana for the talk");
	};
	await ring();
	await skip(14 * DAY);
	await ring();
	await wait("The first Monday of a month: the board, and the month's word", 7.5 * DAY);
	for (const [index, month] of MONTHS.entries()) {
		show(`The month's word, ${index + 1} of ${MONTHS.length}`, "in #general", "Ana", monthCard(month));
	}
	show("All is well", "only Ana sees it", "Ana", healthCard({ figures: LIVELY, alarms: [] }));
	show(`Alarms: all but one of ${KINDS.length}`, "only Ana sees it", "Ana", healthCard(EVERYTHING));
	show("Too much credit", "only Ana sees it", "Ana", healthCard(GLUT));
	const two: Figures = { ...LIVELY, people: 2, givers: 1, topTenth: null, newcomersRefusedShare: null };
	show("Two people", "only Ana sees it", "Ana", healthCard({ figures: two, alarms: [] }));
}
