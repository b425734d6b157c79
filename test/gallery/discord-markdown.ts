// Reads Discord's markdown as its clients do, as far as Goodturn writes it, and paints it as HTML.
// It throws on a mention of somebody who is not on stage, and on markup that Goodturn never means to write.
import { escapeHtml } from "./shown.ts";

type People = ReadonlyMap<string, string>;

/** Whole lines first: headings, small print, quotes; then what stands inside a line. */
export function discordMarkdown(text: string, people: People, viewer: string): string {
	const lines = text.split("\n");
	const html: string[] = [];
	let quote: string[] = [];
	const closeQuote = () => {
		if (quote.length > 0) html.push(`<blockquote>${quote.join("<br>")}</blockquote>`);
		quote = [];
	};
	for (const line of lines) {
		const inside = (from: number) => inline(line.slice(from), people, viewer);
		if (line.startsWith("> ")) {
			quote.push(inside(2));
			continue;
		}
		closeQuote();
		if (line.startsWith("### ")) html.push(`<h3>${inside(4)}</h3>`);
		else if (line.startsWith("-# ")) html.push(`<p class="subtext">${inside(3)}</p>`);
		else if (/^\s*(?:#{1,3} |[-*] |\d+\. |>>> )/.test(line)) html.push(list(line, people, viewer));
		else html.push(`<p class="line">${inside(0) || "&nbsp;"}</p>`);
	}
	closeQuote();
	return html.join("");
}

/** Lists that Discord makes of lines: a number or a dash at the start. Headings of other sizes are a mistake. */
function list(line: string, people: People, viewer: string): string {
	const found = /^(\s*)([-*]|\d+\.) (.*)$/s.exec(line);
	if (!found) throw new Error(`markup that Goodturn does not mean: ${line}`);
	const [, , sign = "", rest = ""] = found;
	return `<p class="item"><span>${/\d/.test(sign) ? sign : "•"}</span> ${inline(rest, people, viewer)}</p>`;
}

const TOKEN =
	/\\([^A-Za-z0-9\s])|`([^`]+)`|\*\*((?:\\.|[^\\])+?)\*\*(?!\*)|<@(\d+)>|<(@[!&]|#|t:|a?:|\/)[^>]*>|(https?:\/\/[^\s<]+)|@(everyone|here)|(\*|~~|\|\||__)/gu;

function inline(text: string, people: People, viewer: string): string {
	let html = "";
	let end = 0;
	for (const match of text.matchAll(TOKEN)) {
		const [whole, escaped, code, bold, user, tag, link, everyone, style] = match;
		html += escapeHtml(text.slice(end, match.index));
		end = match.index + whole.length;
		if (escaped !== undefined) html += escapeHtml(escaped);
		else if (code !== undefined) html += `<code>${escapeHtml(code)}</code>`;
		else if (bold !== undefined) html += `<b>${inline(bold, people, viewer)}</b>`;
		else if (user !== undefined) html += mention(user, people, viewer);
		else if (link !== undefined) html += `<a>${escapeHtml(link)}</a>`;
		else throw new Error(`markup that Goodturn does not mean: ${tag ?? everyone ?? style} in ${text}`);
	}
	return html + escapeHtml(text.slice(end));
}

function mention(user: string, people: People, viewer: string): string {
	const name = people.get(user);
	if (name === undefined) throw new Error(`a mention of nobody on stage: ${user}`);
	return `<span class="mention${user === viewer ? " me" : ""}">@${escapeHtml(name)}</span>`;
}
