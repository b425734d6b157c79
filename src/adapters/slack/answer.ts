// A Reply on its way to the one who asked: as the acknowledgement itself, by the interaction's own address, as a page,
// and if all of that fails as a direct message. It never acknowledges twice and loses nothing silently.
import type { WebClient } from "@slack/web-api";
import type { Card } from "../../chat/card.ts";
import type { Form } from "../../chat/form.ts";
import type { Reply } from "../../chat/request.ts";
import type { Log } from "../../log.ts";
import { type Response, respond } from "./client.ts";
import { reason } from "./errors.ts";
import type { Interaction } from "./inbound.ts";
import { cardView, formErrors, formView } from "./modal.ts";
import { paint } from "./render.ts";
import { tooLate } from "./words.ts";

/**
 * Acknowledges, with a body or without. False if that was done already: then the body went nowhere. Once it is `given`,
 * the three seconds are over and with them the trigger that opens pages.
 */
export type Acknowledge = { (body?: object): Promise<boolean>; given(): boolean };

export type Answer = (interaction: Interaction, reply: Reply, acknowledge: Acknowledge) => Promise<void>;

export const ephemeral = (card: Card, replace = false): Response => ({
	response_type: "ephemeral",
	replace_original: replace,
	...paint(card),
});

export function createAnswer(deps: { client: WebClient; log: Log }): Answer {
	const { client, log } = deps;

	async function whisper({ key, actor, origin }: Interaction, card: Card, replace = false): Promise<void> {
		try {
			if (origin.responseUrl !== undefined) return await respond(origin.responseUrl, ephemeral(card, replace));
		} catch (error) {
			log.warn({ key, reason: reason(error) }, "an answer goes out as a direct message instead");
		}
		try {
			await client.chat.postMessage({ channel: actor.id, ...paint(card) });
		} catch (error) {
			log.error({ key, reason: reason(error) }, "an answer reached nobody");
		}
	}

	async function open(interaction: Interaction, form: Form, acknowledge: Acknowledge): Promise<boolean> {
		const { key, trigger = "", view, origin } = interaction;
		if (acknowledge.given()) return false;
		try {
			const page = { trigger_id: trigger, view: formView(form, origin) };
			await (view?.type === "modal" ? client.views.push(page) : client.views.open(page));
			return true;
		} catch (error) {
			log.warn({ key, reason: reason(error) }, "Slack did not open a form");
			return false;
		}
	}

	async function answerCommand(interaction: Interaction, reply: Reply, acknowledge: Acknowledge): Promise<void> {
		const opened = reply.kind === "form" && (await open(interaction, reply.form, acknowledge));
		const card = reply.kind === "form" && !opened ? tooLate : cardOf(reply);
		const acknowledged = await acknowledge(card && ephemeral(card));
		if (!acknowledged && card) await whisper(interaction, card);
	}

	async function answerMessage(interaction: Interaction, reply: Reply, acknowledge: Acknowledge): Promise<void> {
		const opened = reply.kind === "form" && (await open(interaction, reply.form, acknowledge));
		await acknowledge();
		if (reply.kind === "form") {
			if (!opened) await whisper(interaction, tooLate);
			return;
		}
		const card = cardOf(reply);
		if (card) await whisper(interaction, card, reply.kind === "card" && interaction.ephemeral);
	}

	/** On the app's own pages there is no address to answer by: a card gets a page, or takes the place of the page pressed. */
	async function answerView(interaction: Interaction, reply: Reply, acknowledge: Acknowledge): Promise<void> {
		const { key, trigger = "", view, origin } = interaction;
		if (reply.kind === "form") {
			const opened = await open(interaction, reply.form, acknowledge);
			await acknowledge();
			return opened ? undefined : whisper(interaction, tooLate);
		}
		const card = cardOf(reply);
		if (acknowledge.given()) return card && whisper(interaction, card);
		try {
			if (card && view?.type === "modal") await client.views.update({ view_id: view.id, view: cardView(card, origin) });
			else if (card) await client.views.open({ trigger_id: trigger, view: cardView(card, origin) });
			await acknowledge();
		} catch (error) {
			log.warn({ key, reason: reason(error) }, "Slack did not open a page");
			await acknowledge();
			if (card) await whisper(interaction, card);
		}
	}

	/** A form closes only once its answer has another place to be seen; else the answer takes the form's place. */
	async function answerSubmit(interaction: Interaction, reply: Reply, acknowledge: Acknowledge): Promise<void> {
		const { key, view, origin } = interaction;
		if (reply.kind === "form") {
			await acknowledge({ response_action: "update", view: formView(reply.form, origin) });
			return;
		}
		if (reply.kind === "mend" && view) {
			const errors = formErrors(view, reply.errors);
			const shown = Object.keys(errors).length > 0 && (await acknowledge({ response_action: "errors", errors }));
			if (shown) return;
		}
		const card = cardOf(reply);
		if (card === undefined) return void (await acknowledge());
		if (origin.responseUrl !== undefined) {
			try {
				await respond(origin.responseUrl, ephemeral(card));
				return void (await acknowledge());
			} catch (error) {
				log.warn({ key, reason: reason(error) }, "an answer takes the place of its form instead");
			}
		}
		if (!(await acknowledge({ response_action: "update", view: cardView(card, origin) }))) {
			await whisper({ ...interaction, origin: {} }, card);
		}
	}

	const ways = { command: answerCommand, message: answerMessage, view: answerView, submit: answerSubmit };
	return (interaction, reply, acknowledge) => ways[interaction.from](interaction, reply, acknowledge);
}

const cardOf = (reply: Reply): Card | undefined =>
	reply.kind === "card" || reply.kind === "mend" ? reply.card : undefined;
