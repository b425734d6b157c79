// The command line as a process, as somebody would call it.
import { execFile } from "node:child_process";
import { resolve } from "node:path";
import type { Rig } from "../ledger/rig.ts";
import { freshFolder } from "../storage/fresh.ts";

const MAIN = resolve("dist/cli/main.js");

type Run = { code: number; out: string; err: string };
export type Around = { environment?: Record<string, string>; folder?: string };

/** Runs it in an empty folder, with nothing set but what is given. */
export async function goodturn(args: string[], { environment = {}, folder }: Around = {}): Promise<Run> {
	const cwd = folder ?? (await freshFolder());
	const env = { PATH: process.env["PATH"] ?? "", ...environment };
	return new Promise((resolve) => {
		execFile(process.execPath, [MAIN, ...args], { cwd, env }, (error, out, err) => {
			resolve({ code: error ? Number(error.code) : 0, out, err });
		});
	});
}

export const on = (rig: Rig): Around => ({ environment: { DATABASE_URL: rig.fresh.url } });
