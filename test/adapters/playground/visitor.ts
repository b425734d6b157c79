// A browser on this machine, as far as the server can tell: what it sends with every request, and how it reads the answers.
import type { Playground } from "../../../src/adapters/playground/index.tsx";

export const ORIGIN = "http://localhost:3000";
const HERE = { incoming: { socket: { remoteAddress: "127.0.0.1" } } };

type Options = { headers?: Record<string, string | undefined>; peer?: string };

export function visitor(playground: Playground) {
	const request = (path: string, init: RequestInit, { headers = {}, peer }: Options = {}) => {
		const all = { host: "localhost:3000", "sec-fetch-site": "same-origin", ...headers };
		const sent = Object.fromEntries(
			Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
		);
		const env = peer === undefined ? HERE : { incoming: { socket: { remoteAddress: peer } } };
		return playground.app.request(path, { ...init, headers: sent }, env);
	};
	const get = async (path: string, options?: Options) => request(path, { method: "GET" }, options);
	const post = async (path: string, fields: Record<string, string>, options: Options = {}) =>
		request(
			path,
			{ method: "POST", body: new URLSearchParams(fields).toString() },
			{
				...options,
				headers: { origin: ORIGIN, "content-type": "application/x-www-form-urlencoded", ...options.headers },
			},
		);
	return {
		get,
		post,
		say: (who: string, where: string, text: string) => post(`/as/${who}/${where}/say`, { text }),
		page: async (who: string, where: string) => (await get(`/as/${who}/${where}`)).text(),
		/** The conversation alone, as text. */
		async reads(who: string, where: string) {
			const page = await (await get(`/as/${who}/${where}`)).text();
			return textOf(/<ol id="messages">(.*)<\/ol>\s*<div class="empty"/s.exec(page)?.[1] ?? "");
		},
		/** The ids of the messages there, oldest first. */
		async messages(who: string, where: string) {
			const page = await (await get(`/as/${who}/${where}`)).text();
			return [...page.matchAll(/<li id="m(\d+)"/g)].map((match) => match[1] ?? "");
		},
	};
}

export const textOf = (html: string): string =>
	html
		.replace(/<(style|script|svg|summary|details).*?<\/\1>/gs, "")
		.replace(/<[^>]*>/g, " ")
		.replace(/&quot;/g, '"')
		.replace(/&#39;/g, "'")
		.replace(/&lt;/g, "<")
		.replace(/&gt;/g, ">")
		.replace(/&amp;/g, "&")
		.replace(/\s+/g, " ")
		.trim();
