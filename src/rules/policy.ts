// The rules' numbers for a community: one document, validated, with a default for everything.
import { z } from "zod";
import { FAVOR_SIZES } from "./types.ts";

const credits = z.int().min(0).max(1000);
const count = z.int().min(1).max(10_000);

const word = z.string().trim().min(1).max(20);

export const policySchema = z.strictObject({
	/** What the unit is called, and the sign beside it. */
	credit: z
		.strictObject({ one: word.default("credit"), many: word.default("credits"), emoji: z.string().max(40).default("") })
		.prefault({}),
	thanks: z
		.strictObject({
			/** How long an allowance lasts, in the giver's own time zone; a week begins on Monday. */
			period: z.enum(["day", "week"]).default("day"),
			/** Credits that one may give in a period. */
			perDay: count.default(5),
			/** Credits from one giver to one receiver in a period. */
			perPairPerDay: count.default(3),
			/** The most that one thanks gives to each receiver. */
			maxAmount: count.default(3),
			maxReceivers: count.default(10),
			undoWithinMinutes: count.default(15),
			/** The only #tags that count; none means that all do. */
			tags: z
				.array(z.string().regex(/^\p{L}[\p{L}\p{N}_-]{0,29}$/u))
				.max(50)
				.default([]),
			/** Thanks for the same person in the same channel join one line for so long; 0 keeps them apart. */
			pileMinutes: z.int().min(0).max(1440).default(60),
			/** Whether plain messages ("thanks @ana", "@ana ++") count: the bot must be able to read them. */
			inMessages: z.boolean().default(false),
		})
		.prefault({}),
	/** Which reactions say thanks. `name` is what Slack calls the emoji; a custom emoji has only a name. */
	reactions: z
		.array(z.strictObject({ emoji: z.string().min(1).max(60), name: z.string().min(1).max(60), credits: count }))
		.max(20)
		.default([{ emoji: "💐", name: "bouquet", credits: 1 }]),
	favor: z
		.strictObject({
			small: credits.default(2),
			normal: credits.default(4),
			big: credits.default(8),
			/** What a kept favor mints for the helper on top of its cost. */
			bonus: credits.default(1),
			maxOpenPerAsker: count.default(3),
			maxUnderWayPerHelper: count.default(3),
			expiresAfterDays: count.default(7),
			confirmsAfterHours: count.default(72),
			quietAfterDays: count.default(14),
			quietAfterDueDays: count.default(3),
			releasedAfterQuestionDays: count.default(3),
			/** How many members are told privately of a favor for anyone; 0 tells nobody. */
			calls: z.int().min(0).max(5).default(3),
		})
		.prefault({}),
	floor: z
		.strictObject({
			newcomerDays: z.int().min(0).max(3650).default(60),
			/** What a newcomer may owe meanwhile: the cost of one favor of this size. */
			newcomerOwes: z.enum(FAVOR_SIZES).default("big"),
			/** The most that one member may vouch for another. */
			vouchMost: credits.default(8),
		})
		.prefault({}),
	/** What is above one normal favor fades into the pot, week by week; 0 days: nothing does. */
	fading: z.strictObject({ halfLifeDays: z.int().min(0).max(3650).default(30) }).prefault({}),
	/** A leaver's account goes to the pot after so long; until then they find it as they left it. */
	leaving: z.strictObject({ settledAfterDays: count.default(90) }).prefault({}),
	board: z
		.strictObject({
			rows: count.default(5),
			/** A board is posted only where at least so many people gave. */
			minGivers: count.default(3),
			/** Whether there are weekly boards, weekly reminders, and a monthly word on the bank's health. */
			weekly: z.boolean().default(true),
			reminders: z.boolean().default(true),
			monthly: z.boolean().default(true),
		})
		.prefault({}),
	/** Days of the week as in ISO 8601 (1 is Monday), hours of the community's own day. */
	schedule: z
		.strictObject({
			boardWeekday: z.int().min(1).max(7).default(1),
			boardHour: z.int().min(0).max(23).default(9),
			reminderWeekday: z.int().min(1).max(7).default(4),
			reminderHour: z.int().min(0).max(23).default(9),
		})
		.prefault({}),
});

export type Policy = z.output<typeof policySchema>;

/** What a community wrote down of its policy, as stored JSON, with the defaults for the rest. Throws ZodError on what is not a policy. */
export function readPolicy(json: string): Policy {
	return policySchema.parse(JSON.parse(json));
}

export const defaultPolicy: Policy = policySchema.parse({});

/** The document that says of a policy only what differs from the defaults, as it is stored. */
export const storedPolicy = (policy: Policy): string => JSON.stringify(differing(policy, defaultPolicy) ?? {});

/** What of a value differs from another; undefined where nothing does. Lists are compared as a whole. */
function differing(value: unknown, from: unknown): unknown {
	if (!isPart(value)) return JSON.stringify(value) === JSON.stringify(from) ? undefined : value;
	const parts = Object.entries(value).map(([name, part]) => [name, differing(part, within(from, name))] as const);
	const told = parts.filter(([, part]) => part !== undefined);
	return told.length === 0 ? undefined : Object.fromEntries(told);
}

const isPart = (value: unknown): value is Record<string, unknown> =>
	typeof value === "object" && value !== null && !Array.isArray(value);

const within = (part: unknown, name: string): unknown => (isPart(part) ? part[name] : undefined);

/** One number of a policy, by its path: "favor.big". */
export const valueAt = (policy: Policy, path: string): unknown => path.split(".").reduce<unknown>(within, policy);

/** What cannot be, and where: below the least or above the most, or of another kind. */
export type PolicyProblem = { path: string; least?: number; most?: number };

export type Changed = { policy: Policy; problems?: undefined } | { policy?: undefined; problems: PolicyProblem[] };

/** A policy with other values, by path, or what is wrong with them. */
export function changedPolicy(policy: Policy, values: readonly (readonly [path: string, value: unknown])[]): Changed {
	const document: unknown = structuredClone(policy);
	for (const [path, value] of values) setAt(document, path, value);
	const read = policySchema.safeParse(document);
	if (read.success) return { policy: read.data };
	return {
		problems: read.error.issues.map((issue) => ({
			path: issue.path.filter((part) => typeof part === "string").join("."),
			...(issue.code === "too_small" ? { least: Number(issue.minimum) } : {}),
			...(issue.code === "too_big" ? { most: Number(issue.maximum) } : {}),
		})),
	};
}

/** An unknown name is written all the same: the schema then refuses it. Where there is nothing to write to, nothing is. */
function setAt(document: unknown, path: string, value: unknown): void {
	const part = path.split(".").slice(0, -1).reduce<unknown>(within, document);
	if (isPart(part)) part[path.slice(path.lastIndexOf(".") + 1)] = value;
}
