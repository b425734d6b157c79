// Slack as it delivers, in a process of its own: signed requests over so many connections, the next on each as soon as the
// last is answered. Bare sockets, as whatever it takes is missing to the bot that shares the machine with it.
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { TEAM, userOf } from "./team.ts";

export type LoadKind = "thanks" | "reaction" | "hello";
export type LoadOrder = {
	kind: LoadKind;
	port: number;
	secret: string;
	connections: number;
	/** One of these two ends it. */
	forMs?: number;
	count?: number;
	people: number;
	channels: number;
	/** Numbers from here on were never used. */
	from: number;
};
export type LoadResult = {
	count: number;
	seconds: number;
	/** In ms, of each answered request. */
	times: number[];
	failures: number;
	example: string | undefined;
};

async function deliver(order: LoadOrder): Promise<LoadResult> {
	const result: LoadResult = { count: 0, seconds: 0, times: [], failures: 0, example: undefined };
	let next = order.from;
	const began = performance.now();
	const last = order.count === undefined ? Number.POSITIVE_INFINITY : order.from + order.count;
	const until = order.forMs === undefined ? Number.POSITIVE_INFINITY : began + order.forMs;
	const onOne = async () => {
		const line = await openLine(order.port);
		while (next < last && performance.now() < until) {
			const number = next++;
			const request = requestFor(order, number);
			const sent = performance.now();
			const answer = await line.ask(request);
			result.times.push(performance.now() - sent);
			result.count += 1;
			if (isWell(order.kind, answer)) continue;
			result.failures += 1;
			result.example ??= answer.slice(0, 1_000);
		}
		line.close();
	};
	await Promise.all(Array.from({ length: order.connections }, onOne));
	result.seconds = (performance.now() - began) / 1_000;
	return result;
}

const isWell = (kind: LoadKind, answer: string): boolean =>
	answer.startsWith("HTTP/1.1 200") && (kind !== "thanks" || answer.includes("Sent."));

function requestFor(order: LoadOrder, number: number): string {
	// Who thanks whom: everybody in turn, and hardly ever the same pair.
	const giver = number % order.people;
	const receiver = (giver + 1 + (Math.floor(number / order.people) % (order.people - 1))) % order.people;
	const channel = `C${1_000 + (number % order.channels)}`;
	const seconds = Math.floor(Date.now() / 1_000);
	const [type, body] =
		order.kind === "reaction"
			? ["application/json", reactionBody(number, giver, receiver, channel, seconds)]
			: ["application/x-www-form-urlencoded", commandBody(order.kind, number, giver, receiver, channel)];
	const signature = createHmac("sha256", order.secret).update(`v0:${seconds}:${body}`).digest("hex");
	return [
		"POST /slack/events HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive",
		`Content-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}`,
		`X-Slack-Request-Timestamp: ${seconds}\r\nX-Slack-Signature: v0=${signature}\r\n\r\n${body}`,
	].join("\r\n");
}

function commandBody(kind: LoadKind, number: number, giver: number, receiver: number, channel: string): string {
	const text =
		kind === "thanks"
			? `<@${userOf(receiver)}|p${receiver}> for reviewing pull request ${number} before noon #teamwork`
			: "help";
	const fields = {
		...{ command: kind === "thanks" ? "/thanks" : "/goodturn", text, trigger_id: `trigger.${number}` },
		...{ team_id: TEAM.id, team_domain: "team", channel_id: channel, channel_name: `channel-${channel.toLowerCase()}` },
		...{ user_id: userOf(giver), user_name: `p${giver}`, response_url: "https://localhost:9/none", api_app_id: "A1" },
	};
	return new URLSearchParams(fields).toString();
}

const reactionBody = (number: number, giver: number, receiver: number, channel: string, seconds: number): string =>
	JSON.stringify({
		type: "event_callback",
		team_id: TEAM.id,
		api_app_id: "A1",
		event_id: `Ev${number}`,
		event_time: seconds,
		authorizations: [{ team_id: TEAM.id, user_id: "UBOT", is_bot: true, is_enterprise_install: false }],
		event: {
			type: "reaction_added",
			user: userOf(giver),
			reaction: "bouquet",
			item_user: userOf(receiver),
			item: { type: "message", channel, ts: `${1_600_000_000 + number}.000100` },
			event_ts: `${seconds}.${String(number % 1_000_000).padStart(6, "0")}`,
		},
	});

type Line = { ask(request: string): Promise<string>; close(): void };

/** One request at a time; what is answered has a length or ends with an empty chunk. */
async function openLine(port: number): Promise<Line> {
	const socket: Socket = connect(port, "127.0.0.1");
	await once(socket, "connect");
	socket.setNoDelay(true).setEncoding("utf8");
	let waiting: { resolve: (answer: string) => void; reject: (error: Error) => void } | undefined;
	let got = "";
	socket.on("data", (part: string) => {
		got += part;
		if (!isWhole(got)) return;
		const answer = got;
		got = "";
		waiting?.resolve(answer);
	});
	socket.on("error", (error) => waiting?.reject(error));
	socket.on("close", () => waiting?.reject(new Error("the bot hung up")));
	return {
		ask: (request) =>
			new Promise((resolve, reject) => {
				waiting = { resolve, reject };
				socket.write(request);
			}),
		close: () => void socket.destroy(),
	};
}

function isWhole(answer: string): boolean {
	const head = answer.indexOf("\r\n\r\n");
	if (head < 0) return false;
	const length = /content-length: (\d+)/i.exec(answer.slice(0, head))?.[1];
	if (length !== undefined) return Buffer.byteLength(answer.slice(head + 4)) >= Number(length);
	return answer.endsWith("0\r\n\r\n");
}

process.on("message", (order: LoadOrder) => {
	deliver(order).then(
		(result) => process.send?.(result),
		(error: unknown) => {
			process.stderr.write(`${String(error)}\n`);
			process.exit(1);
		},
	);
});
process.on("disconnect", () => process.exit());
