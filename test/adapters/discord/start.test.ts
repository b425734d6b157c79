// Coming up, staying up and going away, and what somebody is told who has something to mend.
import { afterEach, expect, test } from "vitest";
import { checkDiscord } from "../../../src/adapters/discord/check.ts";
import { createDiscord } from "../../../src/adapters/discord/index.ts";
import { inviteUrl } from "../../../src/adapters/discord/invite.ts";
import { createLog } from "../../../src/log.ts";
import { createRig, createRigOn, nothing, type Rig, type RigOptions } from "./rig.ts";

let rig: Rig;
const up = async (options: RigOptions = {}) => {
	rig = await createRig(async () => nothing, options);
	return rig.discord;
};

afterEach(() => rig.stop());

test("it asks for two intents, none of them privileged, and for no more", async () => {
	const discord = await up();
	expect(rig.adapter.ready()).toBe(false);
	await rig.adapter.start();
	expect(rig.adapter.ready()).toBe(true);
	// On no server yet, whoever starts it is told how to invite it.
	expect(rig.log.join("")).toContain(inviteUrl(discord.application));
	expect(discord.gateway.intents).toBe((1 << 0) | (1 << 10));
	expect(rig.complaints).toEqual([]);
	await rig.adapter.stop();
	expect(rig.adapter.ready()).toBe(false);
	expect(discord.violations).toEqual([]);
});

test("a server that knew the bot before it came up is greeted where news go, if the bot may speak there", async () => {
	const discord = await up();
	const [ana] = [discord.person("Ana")];
	const acme = discord.server("Acme", { people: [ana] });
	const lobby = discord.channel(acme, "lobby", { system: true });
	const mute = discord.server("Mute", { people: [ana] });
	discord.channel(mute, "lobby", { system: true, noPosting: true });
	discord.server("Plain", { people: [ana] });
	await rig.adapter.start();
	await discord.until(() => rig.heard("present")[0], "the greeting");
	expect(rig.heard("present").map(({ place }) => place?.id)).toEqual([lobby.id]);
});

test("a wrong token says where the right one is, and nothing of what was tried", async () => {
	await up({ token: "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.wrong-wrong-wrong-wrong-wrong" });
	const error = await rig.adapter.start().catch((thrown: unknown) => thrown);
	expect(error).toMatchObject({
		name: "DiscordSetupError",
		message: expect.stringMatching(/does not accept.*Reset Token/),
	});
	expect(JSON.stringify([String(error), rig.log])).not.toContain("wrong-wrong");
});

test("a token that is refused only by the gateway, and intents that are", async () => {
	const discord = await up();
	discord.refuseIdentify(4004);
	await expect(rig.adapter.start()).rejects.toThrow(/Reset Token/);
	discord.refuseIdentify(4014);
	const second = createRigOn(discord, async () => nothing);
	await expect(second.adapter.start()).rejects.toThrow(/none of them is privileged/);
});

test("a token that is taken away while the bot runs is said in the log, and the bot is not ready any more", async () => {
	const discord = await up();
	discord.server("Acme");
	await rig.adapter.start();
	discord.refuseIdentify(4004);
	discord.closeGateway(4004);
	await discord.until(() => rig.complaints.some((line) => line.includes("Reset Token")), "the complaint");
	expect(rig.adapter.ready()).toBe(false);
});

test("a Discord that is out of reach is named", async () => {
	await up();
	const config = { token: rig.discord.token, apiUrl: "http://127.0.0.1:9/api" };
	const log = createLog("silent");
	const lost = createDiscord({ config, handle: async () => nothing, commands: [], log });
	await expect(lost.start()).rejects.toThrow(/127\.0\.0\.1:9.*Check the network/);
});

test("no token appears in the log, whatever happens", async () => {
	const discord = await up();
	const ana = discord.person("Ana");
	const general = discord.channel(discord.server("Acme", { people: [ana] }), "general");
	await rig.adapter.start();
	discord.trouble({ path: /callback$/, times: 9, status: 500 });
	await discord.slash(ana, general, "wallet");
	await discord.until(() => rig.complaints.length > 0, "the complaint");
	expect(rig.log.join("\n")).not.toContain(discord.token);
	expect(rig.log.join("\n")).not.toMatch(/interactions\/\d+\/[A-Za-z0-9_-]{20,}/);
});

test("heartbeats keep the connection", async () => {
	const discord = await up({ heartbeatMs: 120 });
	discord.server("Acme");
	await rig.adapter.start();
	await discord.until(() => discord.gateway.heartbeats >= 3, "three heartbeats");
	expect([discord.violations, rig.adapter.ready()]).toEqual([[], true]);
});

test("the doctor finds what is to mend: the token, no server, a missing permission", async () => {
	const discord = await up();
	const config = { token: discord.token, apiUrl: discord.apiUrl };
	expect(await checkDiscord({ ...config, token: "nonsense" })).toMatchObject({
		findings: [{ fix: expect.stringContaining("Reset Token") }],
	});
	expect(await checkDiscord(config)).toMatchObject({
		findings: [
			{ problem: expect.stringMatching(/no server/), fix: expect.stringContaining(inviteUrl(discord.application)) },
		],
	});
	const acme = discord.server("Acme");
	expect(await checkDiscord(config)).toEqual({ well: "Goodturn, on 1 server", findings: [] });
	acme.botRole.permissions = 0n;
	acme.everyone &= ~2048n;
	expect(await checkDiscord(config)).toMatchObject({ findings: [{ problem: "On Acme the bot lacks SendMessages." }] });
	expect(await checkDiscord({ ...config, apiUrl: "http://127.0.0.1:9/api" })).toMatchObject({
		findings: [{ problem: expect.stringContaining("127.0.0.1:9") }],
	});
	expect(discord.violations).toEqual([]);
});

test("the invitation asks for five permissions and no more", async () => {
	await up();
	expect(inviteUrl("123")).toBe(
		"https://discord.com/oauth2/authorize?client_id=123&scope=bot+applications.commands&permissions=309237713920",
	);
});
