// Promises of how often somebody hears of something: kept in the book, so that no restart and no second process breaks
// them. It says nothing to anybody.
import type { Book } from "./book.ts";
import type { Context } from "./list.ts";

/** False for a member who was told this kind of thing at or after `since`; otherwise it notes that they are told it now. */
export async function mayTell(
	book: Book,
	{ communityId, now }: Context,
	memberId: number,
	kind: string,
	since: Date,
): Promise<boolean> {
	const key = { communityId, memberId, kind };
	const told = await book.get("Told", key);
	if (told && told.at >= since) return false;
	book.set("Told", { ...key, at: now });
	return true;
}
