// Interactions and what may be answered to them, when and how often.
// https://docs.discord.com/developers/interactions/receiving-and-responding
import { InteractionResponseType as Answer, InteractionType, MessageFlags } from "discord.js";
import { checkModal, type Modal } from "./check-modal.ts";
import {
	alreadyAcknowledged,
	badWebhookToken,
	invalidForm,
	unknownInteraction,
	unknownMessage,
	unknownWebhook,
	type Violation,
} from "./faults.ts";
import { has, type JsonObject, list, number, object, text } from "./json.ts";
import type { Post } from "./post.ts";
import { nextId } from "./snowflakes.ts";
import type { Channel, Message, User } from "./world.ts";

export type Choice = { name: string; value: string };

/** What the person who did it gets to see. */
export type Outcome = {
	/** What is seen in the end: a message of its own, the pressed card changed, a form, choices, nothing, or an error. */
	kind: "message" | "update" | "modal" | "choices" | "nothing" | "failed";
	message: Message | undefined;
	modal: Modal | undefined;
	choices: Choice[];
	/** How long the person waited for any sign. */
	acknowledgedAfterMs: number;
	/** Whether a waiting line came first. */
	deferred: boolean;
};

export type Interaction = {
	id: string;
	token: string;
	type: InteractionType;
	user: User;
	channel: Channel;
	/** The message whose button was pressed. */
	pressed: Message | undefined;
	/** Through which form an answer came. */
	bornAt: number;
	callback: Answer | undefined;
	original: Message | undefined;
	done: (outcome: Outcome) => void;
	outcome: Promise<Outcome>;
};

export type Timings = { callbackMs: number; tokenMs: number; finalMs: number };

export type Interactions = ReturnType<typeof createInteractions>;

