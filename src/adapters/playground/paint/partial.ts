// Pieces of HTML that htmx puts where they belong on a page that is already open.
import type { HtmlEscapedString } from "hono/utils/html";

type Swap = "innerHTML" | "innerMorph" | "outerMorph" | "beforeend" | "delete";

/** Both `target`, a selector, and `html` are the playground's own: nothing that anybody typed gets here unescaped. */
export const partial = (target: string, swap: Swap, html: string): string =>
	`<hx-partial hx-target="${target}" hx-swap="${swap}">${html}</hx-partial>`;

/** No component here waits for anything, so the renderer answers at once. */
export const markup = (piece: HtmlEscapedString | Promise<HtmlEscapedString>): string => piece.toString() as string;
