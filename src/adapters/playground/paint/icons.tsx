// The few signs that the pages draw, as inline SVG in the colour of the text around them. They never carry meaning alone.

/** Two turns that lead into each other: one good turn deserves another. */
const MARK = [
	"M19 8.5A8 8 0 0 0 5.6 6.6L4 8.3",
	"M4 4v4.4h4.4",
	"M5 15.5a8 8 0 0 0 13.4 1.9l1.6-1.7",
	"M20 20v-4.4h-4.4",
	"M12 15.2s-3.2-1.8-3.2-3.9a1.7 1.7 0 0 1 3.2-.9 1.7 1.7 0 0 1 3.2.9c0 2.1-3.2 3.9-3.2 3.9z",
];
const PATHS = {
	mark: MARK,
	menu: ["M4 7h16", "M4 12h16", "M4 17h16"],
	wallet: ["M4 7.5A2.5 2.5 0 0 1 6.5 5H18v3", "M4 7.5V17a2.5 2.5 0 0 0 2.5 2.5H20V8H4.5", "M16.2 13.8h.1"],
	send: ["M5 12h13", "M12.5 6l6 6-6 6"],
	close: ["M6.5 6.5l11 11", "M17.5 6.5l-11 11"],
	eye: ["M3 12s3.3-6 9-6 9 6 9 6-3.3 6-9 6-9-6-9-6z", "M12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z"],
	smile: [
		"M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z",
		"M8.5 14.2s1.2 1.8 3.5 1.8 3.5-1.8 3.5-1.8",
		"M9 9.8h.1",
		"M15 9.8h.1",
	],
	clock: ["M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z", "M12 7.2V12l3.2 2"],
	down: ["M12 5.5v13", "M6.5 13l5.5 5.5 5.5-5.5"],
};

export function Icon({ name, size = 20 }: { name: keyof typeof PATHS; size?: number }) {
	return (
		<svg
			class="icon"
			width={size}
			height={size}
			viewBox="0 0 24 24"
			fill="none"
			stroke="currentColor"
			stroke-width="1.8"
			stroke-linecap="round"
			stroke-linejoin="round"
			aria-hidden="true"
		>
			{PATHS[name].map((path) => (
				<path d={path} />
			))}
		</svg>
	);
}

/** The page's icon, a document of its own. */
export const FAVICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="9" fill="#2c6e4f"/><g transform="translate(4 4)" fill="none" stroke="#fffdf9" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${MARK.map((path) => `<path d="${path}"/>`).join("")}</g></svg>`;
