// Saying thanks: by command, by form, by reaction; in public and in private; taken back.
import type { Card } from "../../../src/chat/card.ts";
import { lastThanksCard, reactionRefusedCard } from "../../../src/chat/views/thanks.ts";
import type { Stage } from "../stage.ts";
import { DIRECT, place } from "../stage.ts";

export async function thanks(stage: Stage): Promise<void> {
	const { act, quietly, user, skip } = stage;
	await quietly("Ana", "/wallet");
	for (const name of ["Ana", "Cy", "Dee", "Eli", "Fay"]) await quietly("Jo", `/thanks @${name}`);
	await act("The first credit somebody gets", "Ana", "/thanks @Bo for the review #teamwork");
	await act("Without a reason", "Bo", "/thanks @Ana");
	await act("A reason that does not begin with “for”", "Bo", "/thanks @Ana you made my day");
	await act("Two people, twice", "Cy", "/thanks @Ana @Bo x2 for saving the release #teamwork #launch");
	await act("The last of the day", "Ana", "/thanks @Cy x3 for walking me through the deploy");
	await act("Taken back", "Ana", "/goodturn undo");
	await act("Five at once", "Dee", "/thanks @Ana @Bo @Cy @Eli @Fay for the offsite");
	const fields = { to: user("Fay"), for: "the lovely onboarding notes", amount: 2 };
	await act("Typed fields, as on Discord", "Gus", { kind: "command", name: "thanks", fields });
	await act("Where the bot may not post: by the request’s own route", "Fay", "/thanks @Dee for the map", {
		place: place("design", { present: false }),
		route: "route",
	});
	const direct = { place: DIRECT };
	await act("In a direct message", "Hana", "/thanks @Ana for listening #kindness", direct);
	await act("The same, taken back", "Hana", "/goodturn undo", direct);
	await skip(26.2 * 3_600_000);
	await quietly("Ana", {
		kind: "reaction",
		added: true,
		emoji: "💐",
		message: "1",
		author: user("Bo"),
		order: undefined,
	});
	await stage.wait("One reaction, within the hour", 3_600_000);
	for (const name of ["Ana", "Cy", "Dee"]) {
		await quietly(name, {
			kind: "reaction",
			added: true,
			emoji: "💐",
			message: "2",
			author: user("Bo"),
			order: undefined,
		});
	}
	await stage.wait("Three reactions", 3_600_000);
	for (const name of ["Ana", "Cy", "Dee", "Eli", "Fay", "Gus", "Hana"]) {
		await quietly(name, {
			kind: "reaction",
			added: true,
			emoji: "💐",
			message: "3",
			author: user("Bo"),
			order: undefined,
		});
	}
	await stage.wait("Seven reactions", 3_600_000);
	const again = {
		kind: "reaction",
		added: true,
		emoji: "💐",
		message: "4",
		author: user("Bo"),
		order: undefined,
	} as const;
	await act("A reaction over the cap for one person", "Ana", again);
	await quietly("Ines", "/thanks @Bo x3 for one");
	await quietly("Ines", "/thanks @Cy x2 for two");
	await act("A reaction over the day’s thanks", "Ines", { ...again, author: user("Dee") });
	await quietly("Jo", "/thanks @Bo x3 for one");
	await quietly("Jo", "/thanks @Cy for two");
	await act("A reaction that is the day’s last thanks", "Jo", { ...again, author: user("Dee") });
	const asked = { perDay: 5, resetsAt: new Date(stage.bank.now().getTime() + 36_000_000), timezone: "Europe/Berlin" };
	const message = true;
	const said = (title: string, card: Card) => stage.show(title, "only Ana sees it", "Ana", card);
	said("A message that gave the last", lastThanksCard({ ...asked, message }, stage.bank.now()));
	const few = { ...asked, reason: "allowance-used" as const, needs: 2, left: 1 };
	said("A message for which too few are left", reactionRefusedCard({ ...few, message }, stage.bank.now()));
	said("A reaction for which too few are left", reactionRefusedCard(few, stage.bank.now()));
}

