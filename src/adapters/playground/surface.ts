// How notices arrive in the pretend chat: in a channel for everybody, or in one teammate's conversation with Goodturn.
// It never talks back to the sender but by what it returns or throws.
import type { Card } from "../../chat/card.ts";
import { type Destination, type Surface, ThreadGone, Undeliverable } from "../../chat/surface.ts";
import type { Chat } from "./chat.ts";
import { BOT, CHANNELS, directOf, isTeammate, WORKSPACE } from "./team.ts";

export function createSurface(chat: Chat): Surface {
	return {
		platform: "playground",
		/** Exactly once per nonce, across restarts too. */
		async send(to, card, { nonce, thread }) {
			const said = { kind: "card", card } as const;
			const conversation = conversationOf(to);
			const parent = thread && Number(thread.message);
			if (parent !== undefined && !chat.has(parent, conversation))
				throw new ThreadGone(`message ${parent} is not in ${conversation}`);
			const reply = parent === undefined ? {} : { parent };
			const message = await chat.say({ conversation, author: BOT, said, nonce: `notice ${nonce}`, ...reply });
			return referenceTo(message.id);
		},
		async edit(_to: Destination, message: string, card: Card) {
			const changed = await chat.rewrite(Number(message), { kind: "card", card });
			if (!changed) throw new Undeliverable(`message ${message} is not in the playground`);
		},
	};
}

/** What names a message in the book. */
export const referenceTo = (id: number): string => String(id);

function conversationOf(to: Destination): string {
	if (to.workspace !== WORKSPACE.id) throw new Undeliverable(`workspace ${to.workspace} is not the playground`);
	if ("user" in to) {
		if (!isTeammate(to.user)) throw new Undeliverable(`${to.user} is no teammate of the playground`);
		return directOf(to.user);
	}
	const direct = /^direct-(.+)$/.exec(to.channel)?.[1];
	if (direct ? isTeammate(direct) : CHANNELS.some((channel) => channel.id === to.channel)) return to.channel;
	throw new Undeliverable(`${to.channel} is no channel of the playground`);
}
