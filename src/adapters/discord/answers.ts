// Gives an interaction its answer: within Discord's three seconds, once, and after what it confirms is on disk.
// The reply itself is the acknowledgement; only when it takes long does a waiting line come first.
import {
	type APIInteraction,
	InteractionResponseType,
	InteractionType,
	MessageFlags,
	type REST,
	type RESTPostAPIInteractionCallbackJSONBody,
	Routes,
} from "discord.js";
import { type Block, type Card, plainText } from "../../chat/card.ts";
import type { Handle, Reply } from "../../chat/request.ts";
import type { Log } from "../../log.ts";
import { isError } from "./errors.ts";
import { type Heard, type Misheard, mayOpenForm, replacesCard, typedIn } from "./interactions.ts";
import { callbackWithinMs, choiceText, optionChoices } from "./limits.ts";
import { shorten } from "./markdown.ts";
import { paintModal } from "./modal.ts";
import { paintReply } from "./render.ts";

export type AnswerDeps = {
	understand(raw: APIInteraction): Promise<Heard | Misheard | undefined>;
	handle: Handle;
	log: Log;
	rest(): REST;
	/** When a waiting line comes first, counted from the arrival. */
	waitingLineAfterMs: number;
};

/** What became of an interaction; none for what is not for us. */
type Outcome = { guild: string; reply: Reply; typed: string[] } | Misheard | Failed;
type Failed = { failed: string; typed: string[] };

export function createAnswers({ understand, handle, log, rest, waitingLineAfterMs }: AnswerDeps) {
	/** By token: whoever wants to post by an interaction's token has to wait until it was answered. */
	const unanswered = new Map<string, Promise<void>>();

	async function outcomeOf(raw: APIInteraction): Promise<Outcome | undefined> {
		let request = `discord:${raw.id}`;
		try {
			const heard = await understand(raw);
			if (heard === undefined || "unclear" in heard) return heard;
			request = heard.request.key;
			return { guild: heard.guild, reply: await handle(heard.request), typed: heard.typed };
		} catch (err) {
			log.error({ err, request }, "a request failed");
			return { failed: request, typed: typedIn(raw) };
		}
	}

	async function respond(raw: APIInteraction): Promise<void> {
		const outcome = outcomeOf(raw);
		const timer = new AbortController();
		const first = await Promise.race([outcome, waited(waitingLineAfterMs, timer.signal)]);
		timer.abort();
		if (first === undefined) return;
		if (first !== "waited") return give(raw, first, (what) => callback(raw, directly(raw, what)));
		await callback(raw, waitingLine(raw));
		if (raw.type !== InteractionType.ApplicationCommandAutocomplete)
			await give(raw, await outcome, (what) => later(raw, what));
	}

	/** What cannot be painted, or what Discord refuses, is told as a failure instead of not at all. */
	async function give<What>(
		raw: APIInteraction,
		what: What,
		by: (what: What | Outcome) => Promise<void>,
	): Promise<void> {
		try {
			await by(what);
		} catch (err) {
			if (isError(err, "too late")) throw err;
			log.error({ err, interaction: raw.id }, "an answer could not be given");
			await by({ failed: `discord:${raw.id}`, typed: typedIn(raw) });
		}
	}

	async function callback(raw: APIInteraction, body: RESTPostAPIInteractionCallbackJSONBody): Promise<void> {
		const query = new URLSearchParams({ with_response: "false" });
		const signal = AbortSignal.timeout(callbackWithinMs);
		try {
			await rest().post(Routes.interactionCallback(raw.id, raw.token), { body, query, auth: false, signal });
		} catch (err) {
			// A repeated attempt whose first one arrived after all.
			if (!isError(err, "answered already")) throw err;
		}
	}

	/** The waiting line, or the card that was pressed, becomes the answer. */
	async function later(raw: APIInteraction, outcome: Outcome | undefined): Promise<void> {
		const route = Routes.webhookMessage(raw.application_id, raw.token, "@original");
		const card = outcome && (opensForm(outcome) ? tooLateForForm : cardOf(outcome));
		const guild = guildOf(outcome);
		if (card) await rest().patch(route, { body: paintReply(card, { guild, fresh: false }), auth: false });
		else if (!replacesCard(raw)) await rest().delete(route, { auth: false });
	}

	return {
		/** Never rejects: what goes wrong is logged, with the request's key or the interaction's id. */
		async answer(raw: APIInteraction): Promise<void> {
			const done = respond(raw).catch((err: unknown) => {
				log.error({ err, interaction: raw.id }, "Discord did not take an answer");
			});
			unanswered.set(raw.token, done);
			await done;
			unanswered.delete(raw.token);
		},
		/** While the process stops, nothing new is begun. */
		async decline(raw: APIInteraction): Promise<void> {
			if (raw.type === InteractionType.ApplicationCommandAutocomplete) return;
			await callback(raw, privately(stopping, nowhere)).catch((err: unknown) => {
				log.warn({ err, interaction: raw.id }, "Discord did not take an answer");
			});
		},
		/** Resolves when the interaction with this token was answered, at once if there is none. */
		answered: async (token: string): Promise<void> => unanswered.get(token),
	};
}

