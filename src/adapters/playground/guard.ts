// Who may talk to the playground: a browser on this machine, from the playground's own pages. Whoever passes may do
// everything, as any teammate, so nothing else may ever get here. It looks at the connection, never at what is asked.
import type { Context, MiddlewareHandler } from "hono";

/**
 * Other sites cannot forge Origin or Sec-Fetch-Site, and there is no cookie to ride on, so these two take the place of
 * per-page tokens: who can read a page to get its token could also set the right Origin.
 */
export const guard: MiddlewareHandler = async (c, next) => {
	const why = refusal(c);
	if (why) {
		secure(c);
		return c.text(`The playground is for this machine alone: ${why}.\n`, 403);
	}
	await next();
	secure(c);
	return;
};

function refusal(c: Context): string | undefined {
	if (!isLoopback(peerOf(c))) return "the connection comes from elsewhere";
	// Whoever forwards has a loopback address of their own, and would open the playground to their visitors.
	if (["forwarded", "x-forwarded-for", "x-forwarded-host"].some((name) => c.req.header(name) !== undefined))
		return "the request was forwarded";
	const host = c.req.header("host") ?? "";
	// Rebinding: a name that an attacker owns may point to this machine, but the browser still sends the name.
	if (!LOCAL_HOST.test(host)) return "it has to be opened as localhost";
	if (c.req.method === "GET" || c.req.method === "HEAD") return crossSiteRead(c);
	return sameOrigin(c, host) ? undefined : "the request comes from another site";
}

const LOCAL_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

/** Reading is for its own pages; a link from elsewhere may only open a page, whole and on top. */
function crossSiteRead(c: Context): string | undefined {
	const site = c.req.header("sec-fetch-site") ?? "none";
	if (site === "same-origin" || site === "none") return undefined;
	const opens = c.req.header("sec-fetch-mode") === "navigate" && c.req.header("sec-fetch-dest") === "document";
	return opens ? undefined : "the request comes from another site";
}

function sameOrigin(c: Context, host: string): boolean {
	const site = c.req.header("sec-fetch-site");
	if (site !== undefined && site !== "same-origin") return false;
	return c.req.header("origin") === `http://${host}`;
}

/** What @hono/node-server passes along; without it nothing is known of the other end, and nothing is allowed. */
function peerOf(c: Context): string {
	const env = c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined;
	return env?.incoming?.socket?.remoteAddress ?? "";
}

const isLoopback = (address: string): boolean => /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(address);

const HEADERS = {
	"Content-Security-Policy": [
		"default-src 'none'",
		"script-src 'self'",
		"style-src 'self'",
		"img-src 'self'",
		"connect-src 'self'",
		"form-action 'self'",
		"base-uri 'none'",
		"frame-ancestors 'none'",
	].join("; "),
	"X-Content-Type-Options": "nosniff",
	"X-Frame-Options": "DENY",
	"Referrer-Policy": "same-origin",
	"Cross-Origin-Opener-Policy": "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
};

function secure(c: Context): void {
	for (const [name, value] of Object.entries(HEADERS)) c.header(name, value);
}
