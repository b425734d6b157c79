// Boards: posted on Mondays and asked for, small and large, with ties, of one channel and of all.
import { DAY, place, type Stage } from "../stage.ts";

export async function boards(stage: Stage): Promise<void> {
	const { act, quietly, wait } = stage;
	await act("Nothing yet", "Ana", "/leaderboard");
	await act("Nothing yet, ever", "Ana", "/leaderboard all everywhere");
	await quietly("Ana", "/favor anyone look at my PR");
	await quietly("Bo", { press: "I'll help" });
	await quietly("Ana", { press: "Confirm" });
	await act("A helper, and no thanks", "Ana", "/leaderboard");
	await quietly("Ana", "/thanks @Bo for the review");
	await act("One thanks", "Ana", "/leaderboard week here");
	await quietly("Bo", "/thanks @Cy for the map");
	await quietly("Cy", "/thanks @Ana for the talk");
	await act("Three people in a ring: all ties", "Dee", "/leaderboard");
	await wait("Monday, a small one", 7.5 * DAY);
	await act("The last four weeks", "Ana", "/leaderboard month");
	await act("Since the beginning", "Ana", "/leaderboard all");
	await act("In a direct message", "Ana", "/leaderboard", {
		place: { id: "D", name: "", kind: "direct", present: true },
	});
	await act("A channel without a name", "Ana", "/leaderboard", { place: place("") });
}

const LARGE = "Ana Bo Cy Dee Eli Fay Gus Hana Ines Jo Kim Lea Max Noor".split(" ");

export async function largeBoard(stage: Stage): Promise<void> {
	const { act, quietly, wait } = stage;
	for (const [index, name] of LARGE.entries()) {
		const to = LARGE.filter((other, at) => other !== name && (at * 7 + index * 3) % (index + 2) < 2).slice(0, 5);
		for (const other of to) await quietly(name, `/thanks @${other} for the help`);
	}
	for (const [index, helper] of ["Bo", "Fay", "Lea", "Max", "Noor", "Kim", "Jo"].entries()) {
		await quietly(
			LARGE[index] === helper ? "Ana" : (LARGE[index] ?? "Ana"),
			`/favor anyone carry box ${index + 1} small`,
		);
		await quietly(helper, { press: "I'll help" });
		await quietly(helper, { press: "On the house" });
	}
	await act("Everybody gives, asked for", "Ana", "/leaderboard");
	await wait("Monday, a large one", 7.5 * DAY);
}
