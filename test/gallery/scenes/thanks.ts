// Saying thanks: by command, by form, by reaction; in public and in private; taken back.
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
