// Requests over HTTP: who may speak, and that nothing is acknowledged before it is done.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Handle } from "../../../src/chat/request.ts";
import { answer, later, type Rig, startRig } from "./rig.ts";
import { sign } from "./strict/delivery.ts";

let rig: Rig;
let handle: Handle;
let ana: string;
let bo: string;
let general: string;

beforeEach(async () => {
	handle = async () => answer("Done.");
	rig = await startRig("http", (request) => handle(request));
	ana = rig.slack.addUser("ana");
	bo = rig.slack.addUser("bo");
	general = rig.slack.addChannel("general", { members: [ana, bo, rig.slack.bot] });
});

afterEach(() => rig.stop());

describe("a request is turned away", () => {
	const body = JSON.stringify({ type: "event_callback", event_id: "Ev1", event: { type: "app_uninstalled" } });
	const now = (): string => String(Math.floor(Date.now() / 1000));

	const post = async (stamp: string, signature: string, sent = body): Promise<number> => {
		const headers = {
			"content-type": "application/json",
			"x-slack-request-timestamp": stamp,
			"x-slack-signature": signature,
		};
		return (await fetch(rig.url, { method: "POST", body: sent, headers })).status;
	};

	test("with 401 without the secret, with another body, or when it is old", async () => {
		const stamp = now();
		const old = String(Number(stamp) - 6 * 60);
		expect(await post(stamp, sign("another secret", stamp, body))).toBe(401);
		expect(await post(stamp, sign(rig.slack.signingSecret, stamp, body), `${body} `)).toBe(401);
		expect(await post(old, sign(rig.slack.signingSecret, old, body))).toBe(401);
		expect((await fetch(rig.url, { method: "POST", body })).status).toBe(401);
		expect(rig.requests).toEqual([]);
		expect(await post(stamp, sign(rig.slack.signingSecret, stamp, body))).toBe(200);
		expect(rig.requests.length).toBe(1);
	});

	test("with 404 anywhere else, 400 for no JSON, and never with an exception", async () => {
		const stamp = now();
		expect(await post(stamp, sign(rig.slack.signingSecret, stamp, "{"), "{")).toBe(400);
		expect((await fetch(rig.url.replace("/slack/events", "/slack/other"), { method: "POST", body })).status).toBe(404);
		expect((await fetch(rig.url)).status).toBe(404);
		expect(rig.errors()).toEqual([]);
	});

	test("with 503 once we stop", async () => {
		await rig.adapter.stop();
		const stamp = now();
		expect(await post(stamp, sign(rig.slack.signingSecret, stamp, body))).toBe(503);
		expect(rig.adapter.ready()).toBe(false);
	});
});

test("Slack's check of the address is answered", async () => {
	const body = JSON.stringify({ type: "url_verification", challenge: "say this" });
	const stamp = String(Math.floor(Date.now() / 1000));
	const response = await fetch(rig.url, {
		method: "POST",
		body,
		headers: {
			"content-type": "application/json",
			"x-slack-request-timestamp": stamp,
			"x-slack-signature": sign(rig.slack.signingSecret, stamp, body),
		},
	});
	expect(await response.json()).toEqual({ challenge: "say this" });
});

describe("an event", () => {
	test("is acknowledged when it is done, not before", async () => {
		let done = false;
		handle = async () => {
			await later(400);
			done = true;
			return { kind: "nothing" };
		};
		const outcome = await rig.slack.react(ana, rig.slack.say(bo, general, "x"), "bouquet");
		expect(done).toBe(true);
		expect(outcome?.attempts).toMatchObject([{ acknowledged: true }]);
		expect(outcome?.attempts[0]?.afterMs).toBeGreaterThanOrEqual(395);
	});

	test("that fails is answered with 500, sent again with the same key, and then done", async () => {
		let failures = 2;
		handle = async () => {
			if (failures-- > 0) throw new Error("the disk is full");
			return { kind: "nothing" };
		};
		const outcome = await rig.slack.react(ana, rig.slack.say(bo, general, "x"), "bouquet");
		expect(outcome?.attempts.map(({ status }) => status)).toEqual([500, 500, 200]);
		expect(new Set(rig.requests.map(({ key }) => key)).size).toBe(1);
		expect(rig.errors().length).toBe(2);
		expect(rig.slack.violations).toEqual([]);
	});

	test("waits for a colleague whom Slack does not tell in time, and is sent again", async () => {
		rig.slack.misbehave("users.info", { delayMs: 1_300 });
		const outcome = await rig.slack.react(ana, rig.slack.say(bo, general, "x"), "bouquet");
		expect(outcome?.attempts.map(({ status }) => status)).toEqual([500, 200]);
		expect(rig.requests.length).toBe(1);
		expect(rig.requests[0]?.people.map(({ name }) => name)).toEqual(["Ana", "Bo"]);
		expect(rig.slack.violations).toEqual([]);
	});
});

test("stopping lets what runs finish", async () => {
	handle = async () => {
		await later(300);
		return answer("Done.");
	};
	const command = rig.slack.command(ana, general, "/thanks @bo");
	await rig.slack.world.until(() => (rig.requests.length > 0 ? true : undefined), "the request");
	await rig.adapter.stop();
	expect(await command).toMatchObject({ acknowledged: true });
	expect(rig.slack.see(ana, general)).toEqual(["Done."]);
});

test("a hundred at once are all answered, each once", async () => {
	handle = async ({ intent }) => {
		await later(5);
		return answer("text" in intent ? String(intent.text) : "");
	};
	const lines = Array.from({ length: 100 }, (_, index) => `/thanks ${index}`);
	await Promise.all(lines.map((line) => rig.slack.command(ana, general, line)));
	expect(rig.slack.see(ana, general).sort()).toEqual(lines.map((line) => line.slice(8)).sort());
	expect(rig.slack.calls.filter(({ method }) => method === "users.info").length).toBe(1);
	expect(rig.slack.calls.filter(({ method }) => method === "conversations.info").length).toBe(1);
	expect(rig.slack.violations).toEqual([]);
});
