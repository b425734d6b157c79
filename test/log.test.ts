import { describe, expect, test } from "vitest";
import { createLog, type LogLevel } from "../src/log.ts";

function capture(options: { level?: LogLevel; isTTY?: boolean; secrets?: string[] } = {}) {
	const lines: string[] = [];
	const stream = { write: (line: string) => void lines.push(line), isTTY: options.isTTY ?? false };
	return { log: createLog(options.level ?? "info", stream, options.secrets), lines, text: () => lines.join("") };
}

const discordToken = `${"M".repeat(26)}.Gabcde.${"x".repeat(38)}`;

describe("a log line", () => {
	test("is JSON, with its level in words and its time", () => {
		const { log, lines } = capture();
		log.child({ request: "r1" }).info({ took: 3 }, "done");
		const line = JSON.parse(lines[0] ?? "");
		expect(line).toMatchObject({ level: "info", request: "r1", took: 3, msg: "done" });
		expect(new Date(line.time).getTime()).toBeGreaterThan(0);
		expect(Object.keys(line)).not.toContain("pid");
	});

	test("below the level is not written", () => {
		const { log, lines } = capture({ level: "warn" });
		log.info("quiet");
		expect(lines).toEqual([]);
	});

	test("in a terminal is for reading", () => {
		const { log, text } = capture({ isTTY: true });
		log.error({ err: new Error("broken"), request: "r1" }, "a request failed");
		expect(text()).toMatch(/^\d\d:\d\d:\d\d error a request failed request=r1\nError: broken\n\s+at /);
	});

	test("tells an error and its causes, but not what else the error carries", () => {
		const { log, lines } = capture();
		const cause = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
		const err = Object.assign(new Error("no answer", { cause }), { requestBody: { text: "dear diary" }, status: 500 });
		log.error({ err }, "failed");
		expect(JSON.parse(lines[0] ?? "").err).toMatchObject({
			name: "Error",
			message: "no answer",
			status: 500,
			cause: { message: "refused", code: "ECONNREFUSED" },
		});
		expect(lines[0]).not.toContain("dear diary");
	});
});

describe("secrets are cut out", () => {
	test.each([
		["a Slack bot token", "using xoxb-12-34-abcDEF now", "12-34-abcDEF"],
		["a Slack app token", "xapp-1-A02-999-abc", "A02-999"],
		["a header", "Authorization: Bot abcdefghijklmnopqrstuvwx.yz", "abcdefghijkl"],
		["a Discord token", `login with ${discordToken} failed`, "Gabcde"],
		["a response address", "POST https://hooks.slack.com/commands/T1/2/abcSecret", "abcSecret"],
		["an interaction's token", `/webhooks/123/${"aW50ZXJhY3Rpb24".repeat(4)}/messages`, "aW50ZXJhY3Rpb24"],
	])("%s", (_name, message, secret) => {
		const { log, text } = capture();
		log.info(message);
		log.info({ deep: { inside: [message] } }, "in fields");
		log.error({ err: new Error(message) }, "in an error");
		expect(text()).not.toContain(secret);
		expect(text().match(/\[redacted\]/g)?.length).toBeGreaterThanOrEqual(3);
	});

	test("fields by their names, and known secrets anywhere, in a terminal too", () => {
		const { log, text } = capture({ isTTY: true, secrets: ["0123456789abcdef"] });
		log.info(
			{ botToken: "t1", signing_secret: 'q"2', response_url: "u3", route: "r4", nested: { Authorization: "a5" } },
			"fields",
		);
		log.info("the key 0123456789abcdef is ours");
		expect(text()).not.toMatch(/t1|q\\?"2|u3|r4|a5|0123456789abcdef/);
		expect(text()).toContain("the key [redacted] is ours");
	});

	test("and plain words stay", () => {
		const { log, lines } = capture();
		log.info({ commandsTold: true, path: "/slack/events" }, "Bot is ready; tokens checked, routes open");
		expect(JSON.parse(lines[0] ?? "")).toMatchObject({
			commandsTold: true,
			path: "/slack/events",
			msg: "Bot is ready; tokens checked, routes open",
		});
	});
});
