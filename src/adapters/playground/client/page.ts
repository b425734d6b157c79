// The page's manners in the browser, as the text of a script: scrolling, dialogs, menus, toasts, sending things once.
// It holds no state of the chat: whatever it shows came from the server.
export const PAGE = `"use strict";
(() => {
	const byId = (id) => document.getElementById(id);
	const log = byId("log"), messages = byId("messages"), newer = byId("newer"), typed = byId("typed");
	const offline = byId("offline"), toasts = byId("toasts");
	if (!log) return;

	// The end stays in view for whoever is there; whoever reads further up is told, and left alone.
	let atEnd = true;
	const toEnd = () => { log.scrollTop = log.scrollHeight; newer.hidden = true; };
	log.addEventListener("scroll", () => {
		atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
		if (atEnd) newer.hidden = true;
	}, { passive: true });
	new MutationObserver((records) => {
		if (atEnd) return toEnd();
		const isNew = (node) => node.classList?.contains("message");
		if (records.some((record) => [...record.addedNodes].some(isNew))) newer.hidden = false;
	}).observe(messages, { childList: true, subtree: true });
	new ResizeObserver(() => { if (atEnd) toEnd(); }).observe(log);
	newer.addEventListener("click", () => { atEnd = true; toEnd(); typed.focus(); });
	toEnd();
	if (matchMedia("(hover: hover)").matches) typed.focus();

	// The same thing sent again, by a double click or after a lost answer, carries the same name and counts once.
	const names = new Map();
	document.addEventListener("htmx:config:request", (event) => {
		const { ctx } = event.detail;
		if (ctx.request.method !== "POST") return;
		const source = ctx.sourceElement;
		if (source.id === "composer") {
			if (!typed.value.trim()) return event.preventDefault();
			ctx.typed = typed.value;
			typed.value = "";
			typed.dispatchEvent(new Event("input"));
			atEnd = true;
		}
		ctx.what = ctx.request.action + " " + new URLSearchParams(ctx.request.body);
		if (!names.has(ctx.what)) names.set(ctx.what, crypto.randomUUID());
		ctx.request.body.set("once", names.get(ctx.what));
		for (const mend of source.querySelectorAll(".mend")) mend.textContent = "";
		for (const field of source.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
		source.closest("details")?.removeAttribute("open");
	});
	document.addEventListener("htmx:after:request", (event) => {
		const { ctx } = event.detail;
		if (ctx.response.status < 500) names.delete(ctx.what);
		else restore(ctx);
	});
	document.addEventListener("htmx:error", (event) => {
		const { ctx } = event.detail;
		if (!ctx || ctx.request?.method !== "POST" || ctx.response) return;
		restore(ctx);
		toast("That did not get through. Is the playground still running?");
	});
	const restore = (ctx) => {
		if (!ctx.typed || typed.value) return;
		typed.value = ctx.typed;
		typed.dispatchEvent(new Event("input"));
	};

	// Dialogs come from the server closed, and open as soon as they are there.
	document.addEventListener("htmx:after:swap", () => {
		for (const dialog of document.querySelectorAll("#dialogs dialog:not([open])")) {
			dialog.addEventListener("close", () => { dialog.remove(); typed.focus(); });
			dialog.showModal();
			const fields = [...dialog.querySelectorAll("input:not([type=hidden]), textarea, select")];
			(fields.find((field) => !field.value) ?? fields[0])?.focus();
		}
		const wrong = [...document.querySelectorAll("dialog .field")].filter((field) => field.querySelector(".mend").textContent);
		for (const field of wrong) field.querySelector("input, textarea, select").setAttribute("aria-invalid", "true");
		wrong[0]?.querySelector("[aria-invalid]").focus();
	});
	document.addEventListener("dialog:done", (event) => {
		if (event.target instanceof Element) event.target.closest("dialog")?.close();
	});
	document.addEventListener("click", (event) => {
		if (event.target.closest("[data-close]")) event.target.closest("dialog").close();
		if (event.target.closest("[data-dismiss]")) event.target.closest(".toast").remove();
		for (const menu of document.querySelectorAll("details.menu[open]"))
			if (!menu.contains(event.target)) menu.removeAttribute("open");
	});

	// A message's menu opens where there is room, and one at a time.
	document.addEventListener("toggle", (event) => {
		const menu = event.target;
		if (!menu.matches?.("details.menu") || !menu.open) return;
		for (const other of document.querySelectorAll("details.menu[open]")) if (other !== menu) other.removeAttribute("open");
		const below = log.getBoundingClientRect().bottom - menu.getBoundingClientRect().bottom;
		menu.classList.toggle("up", below < menu.querySelector(".choices").offsetHeight + 12);
	}, true);
	document.addEventListener("keydown", (event) => {
		if (event.key !== "Escape") return;
		const menu = document.querySelector("details.menu[open]");
		if (!menu) return;
		menu.removeAttribute("open");
		menu.querySelector("summary").focus();
	});

	const TOAST_MS = 9000;
	const passing = (node) => setTimeout(() => node.remove(), TOAST_MS);
	new MutationObserver((records) => {
		for (const record of records) record.addedNodes.forEach(passing);
	}).observe(toasts, { childList: true });
	function toast(text) {
		const box = document.createElement("div");
		box.className = "toast";
		box.append(Object.assign(document.createElement("p"), { textContent: text }));
		toasts.append(box);
	}

	document.addEventListener("htmx:sse:before:connection", (event) => {
		if (event.detail.connection.attempt > 0) offline.hidden = false;
	});
	document.addEventListener("htmx:sse:after:connection", () => { offline.hidden = true; });
})();
`;
