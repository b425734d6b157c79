// What those who run the bank see: settings with every form, what they changed, corrections, and what is told of them.
import { sections } from "../../../src/chat/settings/sections.ts";
import { place, type Stage } from "../stage.ts";

export async function admins(stage: Stage): Promise<void> {
	const { act, quietly } = stage;
	for (const name of ["Ana", "Bo", "Cy", "Dee"]) await quietly(name, "/wallet");
	await quietly("Ana", { kind: "present", present: true }, { place: place("on-call") });
	await act("Help, for an admin", "Root", "/goodturn help");
	await act("Settings", "Root", "/goodturn settings");
	for (const { id, label } of sections)
		await act(`The form: ${label}`, "Root", { kind: "press", action: `settings:${id}` });
	await quietly("Root", { press: "Allowance" });
	await act("Values that cannot be", "Root", {
		submit: { period: "day", perDay: "0", perPairPerDay: "three", maxAmount: "99999", maxReceivers: "10" },
	});
	await quietly("Root", { press: "Allowance" });
	await act("Saved", "Root", {
		submit: { period: "week", perDay: "20", perPairPerDay: "6", maxAmount: "3", maxReceivers: "10" },
	});
	await quietly("Root", { press: "Allowance" });
	await act("Nothing to change", "Root", {
		submit: { period: "week", perDay: "20", perPairPerDay: "6", maxAmount: "3", maxReceivers: "10" },
	});
	await act("Thanks in a community that gives by the week", "Ana", "/thanks @Bo x3 for the review");
	await act("The wallet, by the week", "Ana", "/wallet");
	await act("The form: Channels", "Root", { kind: "press", action: "settings:channels" });
	await act("A channel to be left alone", "Root", {
		submit: { channel: String(await channelId(stage, "on-call")), mode: "off" },
	});
	await quietly("Root", { kind: "press", action: "settings:name" });
	await act("Another name for the credit", "Root", { submit: { one: "leaf", many: "leaves", emoji: "🍃" } });
	await quietly("Root", { kind: "press", action: "settings:reactions" });
	await act("More reactions", "Root", { submit: { reactions: "💐 :bouquet: 1, 🎉 :tada: 2, :party-parrot: 1" } });
	await act("Settings, changed", "Root", "/goodturn settings");
	await act("Made an admin", "Root", "/goodturn admin @Bo");
	await act("Corrected", "Root", "/goodturn adjust @Ana +5 because the book was down on Friday");
	await act("Corrected down", "Bo", "/goodturn adjust @Ana -2 because it was counted twice");
	await quietly("Cy", "/thanks @Ana privately for listening");
	await act("The entries of somebody", "Root", "/goodturn entries @Ana");
	const { id } = await stage.bank.storage.db.entry.findFirstOrThrow({ where: { kind: "thanks" } });
	await act("An entry taken back", "Root", `/goodturn revert ${id} because it was meant for somebody else`);
	await act("Off the boards", "Root", "/goodturn exclude @Cy because it is a second account");
	await act("Paused", "Root", "/goodturn freeze @Dee because we have to talk first");
	await act("On the boards again", "Root", "/goodturn exclude @Cy");
	await act("Goes on", "Root", "/goodturn freeze @Dee");
	await act("No admin any more", "Root", "/goodturn admin @Bo");
	await quietly("Ana", "/goodturn channel quiet", { place: place("salaries", { kind: "private" }) });
	await act("Settings, with a private channel", "Root", "/goodturn settings");
	await act("What was changed", "Root", "/goodturn changes");
	await act("Undone", "Root", { press: "Undo 9" });
	await act("Nobody named", "Root", "/goodturn adjust +5");
	await act("No reason given", "Root", "/goodturn exclude @Cy");
	await act("Entries of somebody whom nothing moved", "Root", "/goodturn entries @Eli");
}

async function channelId({ bank }: Stage, name: string): Promise<number> {
	return (await bank.storage.db.channel.findFirstOrThrow({ where: { name: { startsWith: name } } })).id;
}
