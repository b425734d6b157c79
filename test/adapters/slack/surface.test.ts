// Notices on their way out: posted, changed, refused for good, asked to wait, or failed by an outage.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Destination, ThreadGone, TryLater, Undeliverable } from "../../../src/chat/surface.ts";
import { answer, card, type Rig, startRig } from "./rig.ts";
import type { Misbehaviour } from "./strict-slack.ts";

let rig: Rig;
let ana: string;
let general: string;

beforeEach(async () => {
	rig = await startRig("http", async () => answer("Done."));
	ana = rig.slack.addUser("ana");
	general = rig.slack.addChannel("general", { members: [ana, rig.slack.bot] });
});

afterEach(() => rig.stop());

const to = (where: { channel: string } | { user: string }): Destination => ({ workspace: rig.slack.team.id, ...where });

const send = (where: { channel: string } | { user: string }, text = "Ana thanked Bo", route?: string) =>
	rig.adapter.surface.send(to(where), card(text), { nonce: "n1", route });

const thrown = (work: Promise<unknown>): Promise<unknown> =>
	work.then(
		() => "nothing",
		(error: unknown) => error,
	);

test("posts to a channel and changes what it posted", async () => {
	const message = await send({ channel: general });
	expect(rig.slack.see(ana, general)).toEqual(["Ana thanked Bo"]);
	await rig.adapter.surface.edit(to({ channel: general }), message ?? "", card("Ana took it back"));
	expect(rig.slack.see(ana, general)).toEqual(["Ana took it back"]);
	expect(rig.slack.violations).toEqual([]);
});

test("writes to one person privately, and changes that too", async () => {
	const message = await send({ user: ana }, "Bo says it is done.");
	expect(rig.slack.see(ana, rig.slack.dm(ana))).toEqual(["Bo says it is done."]);
	await rig.adapter.surface.edit(to({ user: ana }), message ?? "", card("Kept."));
	expect(rig.slack.see(ana, rig.slack.dm(ana))).toEqual(["Kept."]);
	expect(rig.slack.violations).toEqual([]);
});

test("pings whom the card pings, once", async () => {
	const pinging = {
		blocks: [{ kind: "text" as const, line: ["for ", { person: "Ana", user: ana, ping: true }, " <!channel> @here"] }],
	};
	await rig.adapter.surface.send(to({ channel: general }), pinging, { nonce: "n1", route: undefined });
	const [message] = rig.slack.world.seenBy(ana, general);
	expect(message?.pings).toEqual([ana]);
	expect(rig.slack.violations).toEqual([]);
});

describe("for good", () => {
	test.each([
		"channel_not_found",
		"not_in_channel",
		"is_archived",
		"user_not_found",
		"user_disabled",
		"cannot_dm_bot",
		"account_inactive",
		"token_revoked",
		"invalid_auth",
		"restricted_action",
		"messages_tab_disabled",
		"msg_too_long",
		"some_error_of_tomorrow",
	])("%s", async (error) => {
		rig.slack.misbehave("chat.postMessage", { error });
		expect(await thrown(send({ channel: general }))).toBeInstanceOf(Undeliverable);
	});

	test("people and places that take nothing", async () => {
		const { slack } = rig;
		const robot = slack.addUser("robot", { bot: true });
		const closed = slack.addUser("closed", { closed: true });
		const gone = slack.addUser("gone", { deleted: true });
		const archived = slack.addChannel("old", { members: [slack.bot] });
		Object.assign(slack.world.channels.get(archived) ?? {}, { archived: true });
		for (const user of [robot, closed, gone]) expect(await thrown(send({ user }))).toBeInstanceOf(Undeliverable);
		expect(await thrown(send({ channel: archived }))).toBeInstanceOf(Undeliverable);
		expect(await thrown(send({ channel: slack.addChannel("away") }))).toBeInstanceOf(Undeliverable);
	});

	test("a card that is gone, and a workspace that is not ours", async () => {
		const gone = rig.adapter.surface.edit(to({ channel: general }), `${general}:1.000001`, card("x"));
		expect(await thrown(gone)).toBeInstanceOf(Undeliverable);
		const elsewhere = rig.adapter.surface.send({ workspace: "T0XYZ", channel: general }, card("x"), {
			nonce: "n",
			route: undefined,
		});
		expect(await thrown(elsewhere)).toBeInstanceOf(Undeliverable);
	});
});

