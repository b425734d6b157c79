// The message box in the browser, as the text of a script: commands, their words and people are completed by keyboard,
// Enter sends. What a command means is the server's business.
export const COMPOSE = String.raw`"use strict";
(() => {
	const byId = (id) => document.getElementById(id);
	const typed = byId("typed"), form = byId("composer"), list = byId("completion"), usage = byId("usage");
	if (!typed) return;
	const { commands, people } = JSON.parse(form.dataset.vocabulary);
	const named = (all, name) => all.find((one) => one.name === name?.toLowerCase());
	const startsWith = (word, start) => word.toLowerCase().startsWith(start.toLowerCase());

	let options = [], active = 0, from = 0, moved = false, lastSent = "";

	/** What may stand where the caret is: where its word begins, and what could take its place. */
	function possible() {
		const before = typed.value.slice(0, typed.selectionStart);
		const person = /(?:^|[\s(])@(\p{L}*)$/u.exec(before);
		if (person) {
			const found = people.filter(({ name }) => startsWith(name, person[1]));
			return { word: "@" + person[1], found: found.map(({ name, about }) => ({ text: "@" + name, about })) };
		}
		const name = /^\/(\p{L}*)$/u.exec(before);
		if (name) {
			const found = commands.filter((command) => startsWith(command.name, name[1]));
			return { word: before, found: found.map(({ name, summary }) => ({ text: "/" + name, about: summary })) };
		}
		const argument = /^\/(\p{L}+)\s+(?:(\S.*?)\s+)?(\p{L}*)$/u.exec(before);
		const command = argument && named(commands, argument[1]);
		if (!command) return { word: "", found: [] };
		const said = argument[2] ? argument[2].toLowerCase().split(/\s+/) : [];
		const sub = named(command.subcommands, said[0]);
		const names = said.length === 0 ? command.subcommands.map(({ name, summary }) => ({ text: name, about: summary })) : [];
		const values = (sub ?? command).choices.map(({ label, value }) => ({ text: value, about: label === value ? "" : label }));
		const found = [...names, ...values].filter(({ text }) => startsWith(text, argument[3]) && !said.includes(text));
		return { word: argument[3], found };
	}

	function suggest() {
		const { word, found } = possible();
		// What is already there in full needs no completing: Enter then sends it.
		options = found.some(({ text }) => text.toLowerCase() === word.toLowerCase()) && found.length === 1 ? [] : found;
		from = typed.selectionStart - word.length;
		active = 0;
		moved = false;
		paint();
	}

	function paint() {
		list.replaceChildren(...options.map(({ text, about }, index) => {
			const option = document.createElement("div");
			option.id = "option-" + index;
			option.setAttribute("role", "option");
			option.setAttribute("aria-selected", String(index === active));
			option.append(Object.assign(document.createElement("strong"), { textContent: text }));
			option.append(Object.assign(document.createElement("span"), { textContent: about }));
			option.addEventListener("mousedown", (event) => { event.preventDefault(); accept(index); });
			return option;
		}));
		list.hidden = options.length === 0;
		if (options.length > 0) typed.setAttribute("aria-activedescendant", "option-" + active);
		else typed.removeAttribute("aria-activedescendant");
		list.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
		explain();
	}

	/** What may follow the command that stands there. */
	function explain() {
		const words = /^\/(\p{L}+)(?:\s+(\p{L}+))?/u.exec(typed.value);
		const command = words && options.length === 0 && named(commands, words[1]);
		usage.hidden = !command;
		if (!command) return;
		const sub = named(command.subcommands, words[2]);
		const line = "/" + command.name + " " + (sub ? sub.name + " " + sub.usage : command.usage);
		usage.replaceChildren(
			Object.assign(document.createElement("code"), { textContent: line.trim() }),
			" " + (sub ?? command).summary,
		);
	}

	function accept(index) {
		const end = typed.selectionStart;
		typed.setRangeText(options[index].text + " ", from, end, "end");
		grow();
		suggest();
		typed.focus();
	}

	/** Enter sends what is complete; it completes a word that is begun, or an option that was moved to. */
	function isComplete() {
		const word = typed.value.slice(from, typed.selectionStart).toLowerCase();
		return word === options[active].text.toLowerCase() || (word === "" && !moved);
	}

	const close = () => { options = []; paint(); };
	const grow = () => { typed.rows = Math.min(6, typed.value.split("\n").length); };

	typed.addEventListener("input", () => { grow(); suggest(); });
	typed.addEventListener("blur", close);
	typed.addEventListener("keydown", (event) => {
		if (event.isComposing) return;
		const isOpen = options.length > 0;
		const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		if (isOpen && step) {
			active = (active + step + options.length) % options.length;
			moved = true;
			paint();
		} else if (isOpen && event.key === "Escape") close();
		else if (isOpen && (event.key === "Tab" || (event.key === "Enter" && !isComplete()))) accept(active);
		else if (event.key === "Enter" && !event.shiftKey) {
			lastSent = typed.value || lastSent;
			form.requestSubmit();
		} else if (event.key === "ArrowUp" && typed.value === "" && lastSent) {
			typed.value = lastSent;
			grow();
			suggest();
			close();
		} else return;
		event.preventDefault();
	});

	document.addEventListener("click", (event) => {
		const suggestion = event.target.closest("[data-fill]");
		if (!suggestion) return;
		typed.value = suggestion.dataset.fill;
		typed.focus();
		typed.setSelectionRange(typed.value.length, typed.value.length);
		grow();
		suggest();
	});
})();
`;
