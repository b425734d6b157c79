// A local Slack that is stricter than the real one, for tests over the wire with the real client library. It has people,
// channels and clocks; it notes every breach of protocol in `violations`; and it does what people do: type commands,
// react, press, fill forms. Begin with `startStrictSlack()`, point the adapter at `apiUrl` with the tokens it gives,
// over HTTP also call `sendTo(url)`, and at the end expect `violations` to be empty.
import { type Fields, isFields, type Json } from "./strict/block-kit.ts";
import { createDelivery, type Outcome, usualDeadlineMs } from "./strict/delivery.ts";
import { createPayloads, type MessageMore, type Parcel, type Payloads } from "./strict/payloads.ts";
import { type Misbehaviour, startServer } from "./strict/server.ts";
import { type ApiCall, checkResponse, closeViews, postResponse, setView } from "./strict/web-api.ts";
import { createWorld, type OpenView, type StrictMessage, type StrictUser, type World } from "./strict/world.ts";

export type { Misbehaviour, Parcel, StrictMessage };

export type StrictSlack = Awaited<ReturnType<typeof startStrictSlack>>;

/** What reading messages takes, beside these. */
export const readingScopes = ["channels:history", "groups:history"];

export const defaultScopes = [
	"commands",
	"chat:write",
	"reactions:read",
	"usergroups:read",
	"users:read",
	"channels:read",
	"groups:read",
];

export type StrictOptions = {
	scopes?: string[];
	retryAfterMs?: number[];
	/** Slack's own is three seconds: longer only where promptness is not what is tested. */
	deadlineMs?: number;
};

export async function startStrictSlack(options: StrictOptions = {}) {
	const world = createWorld();
	const tokens = { bot: "xoxb-strict", app: "xapp-strict" };
	const signingSecret = "strict-signing-secret";
	const scopes = new Set(options.scopes ?? defaultScopes);
	// Slack waits for no time, a minute and five minutes; tests need not.
	const { retryAfterMs = [5, 50, 250], deadlineMs = usualDeadlineMs } = options;
	const delivery = createDelivery(world, signingSecret, retryAfterMs, deadlineMs);
	const { connected, sockets } = delivery;
	const server = await startServer({ world, tokens, scopes, connected, sockets });
	const compose = createPayloads(world, () => server.base);
	const people = createPeople(world, compose, delivery.deliver, scopes);

	return {
		apiUrl: `${server.base}/api/`,
		botToken: tokens.bot,
		appToken: tokens.app,
		signingSecret,
		team: world.team,
		bot: world.bot,
		world,
		/** Every breach of protocol so far. */
		violations: world.violations,
		/** Every call of the Web API, with its answer. */
		calls: server.calls as ApiCall[],
		/** Every attempt to deliver something. */
		attempts: delivery.attempts,
		/** Deliver over HTTP to this address; without it, over whatever sockets are open. */
		sendTo: delivery.sendTo,
		/** Parcels to deliver by hand: several times, shuffled, concurrently. */
		compose,
		misbehaved: server.misbehaved,
		misbehave: (method: string, how: Misbehaviour, times = 1) => server.misbehave(method, how, times),
		/** What Slack does when it moves a connection elsewhere. */
		refreshSockets(reason = "refresh_requested"): void {
			for (const socket of sockets) socket.send(JSON.stringify({ type: "disconnect", reason }));
		},
		/** Cuts the line without a word. */
		cutSockets(): void {
			for (const socket of sockets) socket.terminate();
		},
		openSockets: () => sockets.size,
		untilSockets: (count: number) =>
			world.until(() => (sockets.size === count ? true : undefined), `${count} open sockets`, 10_000),
		addUser: world.addUser,
		addChannel: world.addChannel,
		addGroup: world.addGroup,
		...people,
		close: server.close,
	};
}

type Deliver = (parcel: Parcel) => Promise<Outcome>;

