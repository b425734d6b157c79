// What fades, being away, and the pot with what it pays for.
import { DAY, GENEROUS, type Stage } from "../stage.ts";

/** Everybody has enough that something fades. */
async function funded(stage: Stage): Promise<void> {
	await stage.bank.setPolicy({ thanks: GENEROUS.thanks });
	for (const name of ["Ana", "Bo", "Cy", "Dee"]) await stage.quietly("Eli", `/thanks @${name} x40 for everything`);
	await stage.quietly("Eli", "/wallet");
}

export async function fading(stage: Stage): Promise<void> {
	const { act, wait, quietly } = stage;
	await funded(stage);
	await wait("A week later: it is explained once", 7 * DAY);
	await act("A wallet from which something faded", "Ana", "/wallet");
	await act("Away until a day", "Bo", "/goodturn away until friday");
	await act("Asking somebody who is away", "Ana", "/favor @Bo look at my PR by wednesday");
	await act("“Ask anyone”", "Ana", { press: "Ask anyone" });
	await act("A wallet of somebody who is away", "Bo", "/wallet");
	await act("Back", "Bo", "/goodturn back");
	await act("Back already", "Bo", "/goodturn back");
	await act("Away until they are back", "Bo", "/goodturn away");
	await act("Asking somebody who is away for as long as they like", "Ana", "/favor @Bo look at my other PR");
	await act("Away until a day that there is not", "Bo", "/goodturn away until the cows come home");
	await quietly("Bo", "/goodturn back");
}

export async function pot(stage: Stage): Promise<void> {
	const { act, wait, quietly } = stage;
	await funded(stage);
	await act("An empty pot", "Ana", "/goodturn pot");
	await act("A donation", "Ana", "/goodturn donate 20");
	await act("What the pot holds", "Ana", "/goodturn pot");
	await act("For the team", "Bo", "/favor team mend the build by friday");
	await act("The pot, while something waits to be approved", "Cy", "/goodturn pot");
	await act("The list, while something waits to be approved", "Cy", "/favors");
	await act("One’s own, not approved yet", "Bo", "/favors");
	await act("Approved", "Cy", { press: "Approve" });
	await act("Somebody helps", "Dee", { press: "I'll help" });
	await act("On the house: the pot has it back", "Dee", { press: "On the house" });
	await quietly("Bo", "/favor team water the plants small");
	await quietly("Ana", { press: "Approve" });
	await quietly("Dee", { press: "I'll help" });
	await act("Kept, for the team", "Bo", { press: "Confirm" });
	await quietly("Bo", "/favor team paint the fence");
	await act("Cancelled before anybody approved", "Bo", { press: "Cancel" });
	await quietly("Bo", "/favor team count the chairs small");
	await wait("Nobody approved it for a week", 8 * DAY);
	await quietly("Bo", "/favor team count the tables small");
	await quietly("Ana", { press: "Approve" });
	await wait("Approved, and nobody could", 8 * DAY);
	await act("The form", "Bo", "/favor");
	await act("Sent for the team", "Bo", { submit: { what: "sort the cables", size: "small", pays: "team" } });
	await quietly("Bo", "/favor");
	await act("For the team, and to one person", "Bo", {
		submit: { what: "sort the cables", from: stage.user("Cy"), size: "small", pays: "team" },
	});
	await act("A start for a newcomer", "Root", "/goodturn topup @Fay 4");
	await act("Nobody named", "Root", "/goodturn topup 4");
	await act("A wallet with a start in it", "Fay", "/wallet");
}
