// Alive, ready and the page that says what runs here.
import { describe, expect, it } from "vitest";
import { type Check, createWeb } from "../../src/web/index.tsx";

const works: Check = { name: "database", check: async () => {} };
const fails: Check = {
	name: "slack",
	check: async () => {
		throw new Error("invalid_auth for xoxb-secret");
	},
};

describe("health", () => {
	it("is alive without asking anything", async () => {
		const answer = await createWeb({ checks: [fails], home: true }).request("/healthz");
		expect(answer.status).toBe(200);
	});

	it("is ready when everything is, and names what was asked", async () => {
		const answer = await createWeb({ checks: [works], home: false }).request("/readyz");
		expect(answer.status).toBe(200);
		expect(await answer.json()).toEqual({ ready: true, checks: { database: "ok" } });
	});

	it("is not ready when one part is not, and keeps the reason to itself", async () => {
		const answer = await createWeb({ checks: [works, fails], home: false }).request("/readyz");
		expect(answer.status).toBe(503);
		const text = await answer.text();
		expect(JSON.parse(text)).toEqual({ ready: false, checks: { database: "ok", slack: "failed" } });
		expect(text).not.toContain("xoxb");
	});

	it("waits for nobody longer than a few seconds", async () => {
		const hangs: Check = { name: "discord", check: () => new Promise(() => {}) };
		const answer = await createWeb({ checks: [hangs], home: false }).request("/readyz");
		expect(answer.status).toBe(503);
	});
});

describe("the status page", () => {
	it("says what runs here", async () => {
		const answer = await createWeb({ checks: [works, fails], home: true }).request("/");
		const page = await answer.text();
		expect(page).toContain("One good turn deserves another.");
		expect(page).toMatch(/database.*ready.*slack.*not ready/s);
		expect(page).not.toContain("xoxb");
		expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
	});

	it("leaves / to the playground where that is on", async () => {
		expect((await createWeb({ checks: [works], home: false }).request("/")).status).toBe(404);
	});
});
