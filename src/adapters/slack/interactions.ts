// What somebody does and waits for: a command, a button, a form, a menu entry. It is always answered, and acknowledged
// within the three seconds that Slack waits, whatever the core does.
import type { Reply } from "../../chat/request.ts";
import { type Acknowledge, createAnswer, ephemeral } from "./answer.ts";
import { ask, type Desk } from "./ask.ts";
import { reason } from "./errors.ts";
import { refreshHome } from "./events.ts";
import type { Interaction } from "./inbound.ts";
import { broken, moment, shortId, unknownPeople } from "./words.ts";

/** Half a second before Slack gives up: https://docs.slack.dev/interactivity/handling-user-interaction. */
const acknowledgeWithinMs = 2_500;

type Ack = (body?: object) => Promise<void>;

/** Resolves once it was acknowledged; what is still to be done then, the desk's `track` is given. */
export type Serve = (interaction: Interaction, ack: Ack) => Promise<void>;

export function createInteractions(desk: Desk): Serve {
	const { log, track } = desk;
	const answer = createAnswer(desk);

	async function replyTo(interaction: Interaction): Promise<Reply> {
		const { key } = interaction;
		try {
			return (await ask(desk, interaction)) ?? unknownPeople;
		} catch (error) {
			const id = shortId(key);
			log.error({ key, id, reason: reason(error), err: error }, "an interaction failed");
			return broken(id);
		}
	}

	async function serve(interaction: Interaction, acknowledge: Acknowledge): Promise<void> {
		try {
			await answer(interaction, await replyTo(interaction), acknowledge);
			if (interaction.origin.home) await refreshHome(desk, interaction);
		} catch (error) {
			log.error({ key: interaction.key, reason: reason(error), err: error }, "an answer failed");
			await acknowledge();
		}
	}

	return async (interaction, ack) => {
		const { acknowledge, done } = once(ack);
		const late = setTimeout(() => {
			acknowledge(interaction.from === "command" ? ephemeral(moment) : undefined).catch((error: unknown) => {
				log.error({ key: interaction.key, reason: reason(error), err: error }, "not acknowledged in time");
			});
		}, acknowledgeWithinMs);
		const work = track(serve(interaction, acknowledge).finally(() => clearTimeout(late)));
		await Promise.race([work, done]);
	};
}

/** The first acknowledgement counts; `done` resolves with it. */
function once(ack: Ack): { acknowledge: Acknowledge; done: Promise<void> } {
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
