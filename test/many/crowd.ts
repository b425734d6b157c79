// People on strict Slack who thank, react and ask without a pause. Slack delivers an event up to three times more under its
// own key; a command that got no answer is given up, and whoever typed it types another. What became of each is kept.

import { isFields } from "../adapters/slack/strict/block-kit.ts";
import type { Parcel, StrictSlack } from "../adapters/slack/strict-slack.ts";
import { pause } from "../faults/bot.ts";

export type Happening = {
	/** What the book and the platform can tell it by: its words, or the message that somebody reacted to. */
	id: string;
	kind: "thanks" | "favor" | "reaction";
	parcel: Parcel;
	/** `done` is an acknowledgement that says so; `refused` one that says no. */
	fate: "done" | "refused" | "unanswered";
	tries: number;
	/** How long the attempt took that was answered. */
	answeredMs: number;
};

export type Crowd = {
	happened: Happening[];
	begin(): void;
	/** They stop, and wait for what they said last. */
	calm(): Promise<void>;
};

/** Slack waits for no time, a minute and five minutes, which is more than a test has. */
const AGAIN_AFTER_MS = [100, 1_000, 3_000];

export type Place = { slack: StrictSlack; names: readonly string[]; people: string[]; channels: string[] };

export function gatherCrowd(place: Place, talkers: number, breathMs: number): Crowd {
	const { slack, names, people, channels } = place;
	const happened: Happening[] = [];
	let talking: Promise<void>[] = [];
	let going = false;

	function next(): Happening {
		const index = happened.length;
		const giver = index % people.length;
		const receiver = (giver + 1 + (index % (people.length - 1))) % people.length;
		const [from = "", to = ""] = [people[giver], people[receiver]];
		const channel = channels[index % channels.length] ?? "";
		const happening: Happening = { ...what(), fate: "unanswered", tries: 0, answeredMs: 0 };
		happened.push(happening);
		return happening;

		function what(): Pick<Happening, "id" | "kind" | "parcel"> {
			if (index % 4 === 3) {
				const message = slack.say(to, channel, "something kind");
				return { id: message.ts, kind: "reaction", parcel: slack.compose.reaction(from, message, "bouquet", true) };
			}
			const id = `thing${index}`;
			const isFavor = index % 10 === 5;
			const line = isFavor ? `/favor anyone ${id} small` : `/thanks @${names[receiver]} for ${id}`;
			return { id, kind: isFavor ? "favor" : "thanks", parcel: slack.compose.command(from, channel, line) };
		}
	}

	async function say(happening: Happening): Promise<void> {
		const waits = happening.kind === "reaction" ? [0, ...AGAIN_AFTER_MS] : [0];
		for (const wait of waits) {
			if (wait > 0) await pause(wait);
			happening.tries += 1;
			const { acknowledged, body, attempts } = await slack.deliver(happening.parcel);
			if (!acknowledged) continue;
			happening.fate = happening.kind === "reaction" ? "done" : fateOf(body);
			happening.answeredMs = attempts[0]?.afterMs ?? 0;
			return;
		}
	}

	async function talk(): Promise<void> {
		while (going) {
			await say(next());
			await pause(breathMs);
		}
	}

	return {
		happened,
		begin() {
			going = true;
			talking = Array.from({ length: talkers }, talk);
		},
		async calm() {
			going = false;
			await Promise.all(talking);
		},
	};
}

/** An apology for a bug is no answer. */
function fateOf(body: unknown): Happening["fate"] {
	const text = isFields(body as never) ? String((body as { text?: unknown }).text) : "";
	if (/Sent|Asked/.test(text)) return "done";
	return /withdrawal|That needs/.test(text) ? "refused" : "unanswered";
}
