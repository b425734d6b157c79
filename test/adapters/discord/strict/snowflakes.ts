// Ids as Discord makes them: 64 bits, the upper ones the time. https://docs.discord.com/developers/reference#snowflakes

const discordEpoch = 1_420_070_400_000;
let last = 0n;

/** When something with this id came into being, in milliseconds. */
export const bornAt = (id: string): number => Number(BigInt(id) >> 22n) + discordEpoch;

/** Rising, and never the same twice in this process. */
export function nextId(): string {
	const fromTime = BigInt(Date.now() - discordEpoch) << 22n;
	last = fromTime > last ? fromTime : last + 1n;
	return last.toString();
}
