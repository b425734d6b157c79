// A town on strict Slack whose people thank each other without a pause, and who say everything again that got no answer,
// as Slack does. At the end it counts, in the book and on the platform, what became of each thing that was said.
// It knows the database by its address alone.
import { sign } from "../adapters/slack/strict/delivery.ts";
import { type Parcel, type StrictSlack, startStrictSlack } from "../adapters/slack/strict-slack.ts";
import { pause, until } from "./bot.ts";
import { type Count, countAll, type Patience, type Said, settleCommunity, untilSent } from "./count.ts";

type Happening = Said & { parcel: Parcel; tries: number };

export type Town = {
	slack: StrictSlack;
	/** How the bot reaches it; the database's address is for the caller to add. */
	settings: Record<string, string>;
	happened: Happening[];
	/** Where the bot is now; none while it is down. */
	aim(url: string | undefined): void;
	/** What the bot's clock says, for Slack's signatures: the wall's time unless told otherwise. */
	clock: { offsetMs: number };
	/** People begin to talk, or go on. */
	begin(): void;
	/** They stop to say new things, and repeat what got no answer until all have one. */
	calm(withinMs?: number): Promise<void>;
	/** When somebody was answered, oldest first, as the wall's time. */
	answeredAt: number[];
	/** Says once more what had an answer already: the last so many. */
	repeat(count: number): Promise<void>;
	/** Resolves once so many more got an answer. */
	untilMore(count: number, withinMs?: number): Promise<void>;
	/** Waits until the bot has said nothing on the platform for a while. */
	untilQuiet(): Promise<void>;
	/** Waits until nothing is owed that is due. */
	untilSent(databaseUrl: string, patience?: Patience): Promise<void>;
	/** Waits until nothing is owed that is due, and counts. */
	count(databaseUrl: string, patience?: Patience): Promise<Count>;
	close(): Promise<void>;
};

const NAMES = ["ana", "bo", "cy", "dee", "eli", "fay", "gus", "hal"];
const CHANNELS = ["general", "random", "help", "crew"];
/** So many people talk at once, each with a breath in between. */
const TALKERS = 4;
const BREATH_MS = 12;
/** Slack's own patience is three seconds; then it sends again. */
const PATIENCE_MS = 3_000;
const AGAIN_MS = 100;
/** Longer than the sender waits before it tries again for the first time. */
const QUIET_MS = 3_000;