/** What people do, and what they see. */
function createPeople(world: World, compose: Payloads, send: Deliver, scopes: ReadonlySet<string>) {
	async function deliver(parcel: Parcel): Promise<Outcome> {
		const outcome = await send(parcel);
		if (outcome.acknowledged) takeEffect(world, parcel, outcome.body);
		return outcome;
	}

	/** Of messages an app hears where it is, with the scope for that kind of conversation; otherwise nothing is sent. */
	async function overhear(message: StrictMessage, parcel: Parcel): Promise<Outcome | undefined> {
		const channel = world.channels.get(message.channel);
		if (!channel?.members.has(world.bot) || !scopes.has(historyScopes[channel.kind])) return undefined;
		return deliver(parcel);
	}

	const see = (user: string, channel: string): string[] =>
		world.seenBy(user, channel).map((message) => world.words(message.blocks) || message.text);

	function button(blocks: Json | undefined, label: string) {
		const buttons = world.buttons(Array.isArray(blocks) ? blocks : []);
		const found = buttons.find((one) => one.label === label);
		if (!found) throw new Error(`no button “${label}”, only: ${buttons.map((one) => one.label).join(", ") || "none"}`);
		return found;
	}

	const view = (user: string): OpenView | undefined => world.views.filter((open) => open.user === user).at(-1);

	return {
		/** Delivers a parcel and lets its answer take effect for the person. */
		deliver,
		/** Types a command with its slash; `@name` mentions somebody. */
		command: (user: string, channel: string, line: string) => deliver(compose.command(user, channel, line)),
		/** Writes an ordinary message. */
		say: (user: string, channel: string, text: string): StrictMessage => world.post(channel, user, text),
		/** Writes it where the app listens, if it may; `subtype` and `thread` as Slack would say. */
		async write(user: string, channel: string, typed: string, more: MessageMore = {}): Promise<StrictMessage> {
			const message = world.post(channel, user, compose.typed(typed));
			message.thread = more.thread?.ts;
			await overhear(message, compose.said(message, more));
			return message;
		},
		/** Edits it; without words, Slack adds something to it by itself. */
		async rewrite(message: StrictMessage, typed?: string): Promise<Outcome | undefined> {
			const before = { ...message };
			if (typed !== undefined) message.text = compose.typed(typed);
			return overhear(message, compose.changed(message, before));
		},
		async erase(message: StrictMessage): Promise<Outcome | undefined> {
			const before = { ...message };
			const stone = world.remove(message);
			return overhear(before, stone ? compose.stone(before) : compose.erased(before));
		},
		async react(user: string, message: StrictMessage, emoji: string): Promise<Outcome | undefined> {
			return reactAs(world, user, message, emoji, true)
				? deliver(compose.reaction(user, message, emoji, true))
				: undefined;
		},
		async unreact(user: string, message: StrictMessage, emoji: string): Promise<Outcome | undefined> {
			return reactAs(world, user, message, emoji, false)
				? deliver(compose.reaction(user, message, emoji, false))
				: undefined;
		},
		/** Presses a button of a message by its label. */
		async press(user: string, message: StrictMessage, label: string): Promise<Outcome> {
			if (!world.seenBy(user, message.channel).includes(message)) throw new Error(`${user} does not see that message`);
			return deliver(compose.press(user, message, button(message.blocks, label)));
		},
		/** Presses a button of the app's own page. */
		async pressHome(user: string, label: string): Promise<Outcome> {
			const home = world.homes.get(user);
			if (!home) throw new Error(`${user} has no home`);
			return deliver(compose.pressView(user, { id: "V0", view: home }, button(home["blocks"], label)));
		},
		/** Presses a button of the page that is open. */
		async pressView(user: string, label: string): Promise<Outcome> {
			const open = view(user);
			if (!open) throw new Error(`${user} has no page open`);
			return deliver(compose.pressView(user, open, button(open.view["blocks"], label)));
		},
		/** Fills the open form, by label or field id, and sends it. A person is given by id, a choice by label or value. */
		async submit(user: string, values: Record<string, string>): Promise<Outcome> {
			const open = view(user);
			if (!open) throw new Error(`${user} has no form open`);
			return deliver(compose.submission(user, open, fill(open.view, values)));
		},
		/** The menu entry on a message. */
		shortcut: (user: string, message: StrictMessage, callbackId = "say_thanks") =>
			deliver(compose.shortcut(user, message, callbackId)),
		openHome: (user: string, tab = "home") =>
			deliver(compose.event({ type: "app_home_opened", user, tab, channel: world.direct(world.bot, user) })),
		/** Brings the bot to a channel. */
		async invite(channel: string, inviter: string): Promise<Outcome> {
			world.channels.get(channel)?.members.add(world.bot);
			return deliver(
				compose.event({ type: "member_joined_channel", user: world.bot, channel, inviter, team: world.team.id }),
			);
		},
		async kick(channel: string): Promise<Outcome> {
			const kind = world.channels.get(channel)?.kind === "private" ? "group_left" : "channel_left";
			world.channels.get(channel)?.members.delete(world.bot);
			return deliver(compose.event({ type: kind, channel }));
		},
		async change(user: string, changes: Partial<StrictUser>): Promise<Outcome> {
			Object.assign(world.users.get(user) ?? {}, changes);
			return deliver(compose.userChange(user));
		},
		/** The words of everything that somebody sees in a conversation, oldest first. */
		see,
		/** Waits for a message that this person sees there and whose words match. */
		sees: (user: string, channel: string, pattern: RegExp, withinMs?: number): Promise<StrictMessage> =>
			world.until(
				() => world.seenBy(user, channel).findLast(({ blocks, text }) => pattern.test(world.words(blocks) || text)),
				`${pattern} in: ${see(user, channel).join(" | ")}`,
				withinMs,
			),
		/** The conversation of somebody with the bot. */
		dm: (user: string): string => world.direct(world.bot, user),
		words: (of: { blocks: Json[] }): string => world.words(of.blocks),
		/** The words of somebody's App Home. */
		home: (user: string): string | undefined => {
			const blocks = world.homes.get(user)?.["blocks"];
			return Array.isArray(blocks) ? world.words(blocks) : undefined;
		},
		/** The page or form that is open, on top. */
		view,
	};
}

