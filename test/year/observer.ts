// Looks at one theatre: after each step at what the promises hang on, and after each week at whether the laws of the book
// hold, what was owed stands where it belongs, once, and nobody heard more than was promised.
import { verify } from "../../src/ledger/verify.ts";
import type { Row } from "../../src/storage/tables.ts";
import { rowsOf } from "./books.ts";
import { missedOrDoubled } from "./deliveries.ts";
import { type ChannelThen, createDiary, type MemberThen } from "./diary.ts";
import { brokenPromises } from "./promises.ts";
import { found, type Platform, type Posted } from "./stage.ts";
import type { Theatre } from "./theatre.ts";

export type Observer = {
	/** After something that happened at `from` or later. */
	note(from: number, now: number): Promise<void>;
	breaches(): Promise<string[]>;
	/** Every notice of the year: the book forgets them after a while. */
	notices(): Row<"Notice">[];
};

type ChannelRow = Pick<Row<"Channel">, "communityId" | "id" | "name" | "mode" | "external"> & { platform: Platform };

export function createObserver({ stages, storage, errors }: Theatre): Observer {
	const notices = new Map<string, Row<"Notice">>();
	const diary = createDiary();

	async function learnNotices(): Promise<void> {
		for (const row of await rowsOf(storage, "Notice", ["communityId", "id"]))
			notices.set(`${row.communityId}:${row.id}`, row);
	}

	async function deliveryBreaches(members: readonly Row<"Member">[]): Promise<string[]> {
		const channels = await rowsOf(storage, "Channel", ["communityId", "id"]);
		const workspaces = await rowsOf(storage, "Workspace", ["id"]);
		const posts = await rowsOf(storage, "Post", ["communityId", "subject"]);
		return workspaces.flatMap(({ id: workspaceId, platform }) => {
			const stage = stages[platform as Platform];
			const ofRow = <T extends { communityId: number; id: number }>(
				rows: readonly T[],
				of: number,
				id: number | null,
			) =>
				found(
					rows.find((row) => row.communityId === of && row.id === id),
					`row ${id}`,
				);
			const channelOf = (of: number, id: number): string => `#${stage.channelOf(ofRow(channels, of, id).external)}`;
			const threads = posts.filter((post) => post.workspaceId === workspaceId && post.subject.startsWith("thread:"));
			return missedOrDoubled({
				notices: [...notices.values()].filter((notice) => notice.workspaceId === workspaceId),
				placeOf: ({ communityId, channelId, memberId }) =>
					channelId === null ? `@${ofRow(members, communityId, memberId).name}` : channelOf(communityId, channelId),
				threads: threads.map(({ communityId, destination }) => channelOf(communityId, Number(destination.slice(1)))),
				posted: stage.posted(),
			}).map((what) => `${platform}: ${what}`);
		});
	}

	return {
		async note(from, now) {
			const members = await storage.read((query) =>
				query<MemberThen>(
					`SELECT "communityId", "id", "name", "kind", "quiet", "hintsOff", "awaySince", "awayUntil",
					"platformTimezone", "ownTimezone" FROM "Member"`,
					[],
				),
			);
			const rows = await storage.read((query) =>
				query<ChannelRow>(
					`SELECT c."communityId", c."id", c."name", c."mode", c."external", w."platform" FROM "Channel" c
					JOIN "Workspace" w ON w."id" = c."workspaceId"`,
					[],
				),
			);
			const channels = rows.map(
				({ platform, external, ...row }): ChannelThen => ({ ...row, size: stages[platform].size(external) }),
			);
			diary.note(members, channels, from, now);
		},
		async breaches() {
			await learnNotices();
			const { breaches: laws } = await verify(storage);
			const members = await rowsOf(storage, "Member", ["communityId", "id"]);
			const communities = await rowsOf(storage, "Community", ["id"]);
			return [
				...laws.map(({ law, what }) => `${law}: ${what}`),
				...(await deliveryBreaches(members)),
				...brokenPromises({ notices: [...notices.values()], members, communities, diary }),
				...diary.intrusions(),
				...errors(),
				...stages.slack.violations(),
				...stages.discord.violations(),
			];
		},
		notices: () => [...notices.values()],
	};
}

/** What two theatres' people read otherwise, by everybody's words. */
export function heardDifferently(one: Theatre, other: Theatre): string[] {
	return (["slack", "discord"] as const).flatMap((platform) => {
		const [mine, yours] = [linesOf(one.stages[platform].posted()), linesOf(other.stages[platform].posted())];
		const [here, there] = [without(mine, yours), without(yours, mine)];
		if (here.length + there.length === 0) return [];
		return [
			`${platform}: on ${one.name} alone ${here.join(" ") || "nothing"}, on ${other.name} alone ${there.join(" ") || "nothing"}`,
		];
	});
}

const linesOf = (posted: readonly Posted[]): string[] => posted.map(({ to, words }) => `“${to}: ${words}”`);

/** Each as often as it is there more often. */
function without(lines: readonly string[], others: readonly string[]): string[] {
	const left = new Map<string, number>();
	for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
	return lines.filter((line) => {
		const count = left.get(line) ?? 0;
		left.set(line, count - 1);
		return count <= 0;
	});
}
