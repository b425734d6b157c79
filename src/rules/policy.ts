// The rules' numbers for a community: one document, validated, with a default for everything.
import { z } from "zod";

const credits = z.int().min(0).max(1000);
const count = z.int().min(1).max(10_000);

export const policySchema = z.strictObject({
	thanks: z
		.strictObject({
			/** Credits that one may give in a day, in the giver's own time zone. */
			perDay: count.default(5),
			/** Credits from one giver to one receiver in a day. */
			perPairPerDay: count.default(3),
			/** The most that one thanks gives to each receiver. */
			maxAmount: count.default(3),
			maxReceivers: count.default(10),
			undoWithinMinutes: count.default(15),
		})
		.prefault({}),
	/** Which reactions say thanks. `name` is what Slack calls the emoji; a custom emoji has only a name. */
	reactions: z
		.array(z.strictObject({ emoji: z.string(), name: z.string(), credits: count }))
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
		})
		.prefault({}),
	floor: z.strictObject({ newcomerDays: z.int().min(0).max(3650).default(60) }).prefault({}),
	board: z
		.strictObject({
			rows: count.default(5),
			/** A board is posted only where at least so many people gave. */
			minGivers: count.default(3),
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