describe("not now", () => {
	test("says how long to wait, and holds up nothing else", async () => {
		rig.slack.misbehave("chat.postMessage", { retryAfterSeconds: 7 });
		const [late] = await Promise.all([thrown(send({ channel: general })), send({ channel: general }, "the next")]);
		expect(late).toBeInstanceOf(TryLater);
		expect(late).toMatchObject({ afterMs: 7_000 });
		expect(rig.slack.see(ana, general)).toEqual(["the next"]);
		rig.slack.misbehave("chat.update", { error: "ratelimited" });
		expect(
			await thrown(rig.adapter.surface.edit(to({ channel: general }), `${general}:1.000001`, card("x"))),
		).toBeInstanceOf(TryLater);
	});

	test.each<Misbehaviour>([{ status: 503 }, { hangUp: true }, { error: "internal_error" }, { error: "fatal_error" }])(
		"an outage (%o) is passed on after a single attempt",
		async (how) => {
			rig.slack.misbehave("chat.postMessage", how, 1);
			const error = await thrown(send({ channel: general }));
			expect(error).toBeInstanceOf(Error);
			expect(error).not.toBeInstanceOf(Undeliverable);
			expect(error).not.toBeInstanceOf(TryLater);
			expect(rig.slack.see(ana, general)).toEqual([]);
		},
	);
});

describe("where the bot is no member", () => {
	test("goes out by the request's own address, for everybody there", async () => {
		const away = rig.slack.addChannel("away", { members: [ana] });
		const vault = rig.slack.addChannel("vault", { kind: "private", members: [ana] });
		for (const channel of [away, vault]) {
			await rig.slack.command(ana, channel, "/thanks @bo");
			const route = rig.requests.at(-1)?.route;
			expect(await send({ channel }, "Ana thanked Bo", route)).toBeUndefined();
			expect(rig.slack.world.seenBy(ana, channel).map(({ onlyFor }) => onlyFor)).toEqual([ana, undefined]);
		}
		expect(rig.slack.violations).toEqual([]);
	});

	test("is undeliverable once that address has expired", async () => {
		const away = rig.slack.addChannel("away", { members: [ana] });
		await rig.slack.command(ana, away, "/thanks @bo");
		const route = rig.requests.at(-1)?.route;
		rig.slack.world.advance(31 * 60_000);
		expect(await thrown(send({ channel: away }, "x", route))).toBeInstanceOf(Undeliverable);
		expect(await thrown(send({ channel: away }, "x", undefined))).toBeInstanceOf(Undeliverable);
	});

	test("and the place is asked for again, so that the core knows", async () => {
		await rig.slack.command(ana, general, "/wallet");
		expect(rig.requests.at(-1)?.place?.present).toBe(true);
		rig.slack.world.channels.get(general)?.members.delete(rig.slack.bot);
		expect(await thrown(send({ channel: general }))).toBeInstanceOf(Undeliverable);
		await rig.slack.command(ana, general, "/wallet");
		expect(rig.requests.at(-1)?.place?.present).toBe(false);
	});
});

describe("a thread", () => {
	const below = (message: string | undefined, text: string) =>
		rig.adapter.surface.send(to({ channel: general }), card(text), {
			nonce: "n2",
			route: undefined,
			thread: { message: message ?? "", name: "Thanks and favors" },
		});
	const shown = () => rig.slack.world.seenBy(ana, general).map(({ text, thread }) => [text, thread !== undefined]);

	test("replies stand below the message, and change there", async () => {
		const root = await send({ channel: general }, "This week");
		const reply = await below(root, "Ana thanked Bo");
		await below(root, "Bo thanked Cy");
		await rig.adapter.surface.edit(to({ channel: general }), reply ?? "", card("Ana took it back"));
		expect(shown()).toEqual([
			["This week", false],
			["Ana took it back", true],
			["Bo thanked Cy", true],
		]);
		expect(rig.slack.violations).toEqual([]);
	});

	test("a deleted message without replies is no thread any more; with replies its thread goes on", async () => {
		const { world } = rig.slack;
		const root = await send({ channel: general }, "This week");
		await below(root, "Ana thanked Bo");
		const find = (text: string) => world.messages.find((message) => message.text === text);
		const first = find("This week");
		if (first) world.remove(first);
		await below(root, "Bo thanked Cy");
		const other = await send({ channel: general }, "Once more");
		const second = find("Once more");
		if (second) world.remove(second);
		expect(await thrown(below(other, "lost"))).toBeInstanceOf(ThreadGone);
		expect(shown()).toEqual([
			["This message was deleted.", false],
			["Ana thanked Bo", true],
			["Bo thanked Cy", true],
		]);
	});

	test.each(["thread_not_found", "cannot_reply_to_message"])("%s is a thread that is gone", async (error) => {
		const root = await send({ channel: general }, "This week");
		rig.slack.misbehave("chat.postMessage", { error });
		expect(await thrown(below(root, "lost"))).toBeInstanceOf(ThreadGone);
	});

	test("a channel that is gone is not only its thread", async () => {
		const root = await send({ channel: general }, "This week");
		rig.slack.misbehave("chat.postMessage", { error: "is_archived" });
		const error = await thrown(below(root, "lost"));
		expect(error).toBeInstanceOf(Undeliverable);
		expect(error).not.toBeInstanceOf(ThreadGone);
	});
});
