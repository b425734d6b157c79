// Whom to ask: the private cards of those who may be able to help, every way of saying no and what the asker reads then,
// and what went between two people.
import { DAY, DIRECT, GENEROUS, type Stage } from "../stage.ts";

async function funded({ bank, quietly }: Stage): Promise<void> {
	await bank.setPolicy(GENEROUS);
	for (const name of ["Ana", "Bo", "Cy", "Dee", "Fay"]) await quietly("Eli", `/thanks @${name} x40 for everything`);
}

/** A favor that somebody kept for another, who asked them alone. */
async function kept({ quietly }: Stage, asker: string, helper: string, what: string): Promise<void> {
	await quietly(asker, `/favor @${helper} ${what} small`);
	await quietly(helper, { press: "I'll help" });
	await quietly(asker, { press: "Confirm" });
}

export async function whomToAsk(stage: Stage): Promise<void> {
	const { act, quietly } = stage;
	await funded(stage);
	await kept(stage, "Dee", "Bo", "explain this query #sql");
	await kept(stage, "Cy", "Ana", "carry the boxes");
	await quietly("Gus", "/favor @Eli lend me a cable small");
	await act("Told to one who knows the tag, one whom the asker helped, one who runs low", "Ana", {
		kind: "command",
		name: "favor",
		fields: { what: "find out why my report is slow #sql #reports", by: "friday" },
	});
	await act("“Not now” takes it out of their way", "Gus", { press: "Not now" });
	await act("Somebody is on it", "Fay", { press: "I'll help" });
	await act("Open again", "Fay", { press: "Give it back" });
	await act("One who was told helps", "Bo", { press: "I'll help" });
	await quietly("Bo", { press: "It's done" });
	await act("Done and confirmed", "Ana", { press: "Confirm" });
	await stage.skip(DAY);
	await quietly("Dee", "/favor anyone add an index #sql");
	await act("No longer needed", "Dee", { press: "Cancel" });
	await stage.skip(DAY);
	await quietly("Fay", "/favor anyone remove the index again #sql");
	await stage.wait("Nobody for a week", 8 * DAY);
}

export async function declining(stage: Stage): Promise<void> {
	const { act, quietly, user } = stage;
	await funded(stage);
	for (const name of ["Cy", "Dee"]) await kept(stage, "Fay", name, "explain this query #sql");
	const declined = async (why: string, more: { because?: string; instead?: string } = {}) => {
		await quietly("Ana", "/favor @Bo look at my query #sql small");
		await quietly("Bo", { press: "Not now" });
		return { submit: { why, ...more } };
	};
	await act("Too much on, and two who may be able to help", "Bo", await declined("busy"));
	await act("Not my field: ask Hana instead", "Bo", await declined("field", { instead: user("Hana") }));
	await act("Away, in words, too", "Bo", await declined("away", { because: "back on Monday, with photos" }));
	await act("“Ask Dee instead”", "Ana", { press: "Ask Dee instead" });
	await act("“Ask everybody”", "Ana", { press: "Ask everybody" }, { place: DIRECT });
	await act(
		"Asked of everybody, where it was asked first",
		"Ana",
		{ submit: { what: "look at my query #sql", size: "small" } },
		{ place: DIRECT },
	);
	await quietly("Ana", "/favor @Bo lend me an umbrella small", { place: DIRECT });
	await quietly("Bo", { press: "Not now" });
	await act("No reason, and nobody to suggest", "Bo", { submit: { why: "other" } });
	await act("“Ask everybody” where nobody else reads along", "Ana", { press: "Ask everybody" });
}

export async function pairs(stage: Stage): Promise<void> {
	const { act, quietly } = stage;
	await act("Nothing yet between the two", "Ana", "/wallet @Bo");
	await funded(stage);
	for (const what of ["look at my PR", "proofread the release notes", "find the cable"])
		await kept(stage, "Ana", "Bo", what);
	await kept(stage, "Bo", "Ana", "explain the billing job");
	await act("Who could be thanked", "Ana", "/wallet");
	await act("“Say thanks”, with the name in it", "Ana", { press: "Say thanks" });
	await quietly("Ana", "/thanks @Bo for the review #teamwork");
	await quietly("Bo", "/thanks @Ana x3 for listening");
	await stage.skip(DAY);
	await act("What went between the two", "Ana", "/wallet @Bo");
	await act("And as the other sees it", "Bo", "/wallet @Ana");
	await act("More than one", "Ana", "/wallet @Bo @Cy");
	await act("A bot", "Ana", "/wallet @Deploybot");
	await act("Somebody from outside", "Ana", "/wallet @Sam");
}
