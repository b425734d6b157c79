// Which weekly hints a member wants: switched off and on by name. It hints at nothing itself.
import { type HintName, hintsIn, switchedOff } from "../rules/hints.ts";
import type { Verb } from "./list.ts";

/** Answers with what is off then. Doing it twice does no harm. */
export const switchHints: Verb<{ memberId: number; names: HintName[]; on: boolean }, { off: HintName[] }> = async (
	book,
	{ communityId },
	{ memberId, names, on },
) => {
	const member = await book.get("Member", { communityId, id: memberId });
	if (!member) throw new Error(`there is no member ${memberId}`);
	const hintsOff = switchedOff(member.hintsOff, names, on);
	book.set("Member", { ...member, hintsOff });
	return { off: hintsIn(hintsOff) };
};
