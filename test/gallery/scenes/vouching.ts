// Vouching and leaving: what the two whom it concerns read, and those who had something going with a leaver.
import { DAY, GENEROUS, type Stage } from "../stage.ts";

export async function vouching(stage: Stage): Promise<void> {
	const { act, quietly, skip, wait, bank } = stage;
	const isNow = async (name: string, kind: "person" | "gone", title: string) => {
		await bank.isNow(name, kind);
		await stage.news(title);
	};
	// Nothing but what it is about.
	const quiet = { board: { weekly: false, reminders: false, monthly: false }, fading: { halfLifeDays: 0 } };
	await bank.setPolicy({ ...GENEROUS, ...quiet, favor: { ...GENEROUS.favor, calls: 0 } });
	for (const name of ["Cy", "Dee", "Eli"]) await quietly(name, "/thanks @Ana x3 for the map");
	await act("Vouching for somebody", "Ana", "/goodturn vouch @Bo 4");
	await act("The same again", "Ana", "/goodturn vouch @Bo 4");
	await act("More of it", "Ana", "/goodturn vouch @Bo 6");
	await act("One credit less", "Ana", "/goodturn vouch @Bo 5");
	await quietly("Bo", "/thanks @Hana for the rope");
	await act("The last of one’s own", "Hana", "/goodturn vouch @Eli 1");
	await quietly("Hana", "/goodturn unvouch @Eli");
	await act("The voucher’s wallet", "Ana", "/wallet");
	await act("The other’s wallet", "Bo", "/wallet");
	await act("Without a number", "Ana", "/goodturn vouch @Cy");
	await act("Without anybody", "Ana", "/goodturn vouch");
	await act("Taking back from nobody", "Ana", "/goodturn unvouch");
	await quietly("Bo", "/favor @Cy carry the boxes big");
	await act("Taking back what is used in part", "Ana", "/goodturn unvouch @Bo");
	await quietly("Cy", { press: "I'll help" });
	await quietly("Bo", { press: "Confirm" });
	await quietly("Cy", "/thanks @Bo x3 for the tea");
	await quietly("Dee", "/thanks @Bo x2 for the tea");
	await act("Back at zero, and it comes back by itself", "Eli", "/thanks @Bo x3 for the cake");
	await act("The voucher’s history", "Ana", "/wallet");
	await quietly("Ana", "/goodturn vouch @Bo 2");
	await act("Taken back again", "Ana", "/goodturn unvouch @Bo");
	await quietly("Ana", "/goodturn vouch @Fay 4");
	await quietly("Ana", "/goodturn vouch @Gus 1");
	for (const name of ["Fay", "Gus"]) {
		await quietly(name, "/favor @Cy carry the lamp");
		await quietly("Cy", { press: "I'll help" });
		await quietly(name, { press: "Confirm" });
	}
	await quietly("Fay", "/favor @Cy carry the chairs small");
	await quietly("Cy", { press: "I'll help" });
	await quietly("Fay", { press: "Confirm" });
	await quietly("Dee", "/favor @Fay look at my PR");
	await quietly("Eli", "/favor anyone taste the coffee");
	await quietly("Fay", { press: "I'll help" });
	await isNow("Fay", "gone", "Somebody leaves");
	await skip(8 * DAY);
	await wait("Their debt, after ninety days", 91 * DAY);
	await isNow("Fay", "person", "And is back");
	await act("The wallet of one who is back", "Fay", "/wallet");
	await quietly("Ana", "/goodturn vouch @Hana 2");
	await isNow("Ana", "gone", "The voucher leaves");
	await skip(DAY);
	await wait("What they vouched, after ninety days", 91 * DAY);
}
