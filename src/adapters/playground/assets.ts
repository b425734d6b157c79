// The files that a page needs, from this machine alone: htmx out of its package, the looks and the manners out of this folder.
// Each has its fingerprint in its address, so that a browser may keep it for ever.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Hono } from "hono";
import { COMPOSE } from "./client/compose.ts";
import { PAGE } from "./client/page.ts";
import { STYLE } from "./look/style.ts";
import { FAVICON } from "./paint/icons.tsx";

const packaged = (file: string): string =>
	readFileSync(createRequire(import.meta.url).resolve(`htmx.org/dist/${file}`), "utf8");

/** One script: deferred ones run apart, and htmx begins with whatever extension has come by then. */
const script = [packaged("htmx.min.js"), packaged("ext/hx-sse.min.js"), PAGE, COMPOSE].join("\n;");

const FILES = {
	"playground.js": { type: "text/javascript; charset=utf-8", body: script },
	"playground.css": { type: "text/css; charset=utf-8", body: STYLE },
	"icon.svg": { type: "image/svg+xml", body: FAVICON },
};

const address = (name: keyof typeof FILES): string =>
	`/assets/${name}?v=${createHash("sha256").update(FILES[name].body).digest("base64url").slice(0, 12)}`;

export const ASSETS = {
	script: address("playground.js"),
	style: address("playground.css"),
	icon: address("icon.svg"),
};

export const assets = new Hono();
for (const [name, { type, body }] of Object.entries(FILES))
	assets.get(`/${name}`, (c) =>
		c.body(body, 200, { "Content-Type": type, "Cache-Control": "max-age=31536000, immutable" }),
	);
