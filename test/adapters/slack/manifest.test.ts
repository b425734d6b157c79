// The two app manifests at the top of the repository: made from the command table, and in order. When the table
// changes, `npx vitest run test/adapters/slack/manifest.test.ts --update` writes them anew.
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { createManifest, type ManifestMode, placeholderUrl } from "../../../src/adapters/slack/manifest.ts";
import { events, scopes } from "../../../src/adapters/slack/scopes.ts";
import { commands } from "../../../src/chat/commands.ts";
import { defaultScopes } from "./strict-slack.ts";

const introduction: Record<ManifestMode, string> = {
	socket: "Goodturn's app manifest for Socket Mode: no public address needed.",
	http: `Goodturn's app manifest for HTTP: replace ${placeholderUrl} everywhere by your own address.`,
};

describe.each<ManifestMode>(["socket", "http"])("for %s", (mode) => {
	const manifest = createManifest(commands, mode);

	test("the file is what the command table says", async () => {
		const text = [
			`# ${introduction[mode]}`,
			"# Paste it at https://api.slack.com/apps under “Create New App”, “From a manifest”.",
			"# Made from the command table; do not edit by hand.",
			stringify(manifest, { lineWidth: 0 }),
		].join("\n");
		await expect(text).toMatchFileSnapshot(`../../../slack-manifest.${mode}.yaml`);
	});

	test("keeps Slack's rules", () => {
		const { display_information: shown, features, settings, oauth_config } = manifest;
		within(shown.name, 1, 35);
		within(shown.description, 1, 140);
		within(shown.long_description, 175, 4000);
		expect(shown.background_color).toMatch(/^#[0-9a-f]{6}$/);
		within(features.bot_user.display_name, 1, 80);
		expect(features.slash_commands.length).toBeLessThanOrEqual(50);
		for (const { command, description, usage_hint, should_escape } of features.slash_commands) {
			expect(command).toMatch(/^\/[a-z]{1,31}$/);
			within(description, 1, 2000);
			if (usage_hint !== undefined) within(usage_hint, 1, 1000);
			expect(should_escape).toBe(true);
		}
		for (const { name, description, callback_id } of features.shortcuts) {
			within(name, 1, 24);
			within(description, 1, 150);
			within(callback_id, 1, 255);
		}
		const { bot_events } = settings.event_subscriptions;
		expect(new Set(bot_events).size).toBe(bot_events.length);
		expect(bot_events.length).toBeLessThanOrEqual(100);
		expect(oauth_config.scopes.bot.every((scope) => /^[a-z]+(:[a-z]+)?$/.test(scope))).toBe(true);
	});

	test("asks for an address over HTTP alone, one that is plainly to be replaced", () => {
		const addresses = JSON.stringify(manifest).match(/https:\/\/[^"]+/g) ?? [];
		expect(addresses.length).toBe(mode === "http" ? commands.length + 2 : 0);
		expect(new Set(addresses).size).toBeLessThanOrEqual(1);
		expect(manifest.settings.socket_mode_enabled).toBe(mode === "socket");
	});
});

test("has each command of the table, and each scope and event with its reason", () => {
	const { features, oauth_config, settings } = createManifest(commands, "socket");
	expect(features.slash_commands.map(({ command }) => command)).toEqual(commands.map(({ name }) => `/${name}`));
	expect(oauth_config.scopes.bot).toEqual(Object.keys(scopes));
	expect(settings.event_subscriptions.bot_events).toEqual(Object.keys(events));
	expect([...Object.values(scopes), ...Object.values(events)].every((why) => why.length > 10)).toBe(true);
});

test("asks for no scope that the adapter was not tried with", () => {
	expect(Object.keys(scopes).sort()).toEqual([...defaultScopes].sort());
});

function within(text: string, least: number, most: number): void {
	expect(text.length).toBeGreaterThanOrEqual(least);
	expect(text.length).toBeLessThanOrEqual(most);
}
