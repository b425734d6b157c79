// Plain messages over the gateway: heard only where they may be, and only where they could have to do with thanks.
import { GatewayIntentBits } from "discord.js";
import { afterEach, expect, test } from "vitest";
import { createEars } from "../../../src/chat/plain-thanks.ts";
import { createRig, nothing, type Rig, type RigOptions } from "./rig.ts";
import type { Channel, Guild, User } from "./strict-discord.ts";

let rig: Rig;
let acme: Guild;
let ana: User;
let bo: User;
let general: Channel;

const ways = { emojis: new Set(["💐", "bouquet"]), messages: true };

async function up(options: RigOptions = {}): Promise<Rig["discord"]> {
	const reading = { ears: createEars(() => ways), allowedIntents: GatewayIntentBits.MessageContent };
	rig = await createRig(async () => nothing, { ...reading, ...options });
	const { discord } = rig;
	[ana, bo] = [discord.person("Ana"), discord.person("Bo")];
	acme = discord.server("Acme", { people: [ana, bo] });
	general = discord.channel(acme, "general");
	await rig.adapter.start();
	return discord;
}

afterEach(async () => {
	expect(rig.discord.violations).toEqual([]);
	await rig.stop();
});

const heard = (count: number) =>
	rig.discord.until(() => {
		const messages = rig.heard("message");
		return messages.length >= count ? messages : undefined;
	}, `${count} messages`);
/** All that was told before is taken in when this is. */
async function settled(): Promise<void> {
	const known = rig.heard("reaction").length;
	rig.discord.react(bo, rig.discord.say(bo, general, "that is all"), "💐");
	await rig.discord.until(() => rig.heard("reaction").length > known, "the end");
}
const asked = (): number => rig.discord.calls.filter(({ path }) => /\/(members|users)\/\d+/.test(path)).length;

test("said, edited and deleted: whoever wrote it, whom it mentions, where, without asking anybody", async () => {
	const discord = await up();
	const message = discord.say(ana, general, `thanks <@${bo.id}> for <:party:1573924206528757760> in <#${general.id}>`);
	discord.edit(message, `<@!${bo.id}> 💐`);
	discord.remove(message);
	const [said, edited, deleted] = await heard(3);
	expect(said).toMatchObject({
		actor: ana.id,
		people: [
			{ user: ana.id, name: "Ana", kind: "person" },
			{ user: bo.id, name: "Bo", kind: "person" },
		],
		place: { id: general.id, name: "general", kind: "public", present: true },
		intent: { message: message.id, text: ["thanks ", { user: bo.id }, " for :party: in a channel"] },
	});
	expect(edited).toMatchObject({ actor: ana.id, intent: { message: message.id, text: [{ user: bo.id }, " 💐"] } });
	expect(edited?.intent.order).toBeGreaterThan(said?.intent.order ?? Number.POSITIVE_INFINITY);
	// Discord tells neither who wrote what is deleted, nor when.
	expect(deleted).toMatchObject({
		actor: discord.bot.id,
		intent: { message: message.id, text: undefined, order: undefined },
	});
	expect([asked(), rig.complaints]).toEqual([0, []]);
});

test("told twice, it has the same key and the same order; what Discord adds by itself is no edit", async () => {
	const discord = await up();
	const message = discord.say(ana, general, `thanks <@${bo.id}>`);
	discord.sayAgain(message);
	discord.unfurl(message);
	discord.edit(message, `thanks <@${bo.id}>!`);
	discord.unfurl(message);
	const all = (await heard(4)).map(({ key, intent }) => `${key} ${intent.order}`);
	await settled();
	expect(rig.heard("message")).toHaveLength(4);
	expect(new Set(all).size).toBe(2);
});

test("what cannot be thanks when it is said is let go; what becomes of it, the book is asked", async () => {
	const discord = await up();
	const message = discord.say(ana, general, `<@${bo.id}> look at this`);
	discord.say(ana, general, "thanks, everybody");
	await settled();
	expect([rig.heard("message"), asked()]).toEqual([[], 0]);
	discord.edit(message, `<@${bo.id}> look at that`);
	const [edited] = await heard(1);
	expect(edited?.people.map(({ user }) => user)).toEqual([ana.id]);
});

test("bots, webhooks and the bot itself are ignored", async () => {
	const discord = await up();
	const robot = discord.person("Robot", { bot: true });
	discord.join(acme, robot);
	for (const more of [{}, { webhook: true } as const]) {
		const message = discord.say(robot, general, `thanks <@${bo.id}>`, more);
		discord.edit(message, `<@${bo.id}> ++`);
	}
	const where = { workspace: acme.id, channel: general.id };
	const card = { blocks: [{ kind: "text" as const, line: [`thanks <@${bo.id}> ++`] }] };
	await rig.adapter.surface.send(where, card, { nonce: "1", route: undefined });
	await settled();
	expect(rig.heard("message")).toEqual([]);
});

test("several deleted at once are each deleted; a direct message is for nobody's ears", async () => {
	const discord = await up();
	const several = ["one", "two"].map((word) => discord.say(ana, general, word));
	discord.removeAll(several);
	const gone = await heard(2);
	expect(gone.map(({ intent }) => intent.message)).toEqual(several.map(({ id }) => id));
});

test("somebody who is mentioned and not on the server is looked up, once", async () => {
	const discord = await up();
	discord.leave(acme, bo);
	discord.say(ana, general, `thanks <@${bo.id}>`);
	const [said] = await heard(1);
	expect(said?.people.map(({ kind }) => kind)).toEqual(["person", "gone"]);
});

test("while no community wants it, nothing is looked at", async () => {
	const discord = await up({ ears: createEars(() => ({ ...ways, messages: false })) });
	const message = discord.say(ana, general, `thanks <@${bo.id}>`);
	discord.edit(message, `<@${bo.id}> ++`);
	discord.remove(message);
	await settled();
	expect(rig.heard("message")).toEqual([]);
});

test("four intents are asked for, and what is missing in the portal is said at the start", async () => {
	const discord = await up();
	expect(discord.gateway.intents).toBe((1 << 0) | (1 << 9) | (1 << 10) | (1 << 15));
	const poor = await createRig(async () => nothing, { ears: createEars(() => ways) });
	await expect(poor.adapter.start()).rejects.toThrow(/lacks the Message Content intent.*Privileged Gateway Intents/);
	await poor.stop();
});

test("switched off in the portal while the bot runs, the log says what to do", async () => {
	const discord = await up();
	discord.refuseIdentify(4014);
	discord.closeGateway(4014);
	await discord.until(() => rig.complaints.some((line) => line.includes("Message Content Intent")), "the complaint");
});

test("with reading off no words reach the bot, and nothing is heard", async () => {
	rig = await createRig(async () => nothing);
	const { discord } = rig;
	[ana, bo] = [discord.person("Ana"), discord.person("Bo")];
	acme = discord.server("Acme", { people: [ana, bo] });
	general = discord.channel(acme, "general");
	await rig.adapter.start();
	const message = discord.say(ana, general, `thanks <@${bo.id}>`);
	discord.edit(message, `<@${bo.id}> ++`);
	discord.remove(message);
	await settled();
	expect(discord.gateway.intents).toBe((1 << 0) | (1 << 10));
	expect(rig.heard("message")).toEqual([]);
});
