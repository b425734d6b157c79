// The bot as a process: starts with nothing set, stops when told, and says what is wrong with a configuration.
import { type ChildProcess, spawn } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { freshFolder } from "./storage/fresh.ts";

const MAIN = resolve("dist/main.js");

type Exit = { code: number | null; said: string };

function start(
	folder: string,
	environment: Record<string, string>,
): { child: ChildProcess; url: Promise<string>; exit: Promise<Exit> } {
	const child = spawn(process.execPath, [MAIN], {
		cwd: folder,
		env: { PATH: process.env["PATH"] ?? "", PORT: "0", ...environment },
	});
	let said = "";
	const url = new Promise<string>((found) => {
		child.stderr.on("data", (chunk: Buffer) => {
			said += chunk.toString();
			const match = /"url":"([^"]+)"/u.exec(said);
			if (match?.[1]) found(match[1]);
		});
	});
	const exit = new Promise<Exit>((done) => child.on("exit", (code) => done({ code, said })));
	return { child, url, exit };
}

test("starts on an empty folder, makes its database, answers, and stops cleanly on either signal", async () => {
	const folder = await freshFolder();
	for (const signal of ["SIGTERM", "SIGINT"] as const) {
		const { child, url, exit } = start(folder, {});
		const page = await fetch(await url);
		expect(page.status).toBe(200);
		expect((await fetch(`${await url}/healthz`)).status).toBe(200);
		child.kill(signal);
		const { code, said } = await exit;
		expect(code, said).toBe(0);
		expect(said).not.toMatch(/"level":"(?:warn|error)"/u);
	}
	expect(await readdir(join(folder, "data"))).toEqual(["goodturn.db", "goodturn.db.lock"]);
}, 30_000);

test("one bot for one file: a second one is refused, and can start once the first is gone, however it went", async () => {
	const folder = await freshFolder();
	const first = start(folder, {});
	await first.url;
	const second = await start(folder, {}).exit;
	expect(second.code).toBe(1);
	expect(second.said).toMatch(/Another Goodturn is running on .*goodturn\.db\. Stop that one first/u);
	first.child.kill("SIGKILL");
	await first.exit;
	const third = start(folder, {});
	await third.url;
	third.child.kill("SIGTERM");
	expect((await third.exit).code).toBe(0);
}, 30_000);

test("names every problem of the configuration at once, each with its fix", async () => {
	const { exit } = start(await freshFolder(), {
		SLACK_BOT_TOKEN: "xapp-1-oops",
		GOODTURN_TIMEZONE: "Mars/Base",
		PORT: "many",
	});
	const { code, said } = await exit;
	expect(code).toBe(1);
	expect(said).toMatch(/SLACK_BOT_TOKEN[\s\S]*→/u);
	expect(said).toMatch(/GOODTURN_TIMEZONE[\s\S]*→/u);
	expect(said).toMatch(/PORT[\s\S]*→/u);
	expect(said).not.toMatch(/xapp-1-oops|at .*\.js:/u);
});

test("says so when the port is taken", async () => {
	const first = start(await freshFolder(), {});
	const port = new URL(await first.url).port;
	const second = start(await freshFolder(), { PORT: port });
	const { code, said } = await second.exit;
	expect(code).toBe(1);
	expect(said).toMatch(/The port is taken[\s\S]*PORT/u);
	first.child.kill("SIGTERM");
	await first.exit;
}, 30_000);