export async function openTown(options: { slack?: StrictSlack } = {}): Promise<Town> {
	const slack = options.slack ?? (await startStrictSlack());
	const people = NAMES.map((name) => slack.addUser(name));
	const channels = CHANNELS.map((name) => slack.addChannel(name, { members: [...people, slack.bot] }));
	const happened: Happening[] = [];
	const answeredAt: number[] = [];
	const clock = { offsetMs: 0 };
	let url: string | undefined;
	let talking = false;
	const talkers: Promise<void>[] = [];

	function next(): Happening {
		const index = happened.length;
		const pick = <T>(from: T[], at: number): T => from[at % from.length] as T;
		const [giver, receiver] = [pick(people, index), pick(people, index * 3 + 1 + (index % 2))];
		const other = giver === receiver ? pick(people, index + 1) : receiver;
		const channel = pick(channels, index);
		const happening: Happening = { ...(index % 4 === 3 ? reaction() : thanks()), acknowledged: false, tries: 0 };
		happened.push(happening);
		return happening;

		function thanks() {
			const line = `/thanks @${NAMES[people.indexOf(other)]} for thing${index}`;
			return { id: `thing${index}`, kind: "thanks" as const, parcel: slack.compose.command(giver, channel, line) };
		}
		function reaction() {
			const message = slack.say(other, channel, "something kind");
			const parcel = slack.compose.reaction(giver, message, "bouquet", true);
			return { id: message.ts, kind: "reaction" as const, parcel };
		}
	}

	async function say(happening: Happening): Promise<void> {
		if (url === undefined) return;
		happening.tries += 1;
		if (!(await post(url, happening.parcel, slack.signingSecret, Date.now() + clock.offsetMs))) return;
		happening.acknowledged = true;
		answeredAt.push(Date.now());
	}

	async function talk(): Promise<void> {
		while (talking) {
			const happening = next();
			while (!happening.acknowledged && talking) {
				await say(happening);
				if (!happening.acknowledged) await pause(AGAIN_MS);
			}
			await pause(BREATH_MS);
		}
	}

	const unanswered = () => happened.filter(({ acknowledged }) => !acknowledged);

	return {
		slack,
		settings: {
			SLACK_BOT_TOKEN: slack.botToken,
			SLACK_SIGNING_SECRET: slack.signingSecret,
			SLACK_API_URL: slack.apiUrl,
		},
		happened,
		clock,
		aim(to) {
			url = to && `${to}/slack/events`;
		},
		begin() {
			if (talking) return;
			talking = true;
			talkers.push(...Array.from({ length: TALKERS }, talk));
		},
		async calm(withinMs = 30_000) {
			talking = false;
			await Promise.all(talkers.splice(0));
			const end = performance.now() + withinMs;
			while (unanswered().length > 0 && performance.now() < end) {
				await Promise.all(unanswered().slice(0, TALKERS).map(say));
				if (unanswered().length > 0) await pause(AGAIN_MS);
			}
		},
		answeredAt,
		async repeat(count) {
			if (url === undefined) return;
			for (const { parcel } of happened.filter(({ acknowledged }) => acknowledged).slice(-count))
				await post(url, parcel, slack.signingSecret, Date.now() + clock.offsetMs);
		},
		untilMore(count, withinMs) {
			const goal = answeredAt.length + count;
			return until(`${count} more answers`, () => answeredAt.length >= goal, withinMs);
		},
		async untilQuiet() {
			for (let calls = -1; calls !== slack.calls.length; await pause(QUIET_MS)) calls = slack.calls.length;
		},
		untilSent: (databaseUrl, patience) => untilSent(databaseUrl, clock, patience),
		count: (databaseUrl, patience) =>
			countAll({ databaseUrl, happened, clock, lines: () => linesById(slack), patience }),
		async close() {
			talking = false;
			url = undefined;
			await Promise.all(talkers.splice(0));
			await slack.close();
		},
	};
}

/** A community of this town. Makes the database. */
export function settle({ slack }: Town, databaseUrl: string): Promise<void> {
	const { id, name } = slack.team;
	return settleCommunity({ platform: "slack", external: id, name }, databaseUrl);
}

/** True when it was answered, and not with an apology: a person who reads one tries again. */
async function post(url: string, { kind, payload }: Parcel, secret: string, now: number): Promise<boolean> {
	const event = kind === "events_api";
	const fields = Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, String(value)]));
	const body = event ? JSON.stringify(payload) : new URLSearchParams(fields).toString();
	const stamp = String(Math.floor(now / 1000));
	try {
		const response = await fetch(url, {
			method: "POST",
			body,
			headers: {
				"content-type": event ? "application/json" : "application/x-www-form-urlencoded",
				"x-slack-request-timestamp": stamp,
				"x-slack-signature": sign(secret, stamp, body),
			},
			signal: AbortSignal.timeout(PATIENCE_MS),
		});
		const said = await response.text();
		return response.ok && (event || said.includes("Sent"));
	} catch {
		return false;
	}
}

/** In how many public messages of the bot each thanks is told. */
function linesById({ world }: StrictSlack): Map<string, number> {
	const lines = new Map<string, number>();
	for (const { author, text, channel } of world.messages) {
		const id = author === world.bot && world.channels.get(channel)?.kind === "public" && /thing\d+/.exec(text)?.[0];
		if (id) lines.set(id, (lines.get(id) ?? 0) + 1);
	}
	return lines;
}
