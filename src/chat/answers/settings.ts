// `/goodturn`: help, and what people set for themselves and for a channel.
import { setMember, toggleMuted, toggleUnlisted } from "../../ledger/people.ts";
import type { Line } from "../card.ts";
import { short } from "../clean.ts";
import { commands } from "../commands.ts";
import type { Fields, Reply } from "../request.ts";
import { zoneNamed } from "../settings/timezone.ts";
import type { Turn } from "../turn.ts";
import { say } from "../views/format.ts";
import { commandHelpCard, helpCard } from "../views/help.ts";
import { card, refused } from "./reply.ts";

/** With a command's name, help with that one. */
export async function showHelp(turn: Turn, fields: Fields): Promise<Reply> {
	const one = commandHelpCard(commands, String(fields["command"] ?? ""), turn.admin);
	const policy = await turn.ledger.readings.policy(turn.communityId);
	const messagesCount = turn.hearsMessages && policy.thanks.inMessages;
	return card(one ?? helpCard(commands, policy, { admin: turn.admin, messagesCount }));
}

const QUIET = new Map([
	["off", "You hear everything again: reminders and private lines."],
	["reminders", "No more reminders. Thanks and favors still reach you."],
	["all", "Quiet from now on. Only favors that are yours still reach you, and what admins change about you."],
]);

/** Without a word: the reminders. */
export async function setQuiet(turn: Turn, fields: Fields): Promise<Reply> {
	const quiet = String(fields["what"] ?? "reminders").toLowerCase();
	const words = QUIET.get(quiet);
	if (words === undefined)
		return card(
			say("Quiet how? ", { code: "/goodturn quiet reminders" }, ", ", { code: "all" }, " or ", { code: "off" }, "."),
		);
	const { id: memberId } = turn.actor;
	if (memberId === undefined) return refused(turn, { reason: "not-a-member" });
	await turn.ledger.submit(setMember, turn.freely, { memberId, settings: { quiet } });
	const back = quiet === "off" ? [] : [" ", { code: "/goodturn quiet off" }, " brings them back."];
	return card(say(words, ...back));
}

export async function switchListing(turn: Turn): Promise<Reply> {
	const { id: memberId } = turn.actor;
	if (memberId === undefined) return refused(turn, { reason: "not-a-member" });
	const { done } = await turn.ledger.submit(toggleUnlisted, turn.once, { memberId });
	return card(
		done?.unlisted
			? say(
					"You are off the boards. Your thanks count for the team as before. ",
					{ code: "/goodturn unlist" },
					" once more shows you again.",
				)
			: say("You are shown on the boards again."),
	);
}

export async function setTimezone(turn: Turn, fields: Fields): Promise<Reply> {
	const { id: memberId } = turn.actor;
	const member = memberId === undefined ? null : await turn.ledger.readings.member(turn.communityId, memberId);
	if (!member) return refused(turn, { reason: "not-a-member" });
	const typed = String(fields["zone"] ?? "").trim();
	const zone = zoneNamed(typed);
	if (zone === undefined) {
		const unknown = typed === "" ? "" : `I do not know “${short(typed, 60)}” as a time zone. `;
		const how: Line = ["Name yours by area and city: ", { code: "/goodturn timezone Europe/Berlin" }];
		return card(say(unknown, ...how, ". Now your days end at midnight in ", { code: turn.actor.timezone }, "."));
	}
	if (member.platformTimezone) {
		return card(
			say("Your profile here says ", { code: member.platformTimezone }, ", and I go by that. Change it there."),
		);
	}
	await turn.ledger.submit(setMember, turn.freely, { memberId: member.id, settings: { ownTimezone: zone } });
	turn.directory.remembered.forgetMember(turn.communityId, member.id);
	return card(say("Your days now end at midnight in ", { code: zone }, "."));
}

export async function switchMuting(turn: Turn): Promise<Reply> {
	const { channelId } = turn.where;
	if (turn.actor.id === undefined) return refused(turn, { reason: "not-a-member" });
	if (channelId === null) return card(say("There is nothing to mute here: I post in channels only."));
	const { done } = await turn.ledger.submit(toggleMuted, turn.once, { channelId });
	return card(
		done?.muted
			? say("No more weekly posts in this channel. ", { code: "/goodturn mute" }, " once more brings them back.")
			: say("Weekly posts are back in this channel."),
	);
}
