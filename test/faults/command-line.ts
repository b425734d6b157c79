// The command line as an operator calls it, in a folder without a `.env`, with these settings and no others.
import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { freshFolder } from "../storage/fresh.ts";

export type Run = { code: number; out: string; err: string };

export async function goodturn(args: string[], settings: Record<string, string>): Promise<Run> {
	const env = { PATH: process.env["PATH"] ?? "", ...settings };
	const cwd = await freshFolder();
	return new Promise((done) => {
		execFile(process.execPath, [resolve("dist/cli/main.js"), ...args], { cwd, env }, (error, out, err) => {
			done({ code: error ? Number(error.code) : 0, out, err });
		});
	});
}
