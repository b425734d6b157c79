// Completion of half-typed text, where it helps: a due date as it is understood, a time zone, a tag of the team.
import { commands } from "../commands.ts";
import { createDueParser } from "../due.ts";
import type { Intent, Reply } from "../request.ts";
import { zones } from "../settings/timezone.ts";
import type { Turn } from "../turn.ts";
import { when } from "../views/format.ts";
import { commandsLike } from "../views/help.ts";

/** Discord shows so many at most. */
const MOST_CHOICES = 25;

export async function complete(turn: Turn, { field, text }: Extract<Intent, { kind: "complete" }>): Promise<Reply> {
	if (field === "zone") {
		const typed = text.trim().toLowerCase().replaceAll(" ", "_");
		const found = zones().filter((zone) => zone.toLowerCase().includes(typed));
		return { kind: "choices", choices: found.slice(0, MOST_CHOICES).map((zone) => ({ label: zone, value: zone })) };
	}
	if (field === "command") {
		const found = commandsLike(commands, text, turn.admin).slice(0, MOST_CHOICES);
		return { kind: "choices", choices: found.map((name) => ({ label: `/${name}`, value: name })) };
	}
	if (field === "tag") {
		const { tags } = (await turn.ledger.readings.policy(turn.communityId)).thanks;
		const typed = text.trim().replace(/^#/u, "").toLowerCase();
		const found = tags.map((tag) => tag.toLowerCase()).filter((tag) => tag.includes(typed));
		return { kind: "choices", choices: found.slice(0, MOST_CHOICES).map((tag) => ({ label: `#${tag}`, value: tag })) };
	}
	if (field !== "by" && field !== "until") return { kind: "choices", choices: [] };
	const parser = await createDueParser(turn.now, turn.actor.timezone);
	const words = [text.trim(), "today", "tomorrow", "friday", "next monday"].filter(
		(word) => word !== "" && word.length <= 60,
	);
	const choices = [...new Set(words)].flatMap((word) => {
		const dueAt = parser.dueAt(word);
		return dueAt && dueAt > turn.now
			? [{ label: `${word}: ${when(dueAt, turn.now, turn.actor.timezone)}`, value: word }]
			: [];
	});
	return { kind: "choices", choices };
}
