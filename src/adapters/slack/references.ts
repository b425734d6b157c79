// What names a message of Slack's in the book: the same for one that we posted and for one that somebody reacted to.

export const writeReference = (channel: string, ts: string): string => `${channel}:${ts}`;

export function readReference(reference: string): { channel: string; ts: string } {
	const [channel = "", ts = ""] = reference.split(":");
	return { channel, ts };
}
