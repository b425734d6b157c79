// Help, settings, the first words in a channel, and what cannot be understood.
import { DIRECT, place, type Stage } from "../stage.ts";

export async function settings(stage: Stage): Promise<void> {
	const { act, quietly, bank } = stage;
	await act("The bot comes to a channel", "Ana", { kind: "present", present: true });
	await act("Help", "Ana", "/goodturn help");
	await act("Help with one command", "Ana", "/goodturn help favor");
	await act("Help with one of the small ones", "Ana", "/goodturn help channel");
	await act("Where I post", "Ana", "/goodturn channel");
	await act("In a thread", "Ana", "/goodturn channel thread");
	await quietly("Bo", "/thanks @Cy for the map");
	await quietly("Bo", "/thanks @Dee for the tent");
	await stage.news("In a thread: one message, and the rest below it");
	await act("How it is in a thread", "Ana", "/goodturn channel");
	await act("Quietly", "Ana", "/goodturn channel quiet");
	await act("Thanks in a quiet channel", "Bo", "/thanks @Cy for the compass");
	await act("Left alone", "Ana", "/goodturn channel off");
	await act("A reaction in a channel that is left alone", "Bo", {
		kind: "reaction",
		added: true,
		emoji: "💐",
		message: "M-1",
		author: stage.user("Cy"),
		order: undefined,
	});
	await act("So already", "Ana", "/goodturn channel off");
	await act("A place that there is not", "Ana", "/goodturn channel loud");
	await bank.storage.db.channel.updateMany({ data: { mode: "open" } });
	await act("Quiet, without a word", "Ana", "/goodturn quiet");
	await act("Quiet about everything", "Ana", "/goodturn quiet all");
	await act("Everything again", "Ana", "/goodturn quiet off");
	await act("Quiet in a way that there is not", "Ana", "/goodturn quiet please");
	await act("Off the boards", "Ana", "/goodturn unlist");
	await act("On the boards again", "Ana", "/goodturn unlist");
	await act("A time zone", "Ana", "/goodturn timezone Europe/Berlin");
	await act("A time zone that there is not", "Ana", "/goodturn timezone Middle-earth");
	await act("A channel muted", "Ana", "/goodturn mute");
	await act("A channel heard again", "Ana", "/goodturn mute");
	await act("Nothing to mute", "Ana", "/goodturn mute", { place: DIRECT });
	const id = (await bank.storage.db.identity.findFirstOrThrow({ where: { user: stage.user("Ana") } })).memberId;
	await bank.storage.db.member.updateMany({ where: { id }, data: { platformTimezone: "Europe/Lisbon" } });
	await act("A time zone that the profile tells", "Ana", "/goodturn timezone Europe/Berlin");
	await quietly("Ana", "/wallet");
	await act("Two people in one favor", "Ana", "/favor @Bo @Cy look at my PR");
	await act("A date that is over", "Ana", "/favor @Bo look at my PR by 2 january 2024");
	await act("A reason that is too long", "Ana", `/thanks @Bo for ${"all the things that you did for us, ".repeat(12)}`);
	await act("A button from another time", "Ana", { kind: "press", action: "dance:tango:1" });
	await act("A draft that is gone", "Ana", { kind: "press", action: "ask:small:999" });
	await act("“Say thanks” on a bot’s message", "Ana", {
		kind: "menu",
		name: "say_thanks",
		person: stage.user("Deploybot"),
	});
	await act("A leaderboard of a channel where nothing was", "Ana", "/leaderboard", { place: place("quiet-corner") });
}