export async function thanksForms(stage: Stage): Promise<void> {
	const { act, quietly, user } = stage;
	await quietly("Ana", "/wallet");
	await act("“Say thanks” on a message of Bo’s", "Ana", { kind: "menu", name: "say_thanks", person: user("Bo") });
	await act("Sent", "Ana", { submit: { to: user("Bo"), for: "the sharp eyes", amount: "2" } });
	await act("“Say thanks” on the app’s own page", "Ana", { kind: "press", action: "form:thanks" });
	const long = "You stayed late, you read every line of it twice, you found the one that mattered. ".repeat(4).trim();
	await act("A reason that is too long", "Ana", { submit: { to: user("Bo"), for: long, amount: "1" } });
	await act("“Say thanks” on nobody’s message", "Ana", { kind: "menu", name: "say_thanks", person: undefined });
}

export async function thanksTogether(stage: Stage): Promise<void> {
	const { act, quietly, user, bank } = stage;
	await quietly("Ana", "/wallet");
	for (const name of ["Ana", "Bo"]) await quietly("Jo", `/thanks @${name}`);
	await stage.skip(2 * 3_600_000);
	await act("The first", "Bo", "/thanks @Ana for the review #teamwork");
	await act("The second", "Cy", "/thanks @Ana you made my day");
	await act("The same person once more", "Cy", "/thanks @Ana for lunch");
	for (const name of ["Dee", "Eli", "Fay", "Gus"]) await quietly(name, `/thanks @Ana for the map of ${name}`);
	await act("And another", "Hana", "/thanks @Ana #kindness");
	await act("One takes theirs back", "Hana", "/goodturn undo");
	const line = bank.sent.findLast(({ to }) => "channel" in to);
	const message = line?.message ?? "";
	const author = user("Goodturn");
	await quietly("Ines", {
		kind: "reaction",
		added: true,
		emoji: "💐",
		message,
		posts: [message],
		author,
		order: undefined,
	});
	await stage.wait("The emoji on the line, within the hour", 3_600_000);
	await act("The same person twice", "Kim", "/thanks @Bo for the tea");
	await act("Twice", "Kim", "/thanks @Bo for the cake");
	await act("All taken back", "Kim", "/goodturn undo");
	await act("The last", "Kim", "/goodturn undo");
}

export async function thanksPrivately(stage: Stage): Promise<void> {
	const { act, quietly, user, bank } = stage;
	await quietly("Ana", "/wallet");
	for (const name of ["Bo", "Cy"]) await quietly("Jo", `/thanks @${name}`);
	await act("For the two of them", "Ana", "/thanks @Bo privately for listening");
	await act("For three", "Ana", "/thanks @Bo @Cy privately");
	await act("Taken back", "Ana", "/goodturn undo");
	await bank.setPolicy({ thanks: { tags: ["teamwork", "care", "craft"] } });
	await act("A word that is none of the team’s tags", "Cy", "/thanks @Bo for the map #greatness #care");
	await act("Two of them", "Cy", "/thanks @Bo for the map #greatness #speed");
	await act("The form, with the team’s tags", "Dee", { kind: "menu", name: "say_thanks", person: user("Bo") });
	await act("Sent", "Dee", { submit: { to: user("Bo"), for: "the tea", tag: "care", amount: "1", privately: "yes" } });
	const fields = { to: user("Bo"), tag: "not a tag" };
	await act("A tag of three words", "Dee", { kind: "command", name: "thanks", fields });
}

export async function thanksToAGroup(stage: Stage): Promise<void> {
	const { act, quietly } = stage;
	for (const name of ["Bo", "Cy", "Dee", "Eli"]) await quietly("Jo", `/thanks @${name}`);
	await act("Seen first", "Ana", "/thanks @designers for the launch #teamwork");
	await act("Sent", "Ana", { press: "Send" });
	await act("Seen, and cancelled", "Bo", "/thanks @designers x3 privately for the launch");
	await act("Cancelled", "Bo", { press: "Cancel" });
	await act("Cancelled after it was sent", "Ana", { kind: "press", action: "thanks:cancel:2" });
	await quietly("Cy", "/thanks @Bo x3 for everything");
	await act("With some left out", "Cy", "/thanks @designers x2 @Fay for the launch");
	await quietly("Eli", "/thanks @Fay x3 for the boots");
	await act("More than is left today", "Eli", "/thanks @designers for the launch");
	await act("More than may be thanked at once", "Dee", "/thanks @writers for the book");
	await act("A group that the platform does not tell of", "Dee", "/thanks @everybody for the book");
	await act("A group of one", "Gus", "/thanks @pianists for the tune");
}
