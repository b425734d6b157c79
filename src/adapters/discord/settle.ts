// Sees through what happened without anybody waiting for an answer, a reaction or a plain message: who and where is asked,
// the chat is told, and what fails for a reason that passes is tried again. Discord sends nothing twice.
import type { Handle, Intent, Person, Place, Request } from "../../chat/request.ts";
import type { Log } from "../../log.ts";
import { persistently } from "./again.ts";

export type Happened = { people: (Person | undefined)[]; actor: string; intent: Intent };

/** Works `what` out in its turn, whatever is behind it waits, and tells the chat. Never rejects. */
export type Settle = (
	on: { key: string; guild: string; channel: string },
	what: () => Promise<Happened>,
) => () => Promise<void>;

/** Who took part is known once Discord answers, and its outages last longer than the book's own troubles. */
const lookUpAgainAfterMs = [500, 2_000, 10_000, 30_000, 60_000];
const handleAgainAfterMs = [500, 5_000];

export function createSettle(deps: {
	handle: Handle;
	log: Log;
	guildName(guild: string): string | undefined;
	placeById(guild: string, channel: string): Promise<Place>;
	/** Aborted when the bot stops: what waits for another attempt makes it now. */
	hurry: AbortSignal;
}): Settle {
	const { handle, log } = deps;
	return ({ key, guild, channel }, what) =>
		async () => {
			const failed = (err: unknown, waitMs: number): void =>
				log.warn({ err, request: key, waitMs }, "a reaction or a message failed and is tried again");
			const again = { hurry: deps.hurry, failed };
			try {
				const [{ people, actor, intent }, place] = await persistently(
					() => Promise.all([what(), deps.placeById(guild, channel)]),
					{ ...again, afterMs: lookUpAgainAfterMs },
				);
				const known = people.filter((person) => person !== undefined);
				const request: Request = {
					key,
					platform: "discord",
					workspace: { id: guild, name: deps.guildName(guild) ?? "" },
					actor,
					people: [...new Map(known.map((person) => [person.user, person])).values()],
					place,
					route: undefined,
					intent,
				};
				await persistently(() => handle(request), { ...again, afterMs: handleAgainAfterMs });
			} catch (err) {
				log.error({ err, request: key }, "a reaction or a message could not be taken in");
			}
		};
}
