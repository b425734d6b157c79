// Whether what the book says was sent stands on the platforms, and as often as it was sent: counted on the strict servers,
// by channel and by person.
import type { Row } from "../../src/storage/tables.ts";
import type { Posted } from "./stage.ts";

export type Sendings = {
	notices: readonly Row<"Notice">[];
	/** `#channel` or `@name` of a notice's destination. */
	placeOf(notice: Row<"Notice">): string;
	/** The first messages of threads, by the channel in which they stand: they belong to no notice. */
	threads: readonly string[];
	posted: readonly Posted[];
};

const MOST_QUOTED = 10;

export function missedOrDoubled({ notices, placeOf, threads, posted }: Sendings): string[] {
	const expected = new Map<string, { least: number; most: number }>();
	const begun = new Set<string>();
	const together = new Map<string, Row<"Notice">[]>();
	for (const notice of notices) {
		if (notice.state !== "sent") continue;
		const about = notice.kind === "reaction" ? "reactions" : (notice.subject ?? `notice ${notice.id}`);
		const key = `${placeOf(notice)} ${notice.communityId} ${about} ${notice.sentAt?.getTime()}`;
		together.set(key, [...(together.get(key) ?? []), notice]);
	}
	for (const group of together.values()) {
		const [first] = group;
		if (!first) continue;
		const place = placeOf(first);
		const card = `${place} ${first.communityId} ${first.subject}`;
		const isNew = first.subject === null || !begun.has(card) || group.some(isFresh);
		begun.add(card);
		const count = expected.get(place) ?? { least: 0, most: 0 };
		const most =
			first.subject === null
				? first.kind === "reaction"
					? group.length
					: 1
				: group.filter((one) => isFresh(one)).length;
		expected.set(place, { least: count.least + (isNew ? 1 : 0), most: count.most + Math.max(most, isNew ? 1 : 0) });
	}
	for (const place of threads) {
		const { least, most } = expected.get(place) ?? { least: 0, most: 0 };
		expected.set(place, { least: least + 1, most: most + 1 });
	}
	const stands = new Map<string, number>();
	for (const { to } of posted) stands.set(to, (stands.get(to) ?? 0) + 1);
	return [...new Set([...expected.keys(), ...stands.keys()])].flatMap((place) => {
		const { least, most } = expected.get(place) ?? { least: 0, most: 0 };
		const count = stands.get(place) ?? 0;
		if (count >= least && count <= most) return [];
		const words = posted.filter(({ to }) => to === place).map((one) => `“${one.words}”`);
		return [`${place} got ${count} messages, not ${least} to ${most}: ${words.slice(-MOST_QUOTED).join(" ")}`];
	});
}

const isFresh = ({ data }: Row<"Notice">): boolean => (JSON.parse(data) as { fresh?: boolean }).fresh === true;