const historyScopes = {
	public: "channels:history",
	private: "groups:history",
	im: "im:history",
	mpim: "mpim:history",
} as const;

function reactAs(world: World, user: string, message: StrictMessage, emoji: string, added: boolean): boolean {
	const mark = `${user}:${emoji}`;
	if (message.reactions.has(mark) === added) throw new Error("Slack would not let them");
	if (added) message.reactions.add(mark);
	else message.reactions.delete(mark);
	// The app hears of it only where it is.
	return world.channels.get(message.channel)?.members.has(world.bot) === true;
}

function takeEffect(world: World, { kind, payload }: Parcel, body: Json | undefined): void {
	if (kind === "slash_commands" && isFields(body)) {
		checkResponse(world, body);
		postResponse(world, { channel: String(payload["channel_id"]), user: String(payload["user_id"]) }, body);
	} else if (payload["type"] === "view_submission") submitted(world, payload, isFields(body) ? body : {});
	else if (kind !== "slash_commands" && body !== undefined)
		world.violate(`an acknowledgement with a body: ${JSON.stringify(body)}`);
}

function submitted(world: World, payload: Fields, body: Fields): void {
	const sent = isFields(payload["view"]) ? payload["view"] : {};
	const open = world.views.find(({ id }) => id === sent["id"]);
	if (!open) return;
	switch (body["response_action"]) {
		case undefined:
			world.views.splice(world.views.indexOf(open), 1);
			break;
		case "clear":
			closeViews(world, open.user);
			break;
		case "update":
			setView(world, body["view"], (view) => Object.assign(open, { view, errors: {} }), open.id);
			break;
		case "errors": {
			const errors = isFields(body["errors"]) ? body["errors"] : {};
			const inputs = inputsOf(open.view).map((block) => String(block["block_id"]));
			for (const block of Object.keys(errors)) {
				if (!inputs.includes(block)) world.violate(`an error under ${block}, which is no input of the view`);
			}
			if (Object.keys(errors).length === 0) world.violate("errors without any");
			open.errors = Object.fromEntries(Object.entries(errors).map(([block, text]) => [block, String(text)]));
			break;
		}
		default:
			world.violate(`response_action ${body["response_action"]}`);
	}
	world.changed();
}

const inputsOf = (view: Fields): Fields[] =>
	(Array.isArray(view["blocks"]) ? view["blocks"] : []).filter(isFields).filter((block) => block["type"] === "input");

/** `view.state.values`, with what Slack's own client checks before it sends a form. */
function fill(view: Fields, values: Record<string, string>): Fields {
	const state: Fields = {};
	for (const block of inputsOf(view)) {
		const id = String(block["block_id"]);
		const label = isFields(block["label"]) ? String(block["label"]["text"]) : id;
		const element = isFields(block["element"]) ? block["element"] : {};
		const filled = fillElement(element, values[id] ?? values[label]);
		if (filled.value === null && block["optional"] !== true) throw new Error(`Slack insists on “${label}”`);
		state[id] = { [String(element["action_id"])]: { type: element["type"] ?? null, [filled.name]: filled.value } };
	}
	return state;
}

function fillElement(element: Fields, given: string | undefined): { name: string; value: Json } {
	switch (element["type"]) {
		case "users_select":
			return { name: "selected_user", value: given ?? element["initial_user"] ?? null };
		case "static_select": {
			const options = Array.isArray(element["options"]) ? element["options"].filter(isFields) : [];
			const chosen = options.find(({ text, value }) => value === given || (isFields(text) && text["text"] === given));
			if (given !== undefined && !chosen) throw new Error(`no option “${given}”`);
			return { name: "selected_option", value: chosen ?? element["initial_option"] ?? null };
		}
		default: {
			const value = given ?? element["initial_value"] ?? null;
			if (String(value ?? "").length > Number(element["max_length"] ?? 3000))
				throw new Error("Slack says that is too long");
			return { name: "value", value: value === "" ? null : value };
		}
	}
}
