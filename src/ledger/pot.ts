// The pot: what faded, what leavers left and what was donated, for the common good. One account per community.
import { POT } from "../rules/types.ts";
import type { Row } from "../storage/tables.ts";
import type { Book } from "./book.ts";

/** The pot's account, which is there from the first time that anybody asks for it. */
export async function potOf(book: Book, communityId: number): Promise<Row<"Account">> {
	const known = await book.get("Account", { communityId, id: POT });
	const pot = known ?? { communityId, id: POT, kind: "pot", balance: 0, postings: 0 };
	if (!known) book.add("Account", pot);
	return pot;
}