export function createInteractions(post: Post, bot: User, timings: Timings, violation: (violation: Violation) => void) {
	const byToken = new Map<string, Interaction>();
	const timers = new Set<NodeJS.Timeout>();
	const later = (ms: number, work: () => void): void => {
		const timer = setTimeout(() => {
			timers.delete(timer);
			work();
		}, ms);
		timers.add(timer);
	};

	const finish = (interaction: Interaction, kind: Outcome["kind"], more: Partial<Outcome> = {}): void =>
		interaction.done({
			kind,
			message: undefined,
			modal: undefined,
			choices: [],
			acknowledgedAfterMs: performance.now() - interaction.bornAt,
			deferred: false,
			...more,
		});

	function opened(token: string): Interaction {
		const interaction = byToken.get(token);
		if (!interaction || interaction.callback === undefined) {
			violation({ kind: "misuse", what: "a follow-up before the interaction was answered, or for none" });
			throw unknownWebhook();
		}
		if (performance.now() - interaction.bornAt > timings.tokenMs) {
			violation({ kind: "late", what: "a follow-up after the token expired" });
			throw badWebhookToken();
		}
		return interaction;
	}

	function originalOf(interaction: Interaction): Message {
		if (!interaction.original || interaction.original.deleted) throw unknownMessage();
		return interaction.original;
	}

	return {
		begin(made: Pick<Interaction, "type" | "user" | "channel" | "pressed">): Interaction {
			const { promise: outcome, resolve: done } = deferred<Outcome>();
			const id = nextId();
			const token = Buffer.from(`interaction:${id}:${Math.random()}`).toString("base64url");
			const interaction = {
				...made,
				id,
				token,
				bornAt: performance.now(),
				callback: undefined,
				original: undefined,
				done,
				outcome,
			};
			byToken.set(token, interaction);
			later(timings.callbackMs, () => {
				if (interaction.callback !== undefined) return;
				violation({ kind: "unanswered", what: `an interaction of type ${made.type} got no answer in time` });
				finish(interaction, "failed");
			});
			return interaction;
		},

		/** The youngest, for who answers by hand. */
		last(): { id: string; token: string } {
			const found = [...byToken.values()].at(-1);
			if (!found) throw new Error("there was no interaction yet");
			return { id: found.id, token: found.token };
		},

		/** The first answer, and the only one of its kind. */
		callback(id: string, token: string, body: JsonObject): void {
			const interaction = byToken.get(token);
			if (!interaction || interaction.id !== id) throw unknownInteraction();
			const type = number(body["type"]);
			const data = object(body["data"]);
			if (interaction.callback !== undefined) {
				violation({ kind: "twice", what: "a second answer to one interaction" });
				throw alreadyAcknowledged();
			}
			if (performance.now() - interaction.bornAt > timings.callbackMs) {
				violation({ kind: "late", what: "an answer after the time for it" });
				throw unknownInteraction();
			}
			if (!fits(type, interaction))
				throw invalidForm([{ path: "type", code: "ENUM", message: `${type} cannot be answered here` }]);
			answer(interaction, type, data);
			interaction.callback = type;
		},

		followUp(token: string, body: JsonObject): Message {
			const interaction = opened(token);
			if (interaction.original?.waiting) {
				violation({ kind: "misuse", what: "a follow-up while a waiting line stands: it would take its place" });
			}
			const onlyFor = (number(body["flags"]) & MessageFlags.Ephemeral) !== 0 ? interaction.user : undefined;
			return post.create(body, { channel: interaction.channel, author: bot, onlyFor, via: "interaction" });
		},

		/** `message`: an id, or @original. */
		read(token: string, message: string, find: (id: string) => Message): Message {
			const interaction = opened(token);
			return message === "@original" ? originalOf(interaction) : find(message);
		},

		edit(token: string, message: string, body: JsonObject, find: (id: string) => Message): Message {
			const interaction = opened(token);
			const target = this.read(token, message, find);
			post.edit(target, body);
			if (message === "@original" && interaction.callback === Answer.DeferredChannelMessageWithSource) {
				finish(interaction, "message", { message: target, deferred: true });
			} else if (message === "@original") finish(interaction, "update", { message: target, deferred: true });
			return target;
		},

		remove(token: string, message: string, find: (id: string) => Message): void {
			const interaction = opened(token);
			post.remove(this.read(token, message, find));
			if (message === "@original") finish(interaction, "nothing", { deferred: true });
		},

		stop(): void {
			for (const timer of timers) clearTimeout(timer);
		},
	};

	function answer(interaction: Interaction, type: Answer, data: JsonObject): void {
		const { user, channel, pressed } = interaction;
		const onlyFor = (number(data["flags"]) & MessageFlags.Ephemeral) !== 0 ? user : undefined;
		switch (type) {
			case Answer.ChannelMessageWithSource:
				interaction.original = post.create(data, { channel, author: bot, onlyFor, via: "interaction" });
				return finish(interaction, "message", { message: interaction.original });
			case Answer.DeferredChannelMessageWithSource:
				if (has(data, "flags") && (number(data["flags"]) & ~MessageFlags.Ephemeral) !== 0) {
					throw invalidForm([
						{ path: "data.flags", code: "BITFIELD_INVALID", message: "A waiting line can only be private" },
					]);
				}
				interaction.original = post.blank({ channel, author: bot, onlyFor, via: "interaction" });
				interaction.original.waiting = true;
				return later(timings.finalMs, () => finish(interaction, "failed", { deferred: true }));
			case Answer.UpdateMessage:
				if (!pressed) throw unknownMessage();
				interaction.original = post.edit(pressed, data);
				return finish(interaction, "update", { message: pressed });
			case Answer.DeferredMessageUpdate:
				interaction.original = pressed;
				finishUnlessEdited(interaction);
				return;
			case Answer.Modal:
				return finish(interaction, "modal", { modal: checkModal(data) });
			case Answer.ApplicationCommandAutocompleteResult:
				return finish(interaction, "choices", { choices: choicesOf(data) });
			default:
				throw invalidForm([{ path: "type", code: "ENUM", message: `${type} is none of this bot's` }]);
		}
	}

	/** Nothing may follow such an answer, or an edit of the message that was pressed. */
	function finishUnlessEdited(interaction: Interaction): void {
		if (interaction.original?.onlyFor) later(timings.finalMs, () => finish(interaction, "nothing", { deferred: true }));
		else finish(interaction, "nothing");
	}
}

const onPress: readonly Answer[] = [Answer.UpdateMessage, Answer.DeferredMessageUpdate];

function fits(type: Answer, { type: of, pressed }: Interaction): boolean {
	if (of === InteractionType.ApplicationCommandAutocomplete)
		return type === Answer.ApplicationCommandAutocompleteResult;
	if (type === Answer.ApplicationCommandAutocompleteResult) return false;
	if (type === Answer.Modal) return of !== InteractionType.ModalSubmit;
	return onPress.includes(type) ? pressed !== undefined : true;
}

function choicesOf(data: JsonObject): Choice[] {
	const choices = list(data["choices"]).map(object);
	const wrong =
		choices.length > 25 ||
		choices.some((choice) => {
			const { length } = text(choice["name"]);
			return length < 1 || length > 100 || text(choice["value"]).length > 100;
		});
	if (wrong)
		throw invalidForm([{ path: "data.choices", code: "BASE_TYPE_BAD_LENGTH", message: "At most 25, each 1 to 100" }]);
	return choices.map((choice) => ({ name: text(choice["name"]), value: text(choice["value"]) }));
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
	let resolve: (value: T) => void = () => undefined;
	const promise = new Promise<T>((settle) => {
		resolve = settle;
	});
	return { promise, resolve };
}
