// User groups on Slack: who they are, as far as Slack tells, and never a guess. And that a message of ours that somebody
// reacts to is named as it was when it was posted.
import { afterEach, describe, expect, test } from "vitest";
import { answer, card, type Mode, type Rig, startRig } from "./rig.ts";

let rig: Rig;
afterEach(async () => {
	expect(rig.slack.violations).toEqual([]);
	await rig.stop();
});

async function start(mode: Mode = "http", scopes?: string[]) {
	rig = await startRig(mode, async () => answer("Heard."), scopes ? { scopes } : {});
	const { slack } = rig;
	const [ana, bo, cy] = ["ana", "bo", "cy"].map((name) => slack.addUser(name)) as [string, string, string];
	const general = slack.addChannel("general", { members: [ana, bo, cy, slack.bot] });
	return { slack, ana, bo, cy, general };
}

const last = () => rig.requests.at(-1);

describe("a user group in a command", () => {
	test.each<Mode>(["http", "socket"])("comes with its name and with everybody in it, over %s", async (mode) => {
		const { slack, ana, bo, cy, general } = await start(mode);
		const { id } = slack.addGroup("designers", [bo, cy]);
		await slack.command(ana, general, "/thanks @designers @bo for the <launch>");
		expect(last()).toMatchObject({
			groups: [{ id, name: "designers", members: [bo, cy] }],
			intent: { text: [{ group: id }, " ", { user: bo }, " for the <launch>"] },
		});
		expect(
			last()
				?.people.map(({ name }) => name)
				.sort(),
		).toEqual(["Ana", "Bo", "Cy"]);
	});

	test("is asked for once, and again after a minute at most", async () => {
		const { slack, ana, bo, general } = await start();
		slack.addGroup("designers", [bo]);
		for (const _twice of [1, 2]) await slack.command(ana, general, "/thanks @designers");
		expect(slack.calls.filter(({ method }) => method === "usergroups.users.list")).toHaveLength(1);
	});

	test("nobody is asked where none is named", async () => {
		const { slack, ana, bo, general } = await start();
		slack.addGroup("designers", [bo]);
		await slack.command(ana, general, "/thanks @bo for the designers");
		expect(last()?.groups).toBeUndefined();
		expect(slack.calls.filter(({ method }) => method === "usergroups.users.list")).toEqual([]);
	});

	test("that is empty has nobody in it", async () => {
		const { slack, ana, general } = await start();
		slack.addGroup("designers", []);
		await slack.command(ana, general, "/thanks @designers");
		expect(last()?.groups).toMatchObject([{ members: [] }]);
	});

	test("of very many brings as many people as could be thanked, and all their ids", async () => {
		const { slack, ana, general } = await start();
		const crowd = Array.from({ length: 60 }, (_, index) => slack.addUser(`crowd${index}`));
		slack.addGroup("everybody", crowd);
		// A slow machine may need more than one attempt to get to know them all.
		for (let tries = 0; tries < 5 && !last(); tries++) await slack.command(ana, general, "/thanks @everybody");
		expect(last()?.groups?.[0]?.members).toHaveLength(60);
		expect(last()?.people.length).toBeLessThanOrEqual(31);
	});
});

describe("what Slack does not tell stays unknown:", () => {
	test("without the scope, and the app works all the same", async () => {
		const scopes = ["commands", "chat:write", "reactions:read", "users:read", "channels:read", "groups:read"];
		const { slack, ana, bo, general } = await start("http", scopes);
		const { id } = slack.addGroup("designers", [bo]);
		await slack.command(ana, general, "/thanks @designers");
		expect(last()?.groups).toEqual([{ id, name: "designers", members: undefined }]);
	});

	test("without the plan", async () => {
		const { slack, ana, bo, general } = await start();
		slack.addGroup("designers", [bo]);
		slack.world.plan.groups = false;
		await slack.command(ana, general, "/thanks @designers");
		expect(last()?.groups).toMatchObject([{ name: "designers", members: undefined }]);
	});
});

test("a reaction on a message of ours names it as it was posted", async () => {
	const { slack, ana, general } = await start();
	const { surface } = rig.adapter;
	const to = { workspace: slack.team.id, channel: general };
	const reference = await surface.send(to, card("Bo thanked Cy"), { nonce: "n1", route: undefined });
	const message = await slack.sees(ana, general, /Bo thanked Cy/);
	await slack.react(ana, message, "bouquet");
	expect(last()?.intent).toMatchObject({ kind: "reaction", author: slack.bot, posts: [reference] });
	await slack.unreact(ana, message, "bouquet");
	expect(last()?.intent).toMatchObject({ kind: "reaction", added: false, posts: [reference] });
});
