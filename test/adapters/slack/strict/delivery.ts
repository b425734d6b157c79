// Brings parcels to the app as Slack does: signed over HTTP or in envelopes over a socket, three seconds each, events
// again when nobody acknowledged them. It judges promptness; what an answer does is up to its caller.
import { createHmac, randomUUID } from "node:crypto";
import type { WebSocket } from "ws";
import { type Fields, isFields, type Json } from "./block-kit.ts";
import type { Parcel } from "./payloads.ts";
import type { World } from "./world.ts";

export type Attempt = { kind: Parcel["kind"]; retry: number; acknowledged: boolean; afterMs: number; status?: number };

export type Outcome = { acknowledged: boolean; attempts: Attempt[]; body: Json | undefined };

export const usualDeadlineMs = 3000;

type Answer = { acknowledged: boolean; body?: Json | undefined; status?: number };

export type Delivery = {
	deliver(parcel: Parcel): Promise<Outcome>;
	/** From now on over HTTP to this address. */
	sendTo(url: string): void;
	connected(socket: WebSocket): void;
	sockets: Set<WebSocket>;
	attempts: Attempt[];
};

export function createDelivery(
	world: World,
	signingSecret: string,
	retryAfterMs: number[],
	deadlineMs: number,
): Delivery {
	const sockets = new Set<WebSocket>();
	const attempts: Attempt[] = [];
	const expected = new Map<string, (answer: Answer) => void>();
	const answered = new Set<string>();
	let url: string | undefined;
	let turn = 0;

	async function attempt(parcel: Parcel, retry: number, why: string): Promise<{ answer: Answer; attempt: Attempt }> {
		const begun = Date.now();
		const sent = url === undefined ? overSocket(parcel, retry, why) : overHttp(url, parcel, retry, why);
		let timer: NodeJS.Timeout | undefined;
		const late = new Promise<"late">((resolve) => {
			timer = setTimeout(() => resolve("late"), deadlineMs);
		});
		const first = await Promise.race([sent, late]);
		clearTimeout(timer);
		if (first === "late") world.violate(`${parcel.kind} was not acknowledged within three seconds`);
		const answer: Answer = first === "late" ? { acknowledged: false } : first;
		const made: Attempt = {
			kind: parcel.kind,
			retry,
			acknowledged: answer.acknowledged,
			afterMs: Date.now() - begun,
			...(answer.status !== undefined && { status: answer.status }),
		};
		attempts.push(made);
		return { answer, attempt: made };
	}

	async function overHttp(to: string, parcel: Parcel, retry: number, why: string): Promise<Answer> {
		const [type, body] = encode(parcel);
		const stamp = String(Math.floor(Date.now() / 1000));
		try {
			const response = await fetch(to, {
				method: "POST",
				body,
				headers: {
					"content-type": type,
					"x-slack-request-timestamp": stamp,
					"x-slack-signature": sign(signingSecret, stamp, body),
					...(retry > 0 && { "x-slack-retry-num": String(retry), "x-slack-retry-reason": why }),
				},
			});
			return { acknowledged: response.ok, status: response.status, body: parse(await response.text()) };
		} catch {
			return { acknowledged: false };
		}
	}

	async function overSocket(parcel: Parcel, retry: number, why: string): Promise<Answer> {
		const open = [...sockets].filter((socket) => socket.readyState === socket.OPEN);
		// Slack takes one of an app's connections at random; taking turns is a fair draw.
		const socket = open[turn++ % Math.max(open.length, 1)];
		if (!socket) return { acknowledged: false };
		const envelope = randomUUID();
		const answer = new Promise<Answer>((resolve) => expected.set(envelope, resolve));
		socket.send(
			JSON.stringify({
				envelope_id: envelope,
				type: parcel.kind,
				payload: parcel.payload,
				accepts_response_payload: parcel.kind !== "events_api",
				...(parcel.kind === "events_api" && { retry_attempt: retry, retry_reason: why }),
			}),
		);
		return answer;
	}

	function acknowledged(message: string): void {
		const said = parse(message);
		const envelope = isFields(said) ? String(said["envelope_id"]) : "";
		if (answered.has(envelope)) world.violate("an envelope was acknowledged twice");
		const resolve = expected.get(envelope);
		if (!resolve) return world.violate(`an acknowledgement of nothing: ${message}`);
		answered.add(envelope);
		const payload = isFields(said) ? said["payload"] : undefined;
		const empty = !isFields(payload) || Object.keys(payload).length === 0;
		resolve({ acknowledged: true, ...(!empty && { body: payload as Fields }) });
	}

	return {
		sockets,
		attempts,
		sendTo(to) {
			url = to;
		},
		connected(socket) {
			sockets.add(socket);
			socket.on("message", (data) => acknowledged(String(data)));
			socket.on("close", () => sockets.delete(socket));
		},
		async deliver(parcel) {
			// Only events are sent again; a person sees at once that a command or a button failed.
			const pauses = parcel.kind === "events_api" ? [0, ...retryAfterMs] : [0];
			const made: Attempt[] = [];
			let why = "";
			for (const [retry, pauseMs] of pauses.entries()) {
				if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
				const { answer, attempt: one } = await attempt(parcel, retry, why);
				made.push(one);
				if (answer.acknowledged) return { acknowledged: true, attempts: made, body: answer.body };
				why = one.afterMs >= deadlineMs ? "http_timeout" : "http_error";
			}
			if (parcel.kind !== "events_api") world.violate(`${parcel.kind} failed: ${made[0]?.status ?? "no answer"}`);
			return { acknowledged: false, attempts: made, body: undefined };
		},
	};
}

export const sign = (secret: string, stamp: string, body: string): string =>
	`v0=${createHmac("sha256", secret).update(`v0:${stamp}:${body}`).digest("hex")}`;

function encode({ kind, payload }: Parcel): [type: string, body: string] {
	if (kind === "events_api") return ["application/json", JSON.stringify(payload)];
	const fields =
		kind === "interactive"
			? { payload: JSON.stringify(payload) }
			: Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, String(value)]));
	return ["application/x-www-form-urlencoded", new URLSearchParams(fields).toString()];
}

function parse(text: string): Json | undefined {
	if (text === "") return undefined;
	try {
		return JSON.parse(text) as Json;
	} catch {
		return text;
	}
}
