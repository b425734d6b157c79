// Socket Mode: acknowledged only when done, and whole again after whatever happens to the connection.
import { afterEach, beforeEach, expect, test } from "vitest";
import { createSlack } from "../../../src/adapters/slack/index.ts";
import type { Handle } from "../../../src/chat/request.ts";
import { answer, later, type Rig, silentLog, startRig } from "./rig.ts";

let rig: Rig;
let handle: Handle;
let ana: string;
let bo: string;
let general: string;

beforeEach(async () => {
	handle = async () => answer("Done.");
	rig = await startRig("socket", (request) => handle(request));
	ana = rig.slack.addUser("ana");
	bo = rig.slack.addUser("bo");
	general = rig.slack.addChannel("general", { members: [ana, bo, rig.slack.bot] });
});

afterEach(async () => {
	await rig.stop();
});

const react = () => rig.slack.react(ana, rig.slack.say(bo, general, "x"), "bouquet");

const readyAgain = async (): Promise<void> => {
	await rig.slack.untilSockets(1);
	await rig.slack.world.until(() => (rig.adapter.ready() ? true : undefined), "being ready again");
};

test("an event is acknowledged when it is done, not before", async () => {
	let done = false;
	handle = async () => {
		await later(400);
		done = true;
		return { kind: "nothing" };
	};
	const outcome = await react();
	expect(done).toBe(true);
	expect(outcome?.attempts[0]?.afterMs).toBeGreaterThanOrEqual(395);
	expect(rig.slack.violations).toEqual([]);
});

test("an event that fails is left unacknowledged, and done when it comes again", async () => {
	let failures = 1;
	handle = async () => {
		if (failures-- > 0) throw new Error("the disk is full");
		return { kind: "nothing" };
	};
	const outcome = await react();
	expect(outcome?.attempts).toMatchObject([
		{ acknowledged: false, retry: 0 },
		{ acknowledged: true, retry: 1 },
	]);
	expect(new Set(rig.requests.map(({ key }) => key)).size).toBe(1);
	expect(rig.slack.violations).toEqual(["events_api was not acknowledged within three seconds"]);
});

test("Slack moves the connection, and the next thing arrives", async () => {
	await later(50);
	rig.slack.refreshSockets();
	await rig.slack.untilSockets(0);
	await readyAgain();
	await rig.slack.command(ana, general, "/wallet");
	expect(rig.slack.see(ana, general)).toEqual(["Done."]);
	expect(rig.slack.violations).toEqual([]);
	expect(rig.errors()).toEqual([]);
});

test("a cut line and a Slack that is away for a while do not end us", async () => {
	rig.slack.misbehave("apps.connections.open", { hangUp: true });
	rig.slack.cutSockets();
	await rig.slack.untilSockets(0);
	await readyAgain();
	await rig.slack.command(ana, general, "/wallet");
	expect(rig.slack.see(ana, general)).toEqual(["Done."]);
});

test("an answer whose socket is gone goes by the command's own address", async () => {
	handle = async () => {
		rig.slack.cutSockets();
		await later(200);
		return answer("Done nevertheless.");
	};
	const lost = rig.slack.command(ana, general, "/thanks @bo");
	await rig.slack.sees(ana, general, /Done nevertheless/);
	await lost;
});

test("stopping lets what runs finish, and takes nothing new", async () => {
	handle = async () => {
		await later(300);
		return answer("Done.");
	};
	const command = rig.slack.command(ana, general, "/thanks @bo");
	await rig.slack.world.until(() => (rig.requests.length > 0 ? true : undefined), "the request");
	await rig.adapter.stop();
	expect(await command).toMatchObject({ acknowledged: true });
	await rig.slack.untilSockets(0);
	expect(rig.adapter.ready()).toBe(false);
});

test("two processes share the connection's events", async () => {
	const { botToken, appToken, apiUrl } = rig.slack;
	const second = createSlack({
		config: { botToken, apiUrl, mode: { kind: "socket", appToken } },
		handle: async () => answer("Done by the other."),
		log: silentLog,
	});
	await second.start();
	await rig.slack.untilSockets(2);
	await rig.slack.command(ana, general, "/wallet");
	await rig.slack.command(ana, general, "/wallet");
	expect(rig.slack.see(ana, general).sort()).toEqual(["Done by the other.", "Done."]);
	await second.stop();
	await rig.slack.untilSockets(1);
});
