// `/goodturn vouch` and `/goodturn unvouch`: tying up one's own credit for somebody, and taking it back.
import { vouch } from "../../ledger/vouches.ts";
import { Problem } from "../problem.ts";
import type { Fields, Reply } from "../request.ts";
import type { Turn } from "../turn.ts";
import { vouchedCard } from "../views/vouches.ts";
import { card, refused } from "./reply.ts";
import { unknownName } from "./thanks.ts";

export async function vouchFor(turn: Turn, fields: Fields): Promise<Reply> {
	mustNameOne(fields);
	const { who, amount } = fields;
	if (who === undefined || who === "")
		throw new Problem(["For whom do you vouch, and with how much? ", { code: "/goodturn vouch @name 4" }], "who");
	if (amount === undefined || amount === "") {
		const { name } = turn.someone(String(who));
		const how = { code: `/goodturn vouch @${name} 4` };
		throw new Problem(["With how much do you vouch for ", { strong: name }, "? ", how], "amount");
	}
	return setVouch(turn, String(who), Number(amount));
}

export async function takeBackVouch(turn: Turn, fields: Fields): Promise<Reply> {
	mustNameOne(fields);
	const { who } = fields;
	if (who === undefined || who === "")
		throw new Problem(["Whose vouch do you take back? ", { code: "/goodturn unvouch @name" }], "who");
	return setVouch(turn, String(who), 0);
}

function mustNameOne({ others, unknown }: Fields): void {
	if (unknown !== undefined) throw new Problem(unknownName(String(unknown)), "who");
	if (others !== undefined)
		throw new Problem(["One at a time, please: ", { code: "/goodturn vouch @name 4" }, " is for one person."], "who");
}

async function setVouch(turn: Turn, who: string, amount: number): Promise<Reply> {
	const other = turn.someone(who);
	const { id, name, kind } = turn.actor;
	const answer = await turn.ledger.submit(vouch, turn.once, { voucher: { id, name, kind }, other, amount });
	return answer.refused ? refused(turn, answer.refused) : card(vouchedCard(answer.done, other.name));
}