function directly(raw: APIInteraction, outcome: Outcome): RESTPostAPIInteractionCallbackJSONBody {
	if (raw.type === InteractionType.ApplicationCommandAutocomplete) return completion(outcome);
	if (opensForm(outcome) && mayOpenForm(raw)) {
		return { type: InteractionResponseType.Modal, data: paintModal(outcome.reply.form, outcome.guild) };
	}
	const card = opensForm(outcome) ? tooLateForForm : cardOf(outcome);
	const guild = guildOf(outcome);
	if (card && replacesCard(raw)) {
		return { type: InteractionResponseType.UpdateMessage, data: paintReply(card, { guild, fresh: false }) };
	}
	if (card) return privately(card, guild);
	// A press needs no words. A command and a form do: Discord says that they failed otherwise.
	return raw.type === InteractionType.MessageComponent
		? { type: InteractionResponseType.DeferredMessageUpdate }
		: privately(done, guild);
}

function completion(outcome: Outcome): RESTPostAPIInteractionCallbackJSONBody {
	const choices = "reply" in outcome && outcome.reply.kind === "choices" ? outcome.reply.choices : [];
	const data = {
		choices: choices.slice(0, optionChoices).map(({ label, value }) => ({ name: shorten(label, choiceText), value })),
	};
	return { type: InteractionResponseType.ApplicationCommandAutocompleteResult, data };
}

function waitingLine(raw: APIInteraction): RESTPostAPIInteractionCallbackJSONBody {
	if (raw.type === InteractionType.ApplicationCommandAutocomplete) {
		return { type: InteractionResponseType.ApplicationCommandAutocompleteResult, data: { choices: [] } };
	}
	return replacesCard(raw)
		? { type: InteractionResponseType.DeferredMessageUpdate }
		: { type: InteractionResponseType.DeferredChannelMessageWithSource, data: { flags: MessageFlags.Ephemeral } };
}

type FormOutcome = { guild: string; reply: Extract<Reply, { kind: "form" }> };
const opensForm = (outcome: Outcome): outcome is FormOutcome & Outcome =>
	"reply" in outcome && outcome.reply.kind === "form";

function cardOf(outcome: Outcome): Card | undefined {
	if ("unclear" in outcome) return unclear[outcome.unclear];
	if ("failed" in outcome) return withTyped(failure(outcome.failed), outcome.typed);
	const { reply, typed } = outcome;
	if (reply.kind === "mend") return withTyped(reply.card, typed);
	return reply.kind === "card" ? reply.card : undefined;
}

/** Cards without buttons belong to no server. */
const nowhere = "0";
const guildOf = (outcome: Outcome | undefined): string => (outcome && "guild" in outcome ? outcome.guild : nowhere);

const privately = (card: Card, guild: string): RESTPostAPIInteractionCallbackJSONBody => ({
	type: InteractionResponseType.ChannelMessageWithSource,
	data: paintReply(card, { guild, fresh: true }),
});

/** A form cannot stay open: so what they typed is kept for them on the card. */
function withTyped(card: Card, typed: readonly string[]): Card {
	const said = plainText(card);
	const kept = typed.filter((text) => !said.includes(text)).map((text): Block => ({ kind: "quote", text }));
	if (kept.length === 0) return card;
	return { blocks: [...card.blocks, { kind: "small", line: ["What you wrote:"] }, ...kept] };
}

const saying = (text: string): Card => ({ blocks: [{ kind: "text", line: [text] }] });
const done = saying("Done.");
const stopping = saying("I am just being restarted. Please try again in a moment.");
const tooLateForForm = saying("The form could not open this time. Please try that once more.");
const unclear = {
	outdated: saying("That is from an earlier time and does nothing any more. Please use a newer card, or the command."),
	"not-on-server": saying("I am not on that server any more, so there is nothing that this could change."),
};
const failure = (request: string): Card => ({
	blocks: [
		{ kind: "text", line: ["That did not work, and it is not your fault. Please try again in a moment."] },
		{ kind: "small", line: ["If it stays like this, tell whoever runs Goodturn here: ", { code: request }] },
	],
});

const waited = (ms: number, signal: AbortSignal): Promise<"waited"> =>
	new Promise((resolve) => {
		const timer = setTimeout(resolve, ms, "waited" as const);
		signal.addEventListener("abort", () => clearTimeout(timer));
	});
