// Roles on Discord: who has them where Discord tells, and never a guess where it does not. And that a message of ours
// that somebody reacts to is named as it was when it was posted.
import { GatewayIntentBits } from "discord.js";
import { afterEach, describe, expect, test } from "vitest";
import type { Card } from "../../../src/chat/card.ts";
import { card, createRig, type Rig, says } from "./rig.ts";

let rig: Rig;
afterEach(async () => {
	expect(rig.discord.violations).toEqual([]);
	await rig.stop();
});

async function start(allowedIntents = 0) {
	rig = await createRig(async () => says("Heard."), { allowedIntents });
	const { discord } = rig;
	const [ana, bo, cy] = [discord.person("Ana"), discord.person("Bo"), discord.person("Cy")];
	const acme = discord.server("Acme", { people: [ana, bo, cy] });
	const general = discord.channel(acme, "general");
	const designers = discord.role(acme, "designers", [bo, cy]);
	await rig.adapter.start();
	return { discord, ana, bo, cy, acme, general, designers };
}

const last = () => rig.requests.at(-1);
const listings = () => rig.discord.calls.filter(({ path }) => /\/members$/.test(path));

describe("a role in a command", () => {
	test("comes with everybody who has it, where the members intent is switched on", async () => {
		const { discord, ana, bo, cy, general, designers } = await start(GatewayIntentBits.GuildMembers);
		await discord.slash(ana, general, "thanks", { to: bo, group: designers, for: "the launch", privately: true });
		expect(last()).toMatchObject({
			groups: [{ id: designers.id, name: "designers", members: [bo.id, cy.id] }],
			intent: { fields: { to: bo.id, group: designers.id, for: "the launch", privately: "true" } },
		});
		expect(last()?.people.map(({ name }) => name)).toEqual(["Ana", "Bo", "Cy"]);
		// The bot itself asks for no privileged intent.
		expect(discord.gateway.intents & GatewayIntentBits.GuildMembers).toBe(0);
		await discord.slash(ana, general, "thanks", { to: bo, group: designers });
		expect(listings()).toHaveLength(1);
	});

	test("of a bot or of somebody who left is theirs alone who have it now", async () => {
		const { discord, ana, bo, cy, acme, general, designers } = await start(GatewayIntentBits.GuildMembers);
		discord.leave(acme, cy);
		await discord.slash(ana, general, "thanks", { to: bo, group: designers });
		expect(last()?.groups).toMatchObject([{ members: [bo.id] }]);
	});

	test("is read through page by page, and not at all on the largest servers", async () => {
		const { discord, ana, bo, acme, general, designers } = await start(GatewayIntentBits.GuildMembers);
		const crowd = Array.from({ length: 1_200 }, (_, index) => discord.person(`P${index}`));
		for (const one of crowd) discord.join(acme, one);
		const [late] = crowd.slice(-1);
		if (late) acme.members.get(late.id)?.roles.push(designers.id);
		await discord.slash(ana, general, "thanks", { to: bo, group: designers });
		expect(last()?.groups?.[0]?.members).toContain(late?.id);
		expect(listings()).toHaveLength(2);
	}, 15_000);

	test("says nothing of who has it where the intent is off, and Discord is not asked again", async () => {
		const { discord, ana, bo, general, designers } = await start();
		for (const _twice of [1, 2]) {
			const { message } = await discord.slash(ana, general, "thanks", { to: bo, group: designers });
			expect(discord.reads(message)).toContain("Heard.");
			expect(last()?.groups).toEqual([{ id: designers.id, name: "designers", members: undefined }]);
		}
		expect(listings()).toHaveLength(1);
	});

	test("that everybody has is no group", async () => {
		const { discord, ana, bo, acme, general } = await start(GatewayIntentBits.GuildMembers);
		await discord.slash(ana, general, "thanks", { to: bo, group: { id: acme.id, name: "@everyone" } });
		expect(last()?.groups).toEqual([{ id: acme.id, name: "everyone", members: undefined }]);
		expect(listings()).toEqual([]);
	});
});

test("a reaction on a message of ours names it as it was posted", async () => {
	const { discord, ana, acme, general } = await start();
	const to = { workspace: acme.id, channel: general.id };
	const line = card("Bo thanked Cy");
	const list: Card = { blocks: [...card("One", { label: "Do", action: "do" }).blocks, ...line.blocks] };
	for (const [nonce, shown] of [
		["n1", line],
		["n2", list],
	] as const) {
		const reference = await rig.adapter.surface.send(to, shown, { nonce, route: undefined });
		const [, id = ""] = (reference ?? "").split("/");
		const message = discord.messagesIn(general).find((one) => one.id === id);
		if (!message) throw new Error("nobody sees it");
		discord.react(ana, message, "💐");
		const heard = () => rig.heard("reaction").find(({ intent }) => intent.message === id);
		const { intent } = await discord.until(heard, "the reaction");
		expect(intent).toMatchObject({ author: discord.bot.id });
		expect(intent.posts).toContain(reference);
	}
});
