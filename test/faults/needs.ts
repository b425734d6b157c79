// What a fault needs of the machine. Where it is missing, a test says so and is left out; on CI that is a failure, so that
// nothing passes there that was never tried.
import { spawnSync } from "node:child_process";
import type { TestContext } from "vitest";

export type Tool = "strace" | "faketime" | "prlimit" | "setpriv";

const where: Record<Tool, string> = {
	strace: "apt-get install strace",
	faketime: "apt-get install faketime",
	prlimit: "it comes with util-linux",
	setpriv: "it comes with util-linux",
};

/** Begins a test that cannot go without this program. */
export function need(tool: Tool, { skip }: TestContext): void {
	if (spawnSync(tool, ["--version"], { stdio: "ignore" }).status === 0) return;
	const missing = `this needs ${tool}: ${where[tool]}`;
	if (process.env["CI"]) throw new Error(missing);
	skip(missing);
}

/** Whether this user may mount a file system of their own, seen by one process tree alone. */
export const mayMount = (): boolean =>
	spawnSync("unshare", ["-rm", "sh", "-c", "mount -t tmpfs tmpfs /mnt"], { stdio: "ignore" }).status === 0;
