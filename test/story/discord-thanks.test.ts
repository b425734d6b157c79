// The further ways to say thanks over the real discord.js: a line that several share and that is endorsed, what stays
// between two, and a role that is seen before it is thanked, with the members intent and without.
import { GatewayIntentBits } from "discord.js";
import { afterEach, describe, expect, test } from "vitest";
import { type Message, type StrictDiscord, startDiscord, type User } from "../adapters/discord/strict-discord.ts";
import { freshStorage } from "../storage/fresh.ts";
import { balancesIn } from "../support/book.ts";
import { type RunningBot, startBot } from "../support/bot.ts";

const WEDNESDAY = new Date("2026-11-18T09:00:00Z");

let discord: StrictDiscord;
let bot: RunningBot;

async function start(allowedIntents = 0) {
	discord = await startDiscord({ allowedIntents });
	const [ana, bo, cy] = [discord.person("Ana"), discord.person("Bo"), discord.person("Cy")];
	const acme = discord.server("Acme", { people: [ana, bo, cy] });
	const general = discord.channel(acme, "general");
	const designers = discord.role(acme, "designers", [ana, bo, cy]);
	const fresh = await freshStorage();
	await fresh.storage.close();
	const { url } = fresh;
	bot = await startBot({ databaseUrl: url, discord: { token: discord.token, apiUrl: discord.apiUrl } }, WEDNESDAY);
	const inChannel = (pattern: RegExp): Promise<Message> => {
		const find = () => discord.messagesIn(general).findLast((message) => pattern.test(discord.reads(message)));
		return discord.until(find, String(pattern));
	};
	const privately = (user: User, pattern: RegExp): Promise<Message> => {
		const find = () => discord.directMessages(user).findLast((message) => pattern.test(discord.reads(message)));
		return discord.until(find, String(pattern));
	};
	const balances = (is: object) =>
		discord.until(async () => {
			try {
				expect(await balancesIn(url)).toMatchObject(is);
				return true;
			} catch {
				return undefined;
			}
		}, JSON.stringify(is));
	return { ana, bo, cy, general, designers, inChannel, privately, balances };
}

afterEach(async () => {
	expect(discord.violations).toEqual([]);
	await bot.stop();
	await discord.stop();
});

describe("thanks", () => {
	test("that share a line ping once, and the emoji on it adds thanks; taken away, it takes them back", async () => {
		const { ana, bo, cy, general, inChannel, balances } = await start();
		await discord.slash(ana, general, "thanks", { to: bo, for: "the review" });
		const line = await inChannel(/Ana thanked @?Bo/);
		expect(line.pings).toEqual([bo.id]);
		await discord.slash(cy, general, "thanks", { to: bo, for: "the map" });
		expect(await inChannel(/Ana and Cy thanked @?Bo[\s\S]*Cy: the map/)).toBe(line);
		expect([line.pings, line.edits]).toEqual([[bo.id], 1]);
		discord.react(ana, line, "💐");
		await balances({ Ana: 0, Bo: 3, Cy: 0 });
		discord.unreact(ana, line, "💐");
		await balances({ Bo: 2 });
	});

	test("said privately are read by the two alone", async () => {
		const { ana, cy, general, privately } = await start();
		const { message } = await discord.slash(ana, general, "thanks", { to: cy, for: "listening", privately: true });
		expect(discord.reads(message)).toMatch(/Sent privately to Cy: only the two of you see it/);
		await privately(cy, /Ana thanked you: listening[\s\S]*nobody else sees it/);
		expect(discord.messagesIn(general).map(discord.reads).join("\n")).not.toMatch(/listening/);
	});

	test("to a role are seen first, and sent once", async () => {
		const { ana, bo, general, designers, inChannel, balances } = await start(GatewayIntentBits.GuildMembers);
		const { message } = await discord.slash(ana, general, "thanks", { to: bo, group: designers, for: "the launch" });
		expect(discord.reads(message)).toMatch(/@designers: Bo and Cy get 1 credit each[\s\S]*Nothing is sent yet/);
		if (!message) throw new Error("no preview");
		const answer = await discord.press(ana, message, "Send");
		expect(discord.reads(answer.message)).toMatch(/Sent\. 3 thanks left today/);
		await inChannel(/Ana thanked @?Bo and @?Cy: the launch/);
		await balances({ Ana: 0, Bo: 1, Cy: 1 });
	});

	test("to a role that Discord tells nothing of name the people instead", async () => {
		const { ana, bo, general, designers, balances } = await start();
		await discord.slash(ana, general, "wallet");
		const { message } = await discord.slash(ana, general, "thanks", { to: bo, group: designers });
		expect(discord.reads(message)).toMatch(/I cannot see who is in @designers\. Name the people you mean/);
		await balances({ Ana: 0, Bo: 0 });
	});
});
