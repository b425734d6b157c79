// The life of a favor, with every card that anybody gets on the way.
import { settle } from "../../../src/ledger/deliveries.ts";
import { DAY, GENEROUS, place, type Stage } from "../stage.ts";

const rich = (stage: Stage) => stage.bank.setPolicy({ thanks: GENEROUS.thanks });

/** Everybody can afford to ask. */
async function funded(stage: Stage): Promise<void> {
	await rich(stage);
	for (const name of ["Ana", "Bo", "Cy", "Dee"]) {
		await stage.quietly("Eli", `/thanks @${name} x40 for everything`);
	}
	await stage.quietly("Eli", "/wallet");
}

export async function favorOfAnyone(stage: Stage): Promise<void> {
	const { act } = stage;
	await funded(stage);
	await act("Asked of anyone", "Ana", "/favor anyone look at my PR by friday");
	await act("I’ll help", "Bo", { press: "I'll help" });
	await act("It’s done", "Bo", { press: "It's done" });
	await act("Not yet", "Ana", { press: "Not yet" });
	await act("Done again: “not yet” can be said once", "Bo", { press: "It's done" });
	await act("Confirmed", "Ana", { press: "Confirm" });
	await act("Small, without a date", "Cy", "/favor anyone walk me through the deploy small");
	await stage.quietly("Dee", { press: "I'll help" });
	await act("On the house", "Dee", { press: "On the house" });
	await act("Big", "Ana", "/favor anyone move the old wiki over to the new one big by tomorrow");
	await stage.quietly("Bo", { press: "I'll help" });
	await act("Given back", "Bo", { press: "Give it back" });
	await act("Cancelled while open", "Ana", { press: "Cancel" });
	await act("Confirmed before anybody said that it was done", "Ana", "/favor anyone taste the new coffee small");
	await stage.quietly("Cy", { press: "I'll help" });
	await act("Confirmed at once", "Ana", { press: "Confirm" });
	await stage.quietly("Ana", "/favor anyone water the office plants by friday");
	await stage.quietly("Cy", { press: "I'll help" });
	await act("Cancelled while somebody was on it", "Ana", { press: "Cancel" });
}

export async function favorByItself(stage: Stage): Promise<void> {
	const { act, quietly, wait, skip } = stage;
	await funded(stage);
	await quietly("Ana", "/favor anyone proofread the release notes");
	await wait("Nobody for a week: expired", 8 * DAY);
	await quietly("Ana", "/favor anyone check the backup on the old server");
	await quietly("Bo", { press: "I'll help" });
	await wait("Quiet for two weeks: both are asked", 14.5 * DAY);
	await act("Still on", "Bo", { press: "Still on" });
	await skip(16 * DAY);
	await wait("Asked again, and no word: released", 2 * DAY);
	await quietly("Ana", "/favor anyone sit in on the customer call by friday");
	await quietly("Cy", { press: "I'll help" });
	await quietly("Cy", { press: "It's done" });
	await wait("Done, and three quiet days", 3.5 * DAY);
}

export async function favorOfOne(stage: Stage): Promise<void> {
	const { act, quietly, user, wait } = stage;
	await funded(stage);
	await act("Asked of one person", "Ana", "/favor @Bo look at my PR by friday");
	await act("I’ll help", "Bo", { press: "I'll help" });
	await act("Given back by the one who was asked", "Bo", { press: "Give it back" });
	await quietly("Ana", "/favor @Bo look at my other PR");
	await act("“Not now” opens a form", "Bo", { press: "Not now" });
	await act("Not now, without a word", "Bo", { submit: {} });
	await quietly("Ana", "/favor @Bo help me with the budget big by next monday");
	await quietly("Bo", { press: "Not now" });
	await act("Not now, with a reason", "Bo", { submit: { because: "I am on holiday until Monday" } });
	await quietly("Ana", "/favor @Bo explain the billing job");
	await quietly("Bo", { press: "Not now" });
	await act("Not now: ask Cy instead", "Bo", { submit: { because: "not my field", instead: user("Cy") } });
	await act("“Ask Cy instead”", "Ana", { press: "Ask Cy instead" });
	await quietly("Ana", "/favor @Dee lend me a monitor small by tomorrow");
	await act("Cancelled before an answer", "Ana", { press: "Cancel" });
	await quietly("Ana", "/favor @Dee review the contract draft");
	await wait("No answer for a week", 8 * DAY);
	await act("“Ask again”", "Ana", { press: "Ask again" });
	await quietly("Ana", "/favor @Dee pair with me on the parser");
	await quietly("Dee", { press: "I'll help" });
	await quietly("Dee", { press: "It's done" });
	await act("Confirmed, between two", "Ana", { press: "Confirm" });
	await unreachable(stage);
}

