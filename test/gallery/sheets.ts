// Contact sheets: the figures of a chapter in columns, each with its label, cut into pictures of a size that can be looked at.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { type Chapter, escapeHtml, type Figure, type Painter } from "./shown.ts";

export type Theme = "light" | "dark";
export type Look = { name: string; theme: Theme; columnWidth: number; columns: number; phone: boolean };

/** On a phone in one theme: Discord's people sit in the dark. */
export const looksOf = (surface: string): readonly Look[] => [
	{ name: "light", theme: "light", columnWidth: 640, columns: 2, phone: false },
	{ name: "dark", theme: "dark", columnWidth: 640, columns: 2, phone: false },
	{ name: "phone", theme: surface === "discord" ? "dark" : "light", columnWidth: 390, columns: 4, phone: true },
];

const SHEET_HEIGHT = 1500;
const GAP = 18;

export type Picture = { file: string; surface: string; look: string; chapter: string };

/** What stands on a sheet: a surface's name, its stylesheet, its chapters painted. */
export type Exhibit = {
	surface: string;
	style: string;
	classes: string;
	chapters: { name: string; figures: Figure[] }[];
};

export async function makeSheets(browser: Browser, folder: string, exhibit: Exhibit, look: Look): Promise<Picture[]> {
	const pictures: Picture[] = [];
	const width = look.columns * (look.columnWidth + GAP) + GAP;
	const context = await browser.newContext({
		viewport: { width, height: SHEET_HEIGHT },
		colorScheme: look.theme,
		reducedMotion: "reduce",
	});
	const page = await context.newPage();
	for (const { name, figures } of exhibit.chapters) {
		await page.setContent(chapterPage(exhibit, name, figures, look), { waitUntil: "load" });
		const sheets = await page.evaluate<number>(cutIntoSheets(look.columns));
		for (let number = 1; number <= sheets; number++) {
			const file = `${exhibit.surface}-${look.name}-${name}-${number}.png`;
			await page.locator(`#sheet-${number}`).screenshot({ path: join(folder, file) });
			pictures.push({ file, surface: exhibit.surface, look: look.name, chapter: name });
		}
	}
	await context.close();
	return pictures;
}

export async function paintChapter(
	painter: Painter,
	{ name, shown, people }: Chapter,
): Promise<{ name: string; figures: Figure[] }> {
	const figures: Figure[] = [];
	for (const one of shown) {
		try {
			figures.push({ title: one.title, where: one.where, html: await painter.paint(one, people) });
		} catch (error) {
			throw new Error(`${painter.platform}, ${name}, “${one.title}”`, { cause: error });
		}
	}
	return { name, figures };
}

function chapterPage(exhibit: Exhibit, name: string, figures: readonly Figure[], look: Look): string {
	const { surface, style, classes } = exhibit;
	const all = `${classes} ${look.theme}${look.phone ? " phone" : ""}`;
	const stage = (html: string) => (look.phone ? onPhone(exhibit, html, look) : html);
	const body = figures
		.map(
			({ title, where, html }) =>
				`<figure><figcaption><b>${escapeHtml(title)}</b> ${escapeHtml(where)}</figcaption><div class="stage">${stage(html)}</div></figure>`,
		)
		.join("");
	const title = escapeHtml(`${surface} · ${look.name} · ${name}`);
	return `<!doctype html><html style="color-scheme: ${look.theme}"><meta charset="utf-8"><style>${style}${sheetStyle(look)}</style><body class="${all}" data-title="${title}">${body}</body></html>`;
}

/** A page as narrow as a phone, so that what a stylesheet does for phones is done. */
function onPhone({ style, classes }: Exhibit, html: string, { theme, columnWidth }: Look): string {
	const page = `<!doctype html><html style="color-scheme: ${theme}"><meta charset="utf-8"><style>${style} html, body { margin: 0; height: auto; } .stage { padding: 6px 0; overflow: hidden; }</style><body class="${classes} ${theme} phone"><div class="stage">${html}</div></body></html>`;
	return `<iframe width="${columnWidth}" srcdoc="${escapeHtml(page)}"></iframe>`;
}

