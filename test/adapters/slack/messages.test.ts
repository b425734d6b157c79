// Plain messages over the wire: heard only where they may be, and only where they could have to do with thanks.
import { afterEach, describe, expect, test } from "vitest";
import { createEars } from "../../../src/chat/plain-thanks.ts";
import type { Request } from "../../../src/chat/request.ts";
import { type Mode, type Rig, startRig } from "./rig.ts";
import { defaultScopes, readingScopes } from "./strict-slack.ts";

let rig: Rig;
let [ana, bo, general] = ["", "", ""];

const ways = { emojis: new Set(["💐", "bouquet"]), messages: true };

async function up(options: Parameters<typeof startRig>[2] = {}, mode: Mode = "socket"): Promise<void> {
	const reading = { ears: createEars(() => ways), scopes: [...defaultScopes, ...readingScopes] };
	rig = await startRig(mode, async () => ({ kind: "nothing" }), { ...reading, ...options });
	[ana, bo] = [rig.slack.addUser("ana"), rig.slack.addUser("bo")];
	general = rig.slack.addChannel("general", { members: [ana, bo, rig.slack.bot] });
}

afterEach(async () => {
	expect(rig.slack.violations).toEqual([]);
	expect(rig.errors()).toEqual([]);
	await rig.stop();
});

const heard = () =>
	rig.requests.filter(
		(request): request is Request & { intent: Extract<Request["intent"], { kind: "message" }> } =>
			request.intent.kind === "message",
	);
const asked = (): number => rig.slack.calls.filter(({ method }) => /\.info$/.test(method)).length;

describe.each<Mode>(["http", "socket"])("over %s", (mode) => {
	test("said, edited and deleted: whoever wrote it, whom it mentions, where, and in which order", async () => {
		await up({}, mode);
		const { slack } = rig;
		const message = await slack.write(ana, general, "thanks @bo for the review & more");
		await slack.rewrite(message, "@bo :bouquet:");
		await slack.erase(message);
		const [said, edited, deleted] = heard();
		expect(said).toMatchObject({
			actor: ana,
			people: [
				{ user: ana, name: "Ana", kind: "person" },
				{ user: bo, name: "Bo", kind: "person" },
			],
			place: { id: general, name: "general", kind: "public", present: true },
			intent: { message: message.ts, text: ["thanks ", { user: bo }, " for the review & more"] },
		});
		expect(edited).toMatchObject({
			actor: ana,
			intent: { message: message.ts, text: [{ user: bo }, " :bouquet:"], before: said?.intent.text },
		});
		expect(deleted).toMatchObject({ actor: ana, intent: { message: message.ts, before: edited?.intent.text } });
		expect(deleted?.intent.text).toBeUndefined();
		const orders = heard().map(({ intent }) => intent.order ?? 0);
		expect(orders).toEqual(orders.toSorted((a, b) => a - b));
		expect(new Set(heard().map(({ key }) => key)).size).toBe(3);
	});
});

test("delivered twice, it has the same key", async () => {
	await up();
	const { slack } = rig;
	const parcel = slack.compose.said(slack.say(ana, general, slack.compose.typed("thanks @bo")));
	await slack.deliver(parcel);
	await slack.deliver(parcel);
	expect(new Set(heard().map(({ key }) => key)).size).toBe(1);
	expect(heard()).toHaveLength(2);
});

test("what cannot be thanks costs nothing: nobody is looked up, and the core hears nothing", async () => {
	await up();
	const { slack } = rig;
	const message = await slack.write(ana, general, "@bo look at this");
	await slack.rewrite(message, "@bo look at that");
	await slack.write(bo, general, "thanks a lot, everybody");
	await slack.erase(message);
	expect([heard(), asked()]).toEqual([[], 0]);
});

test("in threads, with files and in the third person people speak, too; what else happens is no message", async () => {
	await up();
	const { slack } = rig;
	const root = await slack.write(ana, general, "who did this?");
	for (const subtype of [undefined, "thread_broadcast"])
		await slack.write(ana, general, "thanks @bo", { thread: root, ...(subtype !== undefined && { subtype }) });
	for (const subtype of ["me_message", "file_share"]) await slack.write(ana, general, "thanks @bo", { subtype });
	expect(heard()).toHaveLength(4);
	for (const subtype of ["channel_join", "channel_topic", "bot_message", "reminder_add", "message_replied"])
		await slack.write(ana, general, "thanks @bo", { subtype });
	expect(heard()).toHaveLength(4);
});

test("bots are ignored, the bot itself first of all, whether they say, edit or delete", async () => {
	await up();
	const { slack } = rig;
	const robot = slack.addUser("deploys", { bot: true });
	for (const author of [robot, slack.bot]) {
		const message = await slack.write(author, general, "thanks @bo");
		await slack.rewrite(message, "@bo ++");
		await slack.erase(message);
	}
	expect([heard(), asked()]).toEqual([[], 0]);
});

test("what Slack adds by itself is no edit; a stone in the place of a message with replies is a deletion", async () => {
	await up();
	const { slack } = rig;
	const message = await slack.write(ana, general, "thanks @bo for <https://a.example>");
	await slack.rewrite(message);
	expect(heard()).toHaveLength(1);
	await slack.write(bo, general, "any time", { thread: message });
	await slack.erase(message);
	expect(heard().at(-1)).toMatchObject({ actor: ana, intent: { message: message.ts } });
	expect(heard().at(-1)?.intent.text).toBeUndefined();
});

test("an edit or a deletion that does not say of what is left to the book", async () => {
	await up();
	const { slack } = rig;
	const message = slack.say(ana, general, "nothing in particular");
	for (const parcel of [slack.compose.changed(message, message), slack.compose.erased(message)]) {
		const event = { ...(parcel.payload["event"] as object) };
		Reflect.deleteProperty(event, "previous_message");
		await slack.deliver({ ...parcel, payload: { ...parcel.payload, event } });
	}
	expect(heard().map(({ actor }) => actor)).toEqual([ana, slack.bot]);
});

test("a private channel is one of its own kind; a direct message is for nobody's ears", async () => {
	await up();
	const { slack } = rig;
	const secret = slack.addChannel("secret", { kind: "private", members: [ana, bo, slack.bot] });
	const message = await slack.write(ana, secret, "thanks @bo");
	expect(heard()[0]).toMatchObject({ place: { id: secret, kind: "private", present: true } });
	const direct = slack.dm(ana);
	await slack.deliver(slack.compose.said({ ...message, channel: direct }));
	expect(heard()).toHaveLength(1);
});

test("while no community wants it, nothing is looked at", async () => {
	await up({ ears: createEars(() => ({ ...ways, messages: false })) });
	const message = await rig.slack.write(ana, general, "thanks @bo");
	await rig.slack.erase(message);
	expect([heard(), asked()]).toEqual([[], 0]);
});

test("with reading off no scope is missed, and a message that comes all the same is not looked at", async () => {
	rig = await startRig("socket", async () => ({ kind: "nothing" }));
	const { slack } = rig;
	[ana, bo] = [slack.addUser("ana"), slack.addUser("bo")];
	general = slack.addChannel("general", { members: [ana, bo, slack.bot] });
	const attempts = slack.attempts.length;
	const message = await slack.write(ana, general, "thanks @bo");
	// Without the scope Slack tells of none.
	expect(slack.attempts.length).toBe(attempts);
	await slack.deliver(slack.compose.said(message));
	expect([heard(), asked()]).toEqual([[], 0]);
});
