// A real Chromium with nobody's profile, and windows that keep a record of whatever the browser complains about.
import { existsSync } from "node:fs";
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from "playwright-core";

const KNOWN = [
	"/usr/bin/chromium",
	"/usr/bin/chromium-browser",
	"/usr/bin/google-chrome",
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

const ARGUMENTS = [
	"--headless",
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
];

/** Chromium as a package of the system has it; CHROMIUM names another. */
export async function launchChromium(): Promise<Browser> {
	const executablePath = process.env["CHROMIUM"] ?? KNOWN.find((path) => existsSync(path));
	if (!executablePath)
		throw new Error("No Chromium here: install it (apt-get install chromium), or name it in CHROMIUM.");
	return chromium.launch({ executablePath, args: ARGUMENTS });
}

export const DESK: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };
export const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

export type Window = {
	page: Page;
	/** Types into the message box and sends it by keyboard. */
	say(text: string): Promise<void>;
	/** Waits until the conversation shows this. */
	sees(text: string | RegExp): Promise<Locator>;
	/** Waits until nothing in the conversation says this any more. */
	sawGo(text: string | RegExp): Promise<void>;
	/** Presses the newest button of that name in the conversation. */
	press(label: string): Promise<void>;
	/** Waits until the wallet says this. */
	wallet(text: string | RegExp): Promise<void>;
	/** The conversation as one reads it. */
	reads(): Promise<string>;
	/** What the browser complained about: blocked by the policy, broken scripts, failed loads. */
	complaints: string[];
};

export async function openWindow(
	browser: Browser,
	address: string,
	options: BrowserContextOptions = DESK,
): Promise<Window> {
	const page = await (await browser.newContext(options)).newPage();
	page.setDefaultTimeout(30_000);
	const complaints: string[] = [];
	page.on(
		"console",
		(message) => void (["error", "warning"].includes(message.type()) && complaints.push(message.text())),
	);
	page.on("pageerror", (error) => void complaints.push(String(error)));
	await page.goto(address);
	const messages = page.locator("#messages");
	const showing = (text: string | RegExp) => messages.locator(".message", { hasText: text }).last();
	return {
		page,
		complaints,
		async say(text) {
			await page.fill("#typed", text);
			await page.press("#typed", "Escape");
			await page.press("#typed", "Enter");
		},
		async sees(text) {
			await showing(text).waitFor();
			return showing(text);
		},
		sawGo: (text) => showing(text).waitFor({ state: "detached" }),
		press: (label) => messages.getByRole("button", { name: label, exact: true }).last().click(),
		wallet: (text) => page.locator("#wallet").filter({ hasText: text }).waitFor(),
		reads: async () => (await messages.textContent()) ?? "",
	};
}
