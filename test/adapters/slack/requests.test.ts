// What the core gets to hear of each thing that people do on Slack, over either transport.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Request } from "../../../src/chat/request.ts";
import { answer, favorForm, type Mode, type Rig, startRig } from "./rig.ts";

describe.each<Mode>(["http", "socket"])("over %s", (mode) => {
	let rig: Rig;
	let ana: string;
	let bo: string;
	let general: string;

	beforeEach(async () => {
		rig = await startRig(mode, async ({ intent }) => {
			if (intent.kind === "command" && intent.name === "favor") return { kind: "form", form: favorForm };
			if (intent.kind === "menu") return { kind: "form", form: { ...favorForm, id: "thanks" } };
			return answer("Done.", "Cancel");
		});
		ana = rig.slack.addUser("ana");
		bo = rig.slack.addUser("bo", { timezone: "America/New_York", locale: "fr-FR" });
		general = rig.slack.addChannel("general", { members: [ana, bo, rig.slack.bot] });
	});

	afterEach(async () => {
		await rig.stop();
		expect(rig.slack.violations).toEqual([]);
		expect(rig.errors()).toEqual([]);
	});

	const last = (): Request => {
		const request = rig.requests.at(-1);
		if (request === undefined) throw new Error("the core heard nothing");
		return request;
	};

	test("a command, with who and where and what they saw", async () => {
		const { slack } = rig;
		await slack.command(
			ana,
			general,
			"/thanks @bo x2 for <b> & see #general https://a.example/?x=1&y=2 @here #teamwork",
		);
		const request = last();
		expect(request).toMatchObject({
			platform: "slack",
			workspace: { id: slack.team.id, name: "Strict Inc" },
			actor: ana,
			place: { id: general, name: "general", kind: "public", present: true },
			intent: {
				kind: "command",
				name: "thanks",
				text: [{ user: bo }, " x2 for <b> & see #general https://a.example/?x=1&y=2 @here #teamwork"],
			},
		});
		expect(request.people).toEqual([
			{ user: ana, name: "Ana", kind: "person", timezone: "Europe/Berlin", locale: "en-US" },
			{ user: bo, name: "Bo", kind: "person", timezone: "America/New_York", locale: "fr-FR" },
		]);
		expect(request.route).toMatch(/\/response\//);
		expect(request.key).toMatch(new RegExp(`^slack:${slack.team.id}:`));
	});

	test("every kind of person for what they are", async () => {
		const { slack } = rig;
		const guest = slack.addUser("gus", { guest: true });
		const robot = slack.addUser("robot", { bot: true });
		const gone = slack.addUser("gone", { deleted: true });
		const stranger = slack.addUser("stranger", { team: "T0XYZ" });
		slack.addUser("slackbot", { id: "USLACKBOT", bot: true });
		await slack.command(ana, general, "/thanks @gus @robot @gone @stranger @slackbot");
		expect(Object.fromEntries(last().people.map(({ user, kind }) => [user, kind]))).toEqual({
			[ana]: "person",
			[guest]: "guest",
			[robot]: "bot",
			[gone]: "gone",
			[stranger]: "stranger",
			USLACKBOT: "bot",
		});
	});

	test("a mention of nobody that Slack knows stays out of the people", async () => {
		const { slack } = rig;
		const parcel = slack.compose.command(ana, general, "/thanks nobody");
		await slack.deliver({ ...parcel, payload: { ...parcel.payload, text: "<@U0NOBODY|nobody> hi" } });
		expect(last().people.map(({ user }) => user)).toEqual([ana]);
		expect(last().intent).toMatchObject({ text: [{ user: "U0NOBODY" }, " hi"] });
	});

	test("a stranger who acts from another workspace, even unseen", async () => {
		const { slack } = rig;
		const stranger = slack.addUser("eve", { team: "T0XYZ" });
		const message = await pressable();
		slack.world.channels.get(general)?.members.add(stranger);
		slack.misbehave("users.info", { error: "user_not_visible" });
		await slack.press(stranger, message, "I'll help");
		expect(last().people).toEqual([{ user: stranger, name: "eve", kind: "stranger" }]);
	});

	test.each([
		["private", "the-vault", true, { name: "the-vault", kind: "private", present: true }],
		["private", "the-vault", false, { name: "", kind: "private", present: false }],
		["public", "elsewhere", false, { name: "elsewhere", kind: "public", present: false }],
		["im", "", false, { name: "", kind: "direct", present: false }],
		["mpim", "mpdm-ana--bo--cleo-1", false, { name: "", kind: "direct", present: false }],
	] as const)("a command in a conversation that is %s", async (kind, name, present, place) => {
		const { slack } = rig;
		const members = present ? [ana, bo, slack.bot] : [ana, bo];
		const channel = slack.addChannel(name, { kind, members });
		await slack.command(ana, channel, "/wallet");
		expect(last().place).toEqual({ id: channel, ...place });
		const asked = slack.calls.filter(
			({ method, args }) => method === "conversations.info" && args["channel"] === channel,
		);
		expect(asked.length).toBe(place.kind === "direct" ? 0 : 1);
	});

	test("a reaction, with its order, its author and no skin tone", async () => {
		const { slack } = rig;
		const message = slack.say(bo, general, "I fixed the build");
		await slack.react(ana, message, "pray::skin-tone-4");
		const first = last();
		expect(first).toMatchObject({
			actor: ana,
			place: { id: general },
			intent: { kind: "reaction", added: true, emoji: "pray", message: message.ts, author: bo },
		});
		expect(first.people.map(({ user }) => user)).toEqual([ana, bo]);
		await slack.unreact(ana, message, "pray::skin-tone-4");
		const second = last();
		expect(second.intent).toMatchObject({ kind: "reaction", added: false, author: bo });
		if (first.intent.kind !== "reaction" || second.intent.kind !== "reaction") throw new Error("no reactions");
		expect(Number.isSafeInteger(first.intent.order)).toBe(true);
		expect(second.intent.order).toBeGreaterThan(first.intent.order ?? Number.NaN);
		expect(String(first.intent.order)).toMatch(/^\d{16}$/);
	});

	test("a reaction to a bot's message has the bot as its author", async () => {
		const { slack } = rig;
		const message = await pressable();
		await slack.react(ana, message, "bouquet");
		expect(last().intent).toMatchObject({ author: slack.bot });
		expect(last().people).toContainEqual({ user: slack.bot, name: "goodturn", kind: "bot" });
	});

	test("no reaction to a file, nor to a message without an author", async () => {
		const { slack } = rig;
		const { event } = slack.compose.reaction(ana, slack.say(bo, general, "x"), "bouquet", true).payload;
		const of = (more: object) => slack.deliver(slack.compose.event({ ...(event as object), ...more } as never));
		expect(await of({ item: { type: "file", file: "F1" } })).toMatchObject({ acknowledged: true });
		expect(await of({ item_user: undefined })).toMatchObject({ acknowledged: true });
		expect(rig.requests).toEqual([]);
	});

	async function pressable() {
		const { slack } = rig;
		const card = { blocks: [{ kind: "buttons" as const, buttons: [{ label: "I'll help", action: "help:42" }] }] };
		await rig.adapter.surface.send({ workspace: slack.team.id, channel: general }, card, {
			nonce: "n",
			route: undefined,
		});
		return slack.sees(bo, general, /I'll help/);
	}

	test("a button, with what it carries", async () => {
		await rig.slack.press(bo, await pressable(), "I'll help");
		expect(last()).toMatchObject({ actor: bo, place: { id: general }, intent: { kind: "press", action: "help:42" } });
		expect(last().route).toMatch(/\/response\//);
	});

	test("a form, with its context, its fields, its place and its people", async () => {
		const { slack } = rig;
		await slack.command(ana, general, "/favor");
		await slack.submit(ana, { "What do you need?": "look at my PR", "From whom?": bo, "How big is it?": "big" });
		expect(last()).toMatchObject({
			actor: ana,
			place: { id: general, name: "general" },
			intent: {
				kind: "submit",
				form: "favor",
				context: "draft:7",
				fields: { what: "look at my PR", from: bo, size: "big" },
			},
		});
		expect(last().people.map(({ user }) => user)).toEqual([ana, bo]);
		expect(last().route).toBe(rig.requests[0]?.route);
	});

	test("a form with an optional field left empty", async () => {
		const { slack } = rig;
		await slack.command(ana, general, "/favor");
		await slack.submit(ana, { what: "look at my PR" });
		expect(last().intent).toMatchObject({ fields: { what: "look at my PR", from: undefined, size: "normal" } });
	});

	test("the menu entry on a message, also on one that no person wrote", async () => {
		const { slack } = rig;
		await slack.shortcut(ana, slack.say(bo, general, "I fixed the build"));
		expect(last()).toMatchObject({
			actor: ana,
			place: { id: general },
			intent: { kind: "menu", name: "say_thanks", person: bo },
		});
		expect(last().people.map(({ user }) => user)).toEqual([ana, bo]);
		expect(slack.view(ana)?.view["callback_id"]).toBe("thanks");
		await slack.shortcut(ana, slack.say("", general, "deployed"));
		expect(last().intent).toEqual({ kind: "menu", name: "say_thanks", person: undefined });
	});

	test("a menu entry that we do not have is let go", async () => {
		const { slack } = rig;
		expect(await slack.shortcut(ana, slack.say(bo, general, "hi"), "other")).toMatchObject({ acknowledged: true });
		expect(rig.requests).toEqual([]);
	});

	test("the app's own page, and not its other tab", async () => {
		const { slack } = rig;
		await slack.openHome(ana, "messages");
		expect(rig.requests).toEqual([]);
		await slack.openHome(ana);
		expect(last()).toMatchObject({ actor: ana, place: undefined, intent: { kind: "home" } });
		expect(slack.home(ana)).toBe("Done.\n[Cancel]");
	});

	test("coming to a channel and leaving it, and nobody else's coming", async () => {
		const { slack } = rig;
		const help = slack.addChannel("help", { members: [ana, bo] });
		await slack.command(ana, help, "/wallet");
		expect(last().place?.present).toBe(false);
		await slack.invite(help, bo);
		expect(last()).toMatchObject({
			actor: bo,
			place: { id: help, name: "help", present: true },
			intent: { present: true },
		});
		await slack.command(ana, help, "/wallet");
		expect(last().place?.present).toBe(true);
		await slack.kick(help);
		expect(last()).toMatchObject({
			actor: slack.bot,
			place: { id: help, name: "help", kind: "public", present: false },
			intent: { kind: "present", present: false },
		});
		await slack.command(ana, help, "/wallet");
		expect(last().place?.present).toBe(false);
		const vault = slack.addChannel("vault", { kind: "private", members: [ana, slack.bot] });
		await slack.kick(vault);
		expect(last().place).toEqual({ id: vault, name: "", kind: "private", present: false });
		const before = rig.requests.length;
		await slack.deliver(slack.compose.event({ type: "member_joined_channel", user: bo, channel: help }));
		expect(rig.requests.length).toBe(before);
	});

	test("a change of somebody, and nothing that changes nothing", async () => {
		const { slack } = rig;
		await slack.command(ana, general, "/thanks @bo");
		const before = rig.requests.length;
		await slack.change(bo, {});
		expect(rig.requests.length).toBe(before);
		await slack.change(bo, { displayName: "Bo B.", timezone: "Asia/Tokyo" });
		expect(last()).toMatchObject({
			actor: bo,
			intent: { kind: "people" },
			people: [{ user: bo, name: "Bo B.", timezone: "Asia/Tokyo" }],
		});
		await slack.change(bo, { deleted: true });
		expect(last().people[0]?.kind).toBe("gone");
		await slack.command(ana, general, "/thanks @bo");
		expect(last().people[1]).toMatchObject({ name: "Bo B.", kind: "gone" });
		expect(slack.calls.filter(({ args }) => args["user"] === bo).length).toBe(1);
	});

	test("being removed from the workspace, once Slack answers no questions any more", async () => {
		const { slack } = rig;
		slack.misbehave("users.info", { error: "account_inactive" }, 9);
		await slack.deliver(slack.compose.event({ type: "app_uninstalled" }));
		expect(last()).toMatchObject({ actor: slack.bot, intent: { kind: "uninstalled" }, place: undefined });
		await slack.deliver(slack.compose.event({ type: "tokens_revoked", tokens: { oauth: ["U1"], bot: [] } }));
		expect(rig.requests.length).toBe(1);
		await slack.deliver(slack.compose.event({ type: "tokens_revoked", tokens: { oauth: [], bot: [slack.bot] } }));
		expect(rig.requests.length).toBe(2);
	});

	test("nothing of events that we did not ask for, nor of another installation's", async () => {
		const { slack } = rig;
		const odd = slack.compose.event({ type: "channel_archive", channel: general });
		expect(await slack.deliver(odd)).toMatchObject({ acknowledged: true });
		const theirs = slack.compose.reaction(ana, slack.say(bo, general, "x"), "bouquet", true);
		const authorizations = [{ team_id: "T0XYZ", is_enterprise_install: false }];
		expect(await slack.deliver({ ...theirs, payload: { ...theirs.payload, authorizations } })).toMatchObject({
			acknowledged: true,
		});
		expect(rig.requests).toEqual([]);
	});

	test("the same key for the same thing, another for another", async () => {
		const { slack } = rig;
		const message = slack.say(bo, general, "x");
		const parcels = [
			slack.compose.command(ana, general, "/wallet"),
			slack.compose.command(ana, general, "/wallet"),
			slack.compose.reaction(ana, message, "bouquet", true),
			slack.compose.reaction(ana, message, "bouquet", false),
		];
		for (const parcel of parcels) await slack.deliver(parcel);
		const once = rig.requests.splice(0).map(({ key }) => key);
		for (const parcel of parcels) await slack.deliver(parcel);
		expect(rig.requests.map(({ key }) => key)).toEqual(once);
		expect(new Set(once).size).toBe(parcels.length);
	});
});
