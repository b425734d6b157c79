// The few things that only this adapter has to say: Slack was slow, a form came too late, or something broke.
import { createHash } from "node:crypto";
import type { Card } from "../../chat/card.ts";
import type { Reply } from "../../chat/request.ts";

const card = (text: string): Card => ({ blocks: [{ kind: "text", line: [text] }] });

/** Shown beside the form or the card that was used, which stays as it is, so that it can be used again. */
const mend = (text: string): Reply => ({ kind: "mend", errors: { "": text }, card: card(text) });

export const moment: Card = card("One moment, this takes longer than usual.");

export const unknownPeople: Reply = mend(
	"Slack did not tell me in time who everybody is. Please try again in a moment.",
);

export const tooLate: Card = card("That took too long for Slack to open the form. Please try again.");

export const broken = (id: string): Reply =>
	mend(`Something broke on our side (id ${id}). /wallet shows what was booked; please try again.`);

/** Short enough to read out, the same wherever one request is logged or shown. */
export const shortId = (key: string): string => createHash("sha256").update(key).digest("hex").slice(0, 8);