const sheetStyle = ({ columnWidth }: Look): string => `
body { margin: 0; background: #8d99a6; }
figure { width: ${columnWidth}px; margin: 0 0 ${GAP}px; }
figcaption { margin-bottom: 3px; color: #10202e; font: 12px/1.35 "Liberation Sans", Arial, sans-serif; }
figcaption b { font-weight: 700; }
iframe { display: block; border: 0; }
.stage { padding: 6px 0; overflow: hidden; border-radius: 4px; }
.phone .stage { padding: 0; }
.sheet { display: flex; gap: ${GAP}px; padding: 34px ${GAP}px 0; width: max-content; position: relative; background: #8d99a6; }
.sheet::before { content: attr(data-title); position: absolute; top: 10px; left: ${GAP}px; font: 700 14px "Liberation Sans", Arial, sans-serif; color: #10202e; }
`;

/** The text of a script: it fills columns from top to bottom, sheets one after the other, and answers with how many there are. */
const cutIntoSheets = (columns: number): string => `(async () => {
	const figures = [...document.querySelectorAll("figure")];
	const frames = [...document.querySelectorAll("iframe")];
	for (const frame of frames) frame.height = frame.contentDocument.querySelector(".stage").offsetHeight;
	const heights = figures.map((figure) => figure.offsetHeight + ${GAP});
	// A frame that is moved loads anew.
	const loaded = Promise.all(frames.map((frame) => new Promise((done) => frame.addEventListener("load", done, { once: true }))));
	let sheet, column, room = 0, count = 0;
	figures.forEach((figure, index) => {
		if (!column || heights[index] > room) {
			if (!sheet || sheet.children.length >= ${columns}) {
				sheet = document.createElement("div");
				sheet.className = "sheet";
				sheet.id = "sheet-" + ++count;
				sheet.dataset.title = document.body.dataset.title + " · " + count;
				document.body.append(sheet);
			}
			column = document.createElement("div");
			sheet.append(column);
			room = ${SHEET_HEIGHT - 60};
		}
		column.append(figure);
		room -= heights[index];
	});
	await loaded;
	return count;
})()`;

/** One page to leaf through all pictures. */
export async function writeIndex(folder: string, pictures: readonly Picture[]): Promise<void> {
	const groups = new Map<string, Picture[]>();
	for (const one of pictures) {
		const key = `${one.surface} · ${one.look}`;
		groups.set(key, [...(groups.get(key) ?? []), one]);
	}
	const links = [...groups.keys()].map((key) => `<a href="#${slug(key)}">${escapeHtml(key)}</a>`).join(" ");
	const sections = [...groups].map(
		([key, all]) => `<h2 id="${slug(key)}">${escapeHtml(key)}</h2>${all.map(picture).join("")}`,
	);
	const style =
		"body{font:15px/1.5 sans-serif;margin:24px;background:#eef1f4}nav{position:sticky;top:0;background:#eef1f4;padding:8px 0}nav a{margin-right:14px}figure{margin:0 0 28px}img{max-width:100%;border:1px solid #cbd2d9}";
	const about =
		"Made from the real core by <code>npm run gallery</code>. Slack and Discord are painted after how they look; their own clients differ in detail.";
	const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Goodturn: the gallery</title><style>${style}</style><h1>Goodturn: the gallery</h1><p>${about}</p><nav>${links}</nav>${sections.join("")}</html>`;
	await writeFile(join(folder, "index.html"), html);
}

const picture = ({ file, chapter }: Picture): string =>
	`<figure><figcaption>${escapeHtml(chapter)} · ${escapeHtml(file)}</figcaption><a href="${file}"><img loading="lazy" src="${file}" alt="${escapeHtml(chapter)}"></a></figure>`;

const slug = (text: string): string => text.replaceAll(/[^a-z]+/gu, "-");
