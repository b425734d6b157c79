// Stands between a bot and its PostgreSQL server and understands just enough of what they say to cut the line at a COMMIT:
// before the server hears of it, or after it has committed and before the bot hears so.
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export type Cut = "before" | "after" | undefined;

export type PostgresProxy = {
	/** The same database, through here. */
	url: string;
	/** How often a COMMIT came by. */
	commits(): number;
	/** Ends all connections, at once and without a word. */
	cutAll(): void;
	/** Takes no connection until it may again. */
	refuse(refused: boolean): void;
	/** Ends all connections, and leads those that come to another server. */
	leadTo(databaseUrl: string): void;
	close(): Promise<void>;
};

/** `cutAt` is asked at each COMMIT, counted from 1. */
export async function startProxy(
	databaseUrl: string,
	cutAt: (commit: number) => Cut = () => undefined,
): Promise<PostgresProxy> {
	let target = new URL(databaseUrl);
	const sockets = new Set<Socket>();
	let commits = 0;
	let refused = false;
	const server = createServer((client) => {
		if (refused) return void client.resetAndDestroy();
		const upstream = connect(Number(target.port), target.hostname);
		const cut = () => {
			client.resetAndDestroy();
			upstream.destroy();
		};
		for (const socket of [client, upstream]) {
			sockets.add(socket);
			socket.on("error", cut).on("close", cut);
			socket.on("close", () => sockets.delete(socket));
			socket.setNoDelay(true);
		}
		let landing = false;
		const listen = createEar(() => {
			commits += 1;
			const how = cutAt(commits);
			landing ||= how === "after";
			return how !== "before";
		});
		client.on("data", (chunk: Buffer) => {
			const { heard, mayGo } = listen(chunk);
			if (!mayGo) return cut();
			upstream.write(heard);
		});
		upstream.on("data", (chunk: Buffer) => {
			if (landing && chunk.includes("COMMIT\0")) return cut();
			client.write(chunk);
		});
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	const own = new URL(databaseUrl);
	own.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
	const cutAll = () => {
		for (const socket of sockets) socket.resetAndDestroy();
	};
	return {
		url: own.href,
		commits: () => commits,
		cutAll,
		leadTo(databaseUrl) {
			target = new URL(databaseUrl);
			cutAll();
		},
		refuse(whether) {
			refused = whether;
		},
		async close() {
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/**
 * Whole messages of one connection, and whether they may go on: `onCommit` is asked at each COMMIT.
 * https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
function createEar(onCommit: () => boolean): (chunk: Buffer) => { heard: Buffer; mayGo: boolean } {
	/** Names of prepared statements that are a COMMIT. */
	const prepared = new Set<string>();
	let rest: Buffer = Buffer.alloc(0);
	let started = false;

	function isCommit(message: Buffer): boolean {
		const [first = "", second = ""] = message.toString("latin1", 5).split("\0");
		switch (message.toString("latin1", 0, 1)) {
			case "Q":
				return first === "COMMIT";
			case "P":
				if (second === "COMMIT") prepared.add(first);
				else prepared.delete(first);
				return false;
			case "B":
				return prepared.has(second);
			default:
				return false;
		}
	}

	return (chunk) => {
		rest = Buffer.concat([rest, chunk]);
		let end = 0;
		while (true) {
			// The first message of a connection has no letter in front.
			const head = started ? 1 : 0;
			if (rest.length < end + head + 4) break;
			const length = head + rest.readInt32BE(end + head);
			if (rest.length < end + length) break;
			const message = rest.subarray(end, end + length);
			end += length;
			if (started && isCommit(message) && !onCommit()) return { heard: rest.subarray(0, 0), mayGo: false };
			started = true;
		}
		const heard = rest.subarray(0, end);
		rest = rest.subarray(end);
		return { heard, mayGo: true };
	};
}
