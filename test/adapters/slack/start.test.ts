// Starting and checking: what is wrong with a token is said with its fix, and an outage is waited for.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkSlack, SlackSetupError } from "../../../src/adapters/slack/check.ts";
import type { SlackConfig } from "../../../src/adapters/slack/client.ts";
import { createSlack } from "../../../src/adapters/slack/index.ts";
import { answer, silentLog } from "./rig.ts";
import { defaultScopes, type StrictSlack, startStrictSlack } from "./strict-slack.ts";

let slack: StrictSlack;

beforeEach(async () => {
	slack = await startStrictSlack();
});

afterEach(() => slack.close());

const config = (more: Partial<SlackConfig> = {}): SlackConfig => ({
	botToken: slack.botToken,
	apiUrl: slack.apiUrl,
	mode: { kind: "socket", appToken: slack.appToken },
	...more,
});

const adapterFor = (given: SlackConfig) =>
	createSlack({ config: given, handle: async () => answer("Done."), log: silentLog });

async function failure(given: SlackConfig): Promise<unknown> {
	const adapter = adapterFor(given);
	try {
		await adapter.start();
		return "started";
	} catch (error) {
		return error;
	} finally {
		expect(adapter.ready()).toBe(false);
		await adapter.stop();
	}
}

describe("a start", () => {
	test("works, is ready, and stops", async () => {
		const adapter = adapterFor(config());
		expect(adapter.ready()).toBe(false);
		await adapter.start();
		expect(adapter.ready()).toBe(true);
		expect(adapter.requestListener).toBeUndefined();
		await adapter.stop();
		expect(adapter.ready()).toBe(false);
		await slack.untilSockets(0);
	});

	test("fails with the fix for a wrong bot token, and at once", async () => {
		const error = await failure(config({ botToken: "xoxb-wrong" }));
		expect(error).toBeInstanceOf(SlackSetupError);
		expect(String(error)).toMatch(/does not know SLACK_BOT_TOKEN\. Copy the Bot User OAuth Token/);
		expect(String(error)).not.toContain("xoxb-wrong");
		expect(slack.calls.length).toBe(1);
	});

	test("fails with the fix for a wrong app token", async () => {
		const error = await failure(config({ mode: { kind: "socket", appToken: "xapp-wrong" } }));
		expect(error).toBeInstanceOf(SlackSetupError);
		expect(String(error)).toMatch(/does not know SLACK_APP_TOKEN\. .*connections:write/);
	});

	test("fails with the fix for an app that was removed, or whose token is of another kind", async () => {
		slack.misbehave("auth.test", { error: "account_inactive" });
		expect(String(await failure(config()))).toMatch(/removed from the workspace\. Install the app again/);
		slack.misbehave("auth.test", { error: "not_allowed_token_type" });
		expect(String(await failure(config()))).toMatch(/a token of another kind/);
	});

	test("names every scope that is missing, with its reason", async () => {
		const poor = await startStrictSlack({ scopes: defaultScopes.filter((scope) => !scope.startsWith("r")) });
		const error = await failure(config({ apiUrl: poor.apiUrl }));
		expect(String(error)).toMatch(/lacks reactions:read \(thanks by reaction\)\. Paste the current manifest/);
		await poor.close();
	});

	test("waits a little for a Slack that is away", async () => {
		slack.misbehave("auth.test", { status: 503 });
		const adapter = adapterFor(config());
		await adapter.start();
		expect(adapter.ready()).toBe(true);
		await adapter.stop();
	});

	test("before it, nothing can be sent", async () => {
		const to = { workspace: slack.team.id, channel: "C1" };
		const sent = adapterFor(config()).surface.send(to, { blocks: [] }, { nonce: "n", route: undefined });
		await expect(sent).rejects.toThrow("not on Slack yet");
	});
});

describe("the check", () => {
	test("says who we are where all is well", async () => {
		expect(await checkSlack(config(), silentLog)).toEqual({
			self: {
				team: { id: slack.team.id, name: "Strict Inc" },
				bot: { user: slack.bot, id: "B0001", name: "goodturn" },
			},
			findings: [],
		});
	});

	test("says everything that is wrong at once, problem and fix apart", async () => {
		const wrong = config({ botToken: "xoxb-wrong", mode: { kind: "socket", appToken: "xapp-wrong" } });
		const { self, findings } = await checkSlack(wrong, silentLog);
		expect(self).toBeUndefined();
		expect(findings.map(({ problem }) => problem)).toEqual([
			"Slack does not know SLACK_BOT_TOKEN.",
			"Slack does not know SLACK_APP_TOKEN.",
		]);
		expect(findings.every(({ fix }) => fix.includes("https://api.slack.com/apps"))).toBe(true);
	});

	test("tells a Slack out of reach from a wrong token", async () => {
		slack.misbehave("auth.test", { hangUp: true });
		const { findings } = await checkSlack(config({ mode: { kind: "http", signingSecret: "s" } }), silentLog);
		expect(findings).toMatchObject([{ fix: expect.stringContaining("SLACK_API_URL") }]);
		expect(findings[0]?.problem).toMatch(/^Slack cannot be reached/);
	});
});
