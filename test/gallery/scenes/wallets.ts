// Wallets, and the app's own page around them.
import { DAY, DIRECT, GENEROUS, type Stage } from "../stage.ts";

export async function wallets(stage: Stage): Promise<void> {
	const { act, quietly, bank, skip, user } = stage;
	await act("A newcomer’s, empty", "Ana", "/wallet");
	await act("A newcomer’s page", "Ana", { kind: "home" }, { place: undefined });
	await quietly("Bo", "/thanks @Ana for the review #teamwork");
	await act("The first credit", "Ana", "/wallet");
	await quietly("Ana", "/favor anyone look at my PR by friday");
	await act("In debt, with something set aside", "Ana", "/wallet");
	await bank.setPolicy(GENEROUS);
	await quietly("Cy", "/thanks @Ana x9 for saving the release");
	await quietly("Bo", { press: "I'll help" });
	await quietly("Ana", { press: "Confirm" });
	await quietly(
		"Bo",
		"/favor @Ana explain the billing job, and while you are there, tell me why it sends two letters to everybody who moved house since May",
	);
	await quietly("Ana", { press: "I'll help" });
	await quietly("Ana", { press: "It's done" });
	await quietly("Bo", { press: "Confirm" });
	await quietly(
		"Cy",
		"/thanks @Ana by the way, the talk that you gave on Tuesday was the best that I heard all year, thank you",
	);
	await quietly("Cy", "/goodturn undo");
	await quietly("Dee", {
		kind: "reaction",
		added: true,
		emoji: "💐",
		message: "9",
		author: user("Ana"),
		order: undefined,
	});
	await quietly("Dee", {
		kind: "reaction",
		added: false,
		emoji: "💐",
		message: "9",
		author: user("Ana"),
		order: undefined,
	});
	await quietly("Ana", "/favor anyone water the plants small");
	await quietly("Ana", { press: "Cancel" });
	await quietly("Ana", "/favor @Eli proofread the release notes");
	await quietly("Eli", { press: "I'll help" });
	await quietly("Eli", { press: "On the house" });
	await quietly("Ana", "/favor anyone move the old wiki over big by friday");
	await quietly("Ana", "/thanks @Cy for the patience");
	await quietly("Ana", "/thanks @Dee for the map");
	await act("A busy one", "Ana", "/wallet");
	await act("A busy one’s page", "Ana", { kind: "home" }, { place: undefined });
	await quietly("Cy", "/thanks @Ana x150 for everything");
	await act("Full to the brim", "Ana", "/wallet", { place: DIRECT });
	await act("Somebody’s who only asks", "Bo", "/wallet");
	for (const [name, amount] of [
		["Bo", 4],
		["Cy", 2],
	] as const)
		await quietly("Ana", `/goodturn vouch @${name} ${amount}`);
	await quietly("Cy", "/thanks @Dee x3 for the keys");
	await quietly("Dee", "/goodturn vouch @Ana 3");
	await act("Vouched for, and vouching", "Ana", "/wallet");
	await skip(61 * DAY);
	await act("Empty, after the newcomers’ days", "Fay", "/wallet");
	await act("Empty, its page", "Fay", { kind: "home" }, { place: undefined });
}
