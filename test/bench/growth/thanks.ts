// Thanks in a book that was loaded: people who are all known, by the same habits as those of the year before.
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { type ThanksInput, thanks } from "../../../src/ledger/thanks.ts";
import { COMMUNITY, reasonOf } from "./rows.ts";
import { chooseChannel, choosePair, createRandom, FIRST_ID, NOW, ZONE } from "./year.ts";

const person = (number: number) => ({
	id: number + FIRST_ID,
	name: `Person ${number + FIRST_ID}`,
	kind: "person" as const,
	timezone: ZONE,
});

/** The same ones in every book that has had equally many. */
export function createGiving(
	ledger: Ledger,
	/** Numbers from here on were never given. */
	from = 0,
): {
	thank(): Promise<void>;
	together(count: number, width: number): Promise<void>;
} {
	const random = createRandom(42);
	let number = from;

	async function thank(): Promise<void> {
		const index = number++;
		const { from, to } = choosePair(random);
		const [giver, receiver] = [person(from), person(to)];
		const channelId = chooseChannel(random) + FIRST_ID;
		const reason = reasonOf(index);
		const where = { workspaceId: 1, channelId, everywhere: true, postable: true, present: true };
		const input: ThanksInput = { giver, receivers: [receiver], amount: 1, reason, tags: ["teamwork"], where };
		const fingerprint = `${giver.name} /thanks @${receiver.name} for ${reason}`;
		const origin = { communityId: COMMUNITY, now: new Date(NOW + index), key: `bench:${index}`, fingerprint };
		const { refused } = await ledger.submit(thanks, origin, input);
		if (refused) throw new Error(`refused: ${refused.reason}`);
	}

	return {
		thank,
		async together(count, width) {
			let left = count;
			const giveInTurn = async () => {
				while (left-- > 0) await thank();
			};
			await Promise.all(Array.from({ length: width }, giveInTurn));
		},
	};
}
