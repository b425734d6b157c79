// A load balancer as small as can be: each request goes to the next bot in turn, and whatever becomes of it is told as it is.
// It retries nothing; a bot that does not answer is left out until it says that it is ready.
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { portOf } from "./gate.ts";

export type Balancer = {
	url: string;
	/** A bot to send requests to. */
	add(url: string): void;
	remove(url: string): void;
	/** Requests that no bot answered, as 502. */
	failed(): number;
	close(): Promise<void>;
};

const LOOK_AGAIN_MS = 250;

export async function startBalancer(): Promise<Balancer> {
	const bots: { url: string; well: boolean }[] = [];
	// Keeps lines open, as balancers do: a killed bot breaks those that are in use.
	const agent = new Agent({ keepAlive: true });
	let turn = 0;
	let failed = 0;

	function next() {
		const well = bots.filter((bot) => bot.well);
		return well[turn++ % Math.max(1, well.length)];
	}

	const server = createServer((from, back) => {
		const bot = next();
		const giveUp = (): void => {
			failed += 1;
			if (bot) bot.well = false;
			if (!back.headersSent) back.writeHead(502);
			back.end();
		};
		if (bot) forward(bot.url, agent, from, back, giveUp);
		else giveUp();
	});
	const looking = setInterval(() => {
		for (const bot of bots) if (!bot.well) void isReady(bot.url).then((ready) => (bot.well = ready));
	}, LOOK_AGAIN_MS);
	const port = await portOf(server);

	return {
		url: `http://127.0.0.1:${port}`,
		add: (url) => void bots.push({ url, well: true }),
		remove(url) {
			const index = bots.findIndex((bot) => bot.url === url);
			if (index >= 0) bots.splice(index, 1);
		},
		failed: () => failed,
		async close() {
			clearInterval(looking);
			agent.destroy();
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

function forward(to: string, agent: Agent, from: IncomingMessage, back: ServerResponse, giveUp: () => void): void {
	const { method, headers } = from;
	const onward = request(`${to}${from.url ?? "/"}`, { method, headers, agent }, (answer) => {
		back.writeHead(answer.statusCode ?? 502, answer.headers);
		answer.on("error", giveUp).pipe(back);
	});
	onward.on("error", giveUp);
	from.pipe(onward);
}

async function isReady(url: string): Promise<boolean> {
	try {
		return (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(1_000) })).ok;
	} catch {
		return false;
	}
}
