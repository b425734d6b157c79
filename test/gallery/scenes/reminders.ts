// Thursdays: in channels what waits and a tip, in private what concerns the one who reads it.
import { reminderCard, TIP_COUNT } from "../../../src/chat/views/boards.ts";
import { DAY, GENEROUS, type Stage } from "../stage.ts";

/** So that the channels count as alive. */
async function ring(stage: Stage): Promise<void> {
	await stage.quietly("Ana", "/thanks @Bo for the review");
	await stage.quietly("Bo", "/thanks @Cy for the map");
	await stage.quietly("Cy", "/thanks @Ana for the talk");
}

export async function reminders(stage: Stage): Promise<void> {
	const { quietly, wait, skip, show, bank } = stage;
	await ring(stage);
	await skip(7 * DAY);
	await wait("Thursday: nothing waits", 3 * DAY);
	await ring(stage);
	await skip(4 * DAY);
	await quietly("Ana", "/favor anyone look at my PR by friday");
	await quietly("Bo", "/favor anyone taste the new coffee small");
	await quietly(
		"Cy",
		"/favor anyone walk me through the deploy, from the branch to the server, with all the switches that nobody wrote down small",
	);
	await skip(DAY);
	await wait("Thursday: three favors wait, and wallets run low", 2 * DAY);
	const nobody = { of: () => ({ person: "", user: undefined, ping: false }), user: () => undefined };
	for (let tip = 0; tip < TIP_COUNT; tip++) {
		show(
			`Tip ${tip + 1} of ${TIP_COUNT}`,
			"in #general",
			"Ana",
			reminderCard([], tip, "💐", nobody, { now: bank.now(), timezone: "UTC" }),
		);
	}
}

export async function nudges(stage: Stage): Promise<void> {
	const { act, quietly, wait, bank, skip } = stage;
	await bank.setPolicy(GENEROUS);
	await skip(7 * DAY);
	for (const name of ["Ana", "Bo", "Cy", "Dee"]) await quietly("Eli", `/thanks @${name} x40 for everything`);
	for (const what of ["carry the table", "carry the chairs", "carry the sofa"]) {
		await quietly("Ana", `/favor anyone ${what}`);
		await quietly("Fay", { press: "I'll help" });
		await quietly("Ana", { press: "Confirm" });
	}
	await quietly("Ana", "/favor anyone carry the lamp");
	await quietly("Gus", { press: "I'll help" });
	await quietly("Ana", { press: "Confirm" });
	await quietly("Gus", "/favor anyone hold the ladder by friday");
	await quietly("Hana", "/favor anyone name the cat small");
	await wait("Thursday, in private: not thanked yet, somebody asks, always helping, running low", 4 * DAY);
	await act("Which hints there are", "Ana", "/goodturn hints");
	await act("One of them switched off", "Ana", { press: "Stop: lend a hand" });
	await act("The message's own way to stop what it said", "Hana", { press: "Stop these" });
	await quietly("Hana", "/goodturn quiet all");
	await act("Hints of somebody who wants it quiet", "Hana", "/goodturn hints");
	await bank.setPolicy({ ...GENEROUS, board: { reminders: false } });
	await act("Hints where nobody gets any", "Ana", "/goodturn hints");
}
