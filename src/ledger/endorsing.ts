// A reaction on the public line of a thanks adds thanks to whom the line is for. It finds them, and gives nothing itself.
import { takesPart } from "../rules/people.ts";
import type { PersonKind, Someone } from "../rules/types.ts";
import type { Book } from "./book.ts";
import { standingOn } from "./piles.ts";

/**
 * Whom a line of ours is for, but whoever reacts and who is not here any more; none of them where all of it was taken
 * back. Undefined where no such line was posted under any of these references.
 */
export async function receiversOfLine(
	book: Book,
	communityId: number,
	workspaceId: number,
	posts: readonly string[],
	reactorId: number,
): Promise<Someone[] | undefined> {
	const found = await Promise.all(posts.map((message) => book.list("Post", { communityId, workspaceId, message })));
	const line = found
		.flat()
		.find(({ subject, destination }) => subject.startsWith("entry:") && destination.startsWith("c"));
	if (!line) return undefined;
	const [standing] = await standingOn(book, communityId, Number(line.subject.slice("entry:".length)));
	if (!standing) return [];
	const postings = await book.list("Posting", { communityId, entryId: standing.id });
	const receivers = postings.filter(({ amount, accountId }) => amount > 0 && accountId !== reactorId);
	const members = await Promise.all(receivers.map(({ accountId: id }) => book.get("Member", { communityId, id })));
	return members.flatMap((member) => {
		const kind = member?.kind as PersonKind | undefined;
		return member && kind && takesPart(kind) ? [{ id: member.id, name: member.name, kind }] : [];
	});
}