/** Somebody who takes no private messages: the platform refuses, and the sender parks the notice. */
async function unreachable({ bank, news }: Stage): Promise<void> {
	await bank.type("Ana", "/favor @Fay read the contract");
	const notice = await bank.storage.db.notice.findFirstOrThrow({ where: { state: "owed" } });
	const { id: noticeId, communityId, workspaceId, memberId } = notice;
	const lease = { communityId, workspaceId, name: `m${memberId}`, until: bank.now() };
	const settlements = [{ noticeId, state: "parked" as const, error: "takes no private messages" }];
	await bank.ledger.submit(settle, { communityId, now: bank.now() }, { lease, settlements });
	await news("The one asked takes no private messages");
}

export async function favorForms(stage: Stage): Promise<void> {
	const { act, quietly, user } = stage;
	await funded(stage);
	const typed = { kind: "complete", name: "favor", field: "by" } as const;
	await act("The form, from nothing", "Ana", { kind: "command", name: "favor", text: [] });
	await act("Sent without a person: anyone", "Ana", {
		submit: { what: "hold the ladder for me", size: "small", by: "tomorrow 5pm" },
	});
	await act("The form, from words without a person", "Ana", "/favor hold the ladder for me big by friday");
	await act("A date that nobody understands", "Ana", {
		submit: { what: "hold the ladder for me", size: "normal", by: "when the moon is blue" },
	});
	await act("A date that is over", "Ana", {
		submit: { what: "hold the ladder for me", size: "normal", by: "2 january 2024" },
	});
	const long = "There is a ladder, and on top of it a lamp, and inside the lamp a bulb that has to be changed. "
		.repeat(6)
		.trim();
	await act("Too many words", "Ana", { submit: { what: long, size: "normal" } });
	await act("“Ask a favor” on a person", "Ana", { kind: "menu", name: "ask_favor", person: user("Dee") });
	await act("Completion of a date", "Ana", { ...typed, text: "next wed" });
	await act("Completion of a time zone", "Ana", {
		kind: "complete",
		name: "goodturn timezone",
		field: "zone",
		text: "berl",
	});
	await quietly("Ana", "/wallet");
}

export async function favorLists(stage: Stage): Promise<void> {
	const { act, quietly, bank } = stage;
	await act("Nothing is open", "Ana", "/favors");
	await bank.setPolicy(GENEROUS);
	for (const name of ["Ana", "Bo", "Cy", "Dee", "Fay"]) await quietly("Eli", `/thanks @${name} x40 for everything`);
	await quietly("Bo", "/favor anyone taste the new coffee small");
	await act("One favor waits", "Ana", "/favors");
	await quietly("Ana", "/favor anyone look at my PR by friday");
	await quietly("Ana", "/favor @Cy explain the billing job");
	await quietly("Ana", "/favor anyone move the old wiki over big");
	await quietly("Dee", { press: "I'll help" });
	await quietly("Cy", "/favor @Ana proofread the release notes by tomorrow");
	await quietly("Dee", "/favor anyone check the backup on the old server");
	await quietly("Ana", { press: "I'll help" });
	await act("Something of everything", "Ana", "/favors");
	for (const what of ["water the plants", "sit in on the call", "book the room", "find the cable", "name the cat"]) {
		await quietly("Fay", `/favor anyone ${what}`);
	}
	await quietly("Ana", { press: "It's done" });
	await act("More than fit", "Ana", "/favors");
	await act("In another channel", "Gus", "/favors", { place: place("random") });
}
