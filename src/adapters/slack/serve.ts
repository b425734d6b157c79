// One payload, from arrival to answer: looks up who and where, asks the chat core, answers. An event is done when the
// core is done, and a failure goes up so that Slack sends it again; an interaction is always answered, within three seconds.
import type { WebClient } from "@slack/web-api";
import type { Handle, Request } from "../../chat/request.ts";
import { type Acknowledge, createAnswer, ephemeral } from "./answer.ts";
import type { Directory, Found } from "./directory.ts";
import { reason } from "./errors.ts";
import { type Happening, type Interaction, readEvent, type Self, withoutSkinTone } from "./inbound.ts";
import type { Log } from "./index.ts";
import { homeView } from "./modal.ts";
import type { EventBody } from "./payloads.ts";
import { broken, moment, shortId, unknownPeople } from "./words.ts";

/** Slack waits for three seconds: https://docs.slack.dev/interactivity/handling-user-interaction. */
export const acknowledgeWithinMs = 2_500;

export type Serve = {
	event(body: EventBody): Promise<void>;
	/** Resolves once it was acknowledged; `track` is given what is still to be done. */
	interaction(interaction: Interaction, ack: (body?: object) => Promise<void>): Promise<void>;
};

export function createServe(deps: {
	client: WebClient;
	self: Self;
	directory: Directory;
	handle: Handle;
	wantsReaction: (emoji: string) => boolean;
	track: (work: Promise<void>) => void;
	log: Log;
}): Serve {
	const { client, self, directory, handle, track, log } = deps;
	const answer = createAnswer({ client, log });

	function requestOf(happening: Happening, { people, place }: Pick<Found, "people" | "place">): Request {
		const { key, actor, intent, route } = happening;
		const here = place && intent.kind === "present" ? { ...place, present: intent.present } : place;
		return { key, platform: "slack", workspace: self.team, actor: actor.id, people, place: here, route, intent };
	}

	async function ask(happening: Happening) {
		const found = await directory.find(happening.actor, happening.others, happening.place);
		return found.late ? undefined : handle(requestOf(happening, found));
	}

	async function tell(happening: Happening): Promise<void> {
		if (happening.intent.kind === "present" && happening.place) directory.moved(happening.place.id);
		const reply = await ask(happening);
		if (reply === undefined) throw new Error("Slack did not tell in time who or where this is");
		if (happening.intent.kind === "home" && reply.kind === "card") {
			await client.views.publish({ user_id: happening.actor.id, view: homeView(reply.card) });
		}
	}

	/** A change of somebody brings all that there is to know about them. */
	async function tellOfPerson(body: EventBody): Promise<void> {
		if (body.event.type !== "user_change") return;
		const person = directory.learn(body.event.user);
		if (person === undefined) return;
		const key = `slack:${self.team.id}:${body.event_id}`;
		const happening: Happening = {
			key,
			actor: { id: person.user },
			others: [],
			place: undefined,
			route: undefined,
			intent: { kind: "people" },
		};
		await handle(requestOf(happening, { people: [person], place: undefined }));
	}

	async function event(body: EventBody): Promise<void> {
		try {
			if (isForAnother(body, self)) return log.warn({ event: body.event_id }, "an event of another workspace was left alone");
			if (body.event.type === "user_change") return await tellOfPerson(body);
			if ("reaction" in body.event && !deps.wantsReaction(withoutSkinTone(body.event.reaction))) return;
			const happening = readEvent(body, self);
			if (happening) await tell(happening);
		} catch (error) {
			const key = `slack:${self.team.id}:${body.event_id}`;
			log.error({ key, id: shortId(key), reason: reason(error), err: error }, "an event failed and is left to be sent again");
			throw error;
		}
	}

	async function reply(interaction: Interaction) {
		try {
			return (await ask(interaction)) ?? unknownPeople;
		} catch (error) {
			const id = shortId(interaction.key);
			log.error({ key: interaction.key, id, reason: reason(error), err: error }, "an interaction failed");
			return broken(id);
		}
	}

	async function refreshHome(interaction: Interaction): Promise<void> {
		const { key, actor } = interaction;
		const home: Happening = { key: `${key}:home`, actor, others: [], place: undefined, route: undefined, intent: { kind: "home" } };
		await tell(home);
	}

	async function interaction(interaction: Interaction, ack: (body?: object) => Promise<void>): Promise<void> {
		const { acknowledge, done } = once(ack);
		const late = setTimeout(() => {
			const body = interaction.from === "command" ? ephemeral(moment) : undefined;
			acknowledge(body).catch((error: unknown) => log.error({ key: interaction.key, reason: reason(error) }, "not acknowledged"));
		}, acknowledgeWithinMs);
		const work = (async () => {
			try {
				await answer(interaction, await reply(interaction), acknowledge);
				if (interaction.origin.home) await refreshHome(interaction);
			} catch (error) {
				log.error({ key: interaction.key, reason: reason(error), err: error }, "an answer failed");
				await acknowledge();
			} finally {
				clearTimeout(late);
			}
		})();
		track(work);
		await Promise.race([work, done]);
	}

	return { event, interaction };
}

/** The same app may be installed elsewhere and share an address with us; our token answers for one workspace only. */
function isForAnother(body: EventBody, self: Self): boolean {
	const installation = body.authorizations?.[0];
	return Boolean(
		installation?.team_id && installation.team_id !== self.team.id && installation.is_enterprise_install !== true,
	);
}

/** The first acknowledgement counts; `done` resolves with it. */
function once(ack: (body?: object) => Promise<void>): { acknowledge: Acknowledge; done: Promise<void> } {
	let given = false;
	let resolve: () => void = () => {};
	const done = new Promise<void>((r) => {
		resolve = r;
	});
	const acknowledge = async (body?: object): Promise<boolean> => {
		if (given) return false;
		given = true;
		await ack(body);
		resolve();
		return true;
	};
	return { acknowledge: Object.assign(acknowledge, { given: () => given }), done };
}
