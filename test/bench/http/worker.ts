// A process beside the bot that is told what to do and tells what came of it.
import { fork } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";

export type Worker = {
	/** One question at a time. */
	ask<A>(question: object | string): Promise<A>;
	end(): void;
};

export function startWorker(name: string): Worker {
	const child = fork(resolve("dist/bench/test/bench", name), { stdio: ["ignore", "inherit", "inherit", "ipc"] });
	const ended = once(child, "exit").then(([code]) => {
		throw new Error(`${name} ended (${code})`);
	});
	ended.catch(() => {});
	return {
		async ask<A>(question: object | string): Promise<A> {
			const answered = once(child, "message");
			child.send(question);
			const [answer] = await Promise.race([answered, ended]);
			return answer as A;
		},
		end: () => void (child.connected && child.disconnect()),
	};
}
