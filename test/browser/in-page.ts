// What the tests ask of the page itself, as the text of scripts: they run in the browser, whose types are not these.

/** The id of what has the focus. */
export const FOCUSED = "document.activeElement?.id";

/** What is smaller than a finger, and what is wider than the screen. */
export const UNTOUCHABLE = `[
	...[...document.querySelectorAll("button, a, summary, select, input, textarea")]
		.filter((element) => element.checkVisibility() && !element.matches("input[type=hidden], .skip"))
		.map((element) => ({ element, box: element.getBoundingClientRect() }))
		.filter(({ box }) => box.width < 40 || box.height < 40)
		.map(({ element, box }) => element.outerHTML.slice(0, 90) + " " + box.width + "x" + box.height),
	...[...document.querySelectorAll("body *")]
		.filter((element) => element.checkVisibility() && element.getBoundingClientRect().right > innerWidth + 1)
		.map((element) => "too wide: " + element.outerHTML.slice(0, 90)),
]`;

/** WCAG 2.2's contrast of the text with what lies under it, for the first of each selector. */
export const contrastsOf = (selectors: readonly string[]): string => `(() => {
	const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
	const luminance = (colors) => {
		for (const color of colors) {
			canvas.fillStyle = color;
			canvas.fillRect(0, 0, 1, 1);
		}
		const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
		const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => linear(part / 255));
		return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
	};
	return ${JSON.stringify(selectors)}.map((selector) => {
		const under = [];
		for (let element = document.querySelector(selector); element; element = element.parentElement)
			under.unshift(getComputedStyle(element).backgroundColor);
		const [one, other] = [luminance([...under, getComputedStyle(document.querySelector(selector)).color]), luminance(under)];
		return { selector, contrast: (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05) };
	});
})()`;
