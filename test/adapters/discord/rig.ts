// The adapter with the real discord.js, wired to a strict local Discord and to whatever stands in for the chat.

import { createDiscord, type DiscordAdapter } from "../../../src/adapters/discord/index.ts";
import type { Button, Card, Line } from "../../../src/chat/card.ts";
import type { Command } from "../../../src/chat/command.ts";
import { commands } from "../../../src/chat/commands.ts";
import type { Form } from "../../../src/chat/form.ts";
import type { Ears } from "../../../src/chat/plain-thanks.ts";
import type { Handle, Intent, Reply, Request } from "../../../src/chat/request.ts";
import { createLog } from "../../../src/log.ts";
import { type StrictDiscord, type StrictOptions, startDiscord } from "./strict-discord.ts";

export type Rig = {
	discord: StrictDiscord;
	adapter: DiscordAdapter;
	/** Every request that was handled, in order. */
	requests: Request[];
	/** Those with intents of one kind. */
	heard<K extends Intent["kind"]>(kind: K): (Request & { intent: Extract<Intent, { kind: K }> })[];
	/** Lines of the log at warn and above. */
	complaints: string[];
	/** The whole log. */
	log: string[];
	stop(): Promise<void>;
};

export type RigOptions = StrictOptions & {
	commands?: readonly Command[];
	token?: string;
	/** Reads messages, and listens with these ears. */
	ears?: Ears;
};

/** `handle` answers; without it nothing is said. Nothing is connected until `adapter.start()`. */
export async function createRig(handle: Handle = async () => nothing, options: RigOptions = {}): Promise<Rig> {
	const discord = await startDiscord(options);
	return createRigOn(discord, handle, options);
}

/** Another bot process on the same Discord. */
export function createRigOn(discord: StrictDiscord, handle: Handle, options: RigOptions = {}): Rig {
	const requests: Request[] = [];
	const log: string[] = [];
	const complaints: string[] = [];
	const write = (line: string): void => {
		log.push(line);
		if (/"level":"(?:warn|error)"/.test(line)) complaints.push(line);
	};
	const adapter = createDiscord({
		config: { token: options.token ?? discord.token, apiUrl: discord.apiUrl, readMessages: options.ears !== undefined },
		...(options.ears && { ears: options.ears }),
		commands: options.commands ?? commands,
		log: createLog("debug", { write }),
		handle: async (request) => {
			requests.push(request);
			return handle(request);
		},
	});
	return {
		discord,
		adapter,
		requests,
		heard: <K extends Intent["kind"]>(kind: K) =>
			requests.filter(
				(request): request is Request & { intent: Extract<Intent, { kind: K }> } => request.intent.kind === kind,
			),
		complaints,
		log,
		async stop() {
			await adapter.stop();
			await discord.stop();
		},
	};
}

export const nothing: Reply = { kind: "nothing" };
export const card = (line: Line | string, ...buttons: Button[]): Card => ({
	blocks: [
		{ kind: "text", line: typeof line === "string" ? [line] : line },
		...(buttons.length > 0 ? [{ kind: "buttons" as const, buttons }] : []),
	],
});
export const says = (line: Line | string, ...buttons: Button[]): Reply => ({
	kind: "card",
	card: card(line, ...buttons),
});

export const favorForm: Form = {
	id: "favor",
	title: "Ask a favor",
	submit: "Ask",
	context: "from-a-test",
	fields: [
		{ id: "what", label: "What do you need?", kind: "text", multiline: true, maxLength: 500, optional: false },
		{ id: "from", label: "From whom?", hint: "Nobody means anyone.", kind: "person", optional: true },
		{
			id: "size",
			label: "How big?",
			kind: "choice",
			optional: true,
			value: "normal",
			options: ["small", "normal", "big"].map((value) => ({ label: value, value })),
		},
		{
			id: "by",
			label: "Until when?",
			kind: "text",
			multiline: false,
			maxLength: 60,
			optional: true,
			placeholder: "friday",
		},
	],
};
