// The playground's addresses: pages to look at, and one for each thing that a visitor can do.
// It reads what the browser sent and answers with pieces of HTML; the desk does the rest.
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { html } from "hono/html";
import type { Card } from "../../chat/card.ts";
import { plainText } from "../../chat/card.ts";
import type { Fields } from "../../chat/request.ts";
import type { Log } from "../../log.ts";
import { assets } from "./assets.ts";
import type { Outcome } from "./counter.ts";
import type { Desk, Pressed } from "./desk.ts";
import { guard } from "./guard.ts";
import type { Live } from "./live.tsx";
import { FormDialog, mendId } from "./paint/form.tsx";
import { markup, partial } from "./paint/partial.ts";
import { Toast } from "./paint/toast.tsx";
import { addressOf, type View, viewOf } from "./team.ts";

/** A message of 4,000 characters, percent-encoded, and a form's fields beside it. */
const MAX_BODY_BYTES = 64 * 1024;
const HOUR_MS = 3_600_000;
const STEPS_MS: Record<string, number> = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 7 * 24 * HOUR_MS };
const START: View = { user: "ana", conversation: "general" };

/** Names that no form element has of its own ("form", "action", "name"), which a field of that name would hide from scripts. */
type Sent = Record<string, string>;

export function createRoutes(deps: {
	desk: Desk;
	live: Live;
	page: (view: View) => Promise<string>;
	move: (byMs: number) => Promise<void>;
	log: Log;
}): Hono {
	const { desk, live } = deps;
	const app = new Hono();
	for (const path of ["/", "/as/*", "/assets/*"]) app.use(path, guard);
	app.use("/as/*", bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => c.text("That is too long.\n", 413) }));
	app.route("/assets", assets);

	app.get("/", (c) => c.redirect(addressOf(START)));
	app.get("/as/:user/:where", async (c) => {
		const view = viewOf(c.req.param("user"), c.req.param("where"));
		if (!view) return c.notFound();
		c.header("Cache-Control", "no-store");
		return c.html(await deps.page(view));
	});
	app.get("/as/:user/:where/live", (c) => {
		const view = viewOf(c.req.param("user"), c.req.param("where"));
		const from = c.req.header("last-event-id") ?? c.req.query("since") ?? "";
		return view ? live.stream(c, view, from) : c.notFound();
	});
	/** What a visitor does at /as/ana/general/…: read, done, and answered by what the page has to show for it. */
	const on = (what: string, act: (view: View, sent: Sent, once: string) => Promise<Outcome>) =>
		app.post(`/as/:user/:where/${what}`, async (c) => {
			const view = viewOf(c.req.param("user"), c.req.param("where"));
			if (!view) return c.notFound();
			const sent = await readSent(c);
			return answer(c, view, await act(view, sent, onceOf(sent)));
		});
	on("say", (view, sent, once) => desk.say(view, sent["text"] ?? "", once));
	on("press", (view, sent, once) => desk.press(view, pressedOf(sent), sent["pressed"] ?? "", once));
	on("submit", (view, sent, once) => desk.submit(view, sent["of"] ?? "", sent["context"] ?? "", fieldsOf(sent), once));
	on("react", (view, sent, once) =>
		desk.react(view, Number(sent["message"]), sent["emoji"] ?? "", sent["on"] === "true", once),
	);
	on("menu", async (view, sent, once) => {
		const name = sent["entry"];
		if (name !== "say_thanks" && name !== "ask_favor") return { kind: "gone" };
		return desk.menu(view, name, Number(sent["message"]), once);
	});
	on("unsay", (view, sent, once) => desk.unsay(view, Number(sent["message"]), once));
	on("dismiss", (view, sent) => desk.dismiss(view, Number(sent["message"])));
	on("clock", async (_view, sent) => {
		const step = STEPS_MS[sent["by"] ?? ""];
		if (step === undefined) return { kind: "gone" };
		await deps.move(step);
		return { kind: "done" };
	});

	app.onError((error, c) => {
		const id = crypto.randomUUID().slice(0, 8);
		deps.log.error({ err: error, id, path: c.req.path }, "the playground could not do that");
		const text = `Something went wrong here. The log knows more, under ${id}. Nothing is lost: try it again.`;
		return c.html(toast(text), 500);
	});
	return app;
}

function answer(c: Context, view: View, outcome: Outcome): Response | Promise<Response> {
	switch (outcome.kind) {
		case "done":
			c.header("HX-Trigger", "dialog:done");
			return c.body(null, 204);
		case "gone":
			return c.html(toast("That is not there any more: things have moved on."), 409);
		case "form":
			return c.html(partial("#dialogs", "innerHTML", markup(<FormDialog form={outcome.form} view={view} />)));
		case "mend":
			return c.html(mendings(outcome.errors, outcome.card));
	}
}

const toast = (text: string): string => partial("#toasts", "beforeend", markup(<Toast text={text} />));

/** Each beside its field; what belongs to none, above them all. */
function mendings(errors: Record<string, string>, card: Card): string {
	const byField = Object.entries(errors).map(([field, text]) =>
		partial(`#${mendId(field)}`, "innerHTML", markup(html`${text}`)),
	);
	return byField.length > 0 ? byField.join("") : partial("#mend", "innerHTML", markup(html`${plainText(card)}`));
}

/** Text fields alone; a file is none. */
async function readSent(c: Context): Promise<Sent> {
	const body = await c.req.parseBody();
	return Object.fromEntries(
		Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
	);
}

/** The page's own name for what was done, so that a double click counts once; or one of our own. */
const onceOf = (sent: Sent): string =>
	/^[A-Za-z0-9-]{8,64}$/.test(sent["once"] ?? "") ? (sent["once"] ?? "") : crypto.randomUUID();

const pressedOf = (sent: Sent): Pressed => (sent["where"] === "wallet" ? "wallet" : { message: Number(sent["where"]) });

const fieldsOf = (sent: Sent): Fields =>
	Object.fromEntries(
		Object.entries(sent)
			.filter(([name]) => name.startsWith("field."))
			.map(([name, value]) => [name.slice(6), value === "" ? undefined : value]),
	);
