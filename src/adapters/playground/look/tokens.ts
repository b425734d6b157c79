// Colours, type and the plain elements: warm paper and ink by day, the same room with the lamp on by night.
export const TOKENS = `
:root {
	color-scheme: light dark;
	--paper: light-dark(#fffdf9, #1b1917);
	--side: light-dark(#f3ede2, #141311);
	--raised: light-dark(#ffffff, #25221f);
	--ink: light-dark(#2b2621, #ede7dd);
	--soft: light-dark(#6b6156, #a89e90);
	--line: light-dark(#e8e0d3, #35312b);
	--hover: light-dark(#f8f3ea, #211e1b);
	--leaf: light-dark(#2c6e4f, #8fd3ac);
	--on-leaf: light-dark(#ffffff, #10241a);
	--leaf-wash: light-dark(#e3f0e7, #203228);
	--plum: light-dark(#7a4a80, #d3a9d8);
	--plum-wash: light-dark(#f8f1f8, #262027);
	--sun-wash: light-dark(#fbebc8, #443618);
	--sun-ink: light-dark(#6b4700, #f6d58b);
	--danger: light-dark(#a83a2a, #f2a193);
	--shadow: 0 1px 2px light-dark(#2b262114, #0006), 0 8px 28px light-dark(#2b26211f, #0009);
	--serif: "Iowan Old Style", "Palatino Linotype", Palatino, Charter, Georgia, "Liberation Serif", serif;
	--sans: Inter, "SF Pro Text", -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif;
	--mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace;
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { height: 100%; -webkit-text-size-adjust: 100%; }
body {
	margin: 0;
	background: var(--paper);
	color: var(--ink);
	font: 15px/1.5 var(--sans), "Noto Color Emoji";
	-webkit-font-smoothing: antialiased;
}
h1, h2, h3, p, ul, ol, dl, dd, blockquote { margin: 0; padding: 0; }
ul, ol { list-style: none; }
a { color: inherit; text-decoration: none; }
button, input, select, textarea { font: inherit; color: inherit; }
button { cursor: pointer; }
form { margin: 0; }
code {
	font: 0.9em var(--mono);
	padding: 0.1em 0.35em;
	border-radius: 5px;
	background: light-dark(#f1eade, #322d28);
	overflow-wrap: anywhere;
}
:focus-visible { outline: 2px solid var(--leaf); outline-offset: 2px; }
.unseen {
	position: absolute;
	width: 1px;
	height: 1px;
	overflow: hidden;
	clip-path: inset(50%);
	white-space: nowrap;
}
.skip { position: absolute; left: -999px; z-index: 9; }
.skip:focus { left: 12px; top: 12px; padding: 10px 14px; border-radius: 10px; background: var(--raised); box-shadow: var(--shadow); }
.icon { flex: none; display: block; }
.small, .note { font-size: 13px; color: var(--soft); }
.tag {
	padding: 1px 6px;
	border-radius: 6px;
	background: light-dark(#e9e1d3, #35312b);
	color: var(--soft);
	font-size: 11px;
	font-weight: 600;
	letter-spacing: 0.02em;
}
.quiet {
	display: grid;
	place-items: center;
	width: 40px;
	height: 40px;
	padding: 0;
	border: 0;
	border-radius: 10px;
	background: none;
	color: var(--soft);
}
.quiet:hover { background: var(--hover); color: var(--ink); }
.button {
	min-height: 36px;
	padding: 6px 14px;
	border: 1px solid light-dark(#d8cebd, #4a443c);
	border-radius: 10px;
	background: var(--raised);
	font-weight: 600;
	font-size: 14px;
	transition: background 0.15s, border-color 0.15s, transform 0.1s;
}
.button:hover { background: var(--hover); border-color: light-dark(#c4b79f, #635b50); }
.button:active { transform: translateY(1px); }
.button.primary { background: var(--leaf); border-color: var(--leaf); color: var(--on-leaf); }
.button.primary:hover { background: light-dark(#245c42, #a5e0be); }
.button.danger { color: var(--danger); }
.htmx-request .button { opacity: 0.6; pointer-events: none; }
.avatar {
	flex: none;
	display: grid;
	place-items: center;
	width: 38px;
	height: 38px;
	border-radius: 12px;
	font-weight: 650;
	font-size: 14px;
	color: light-dark(#fff, #17150f);
}
.avatar.small { width: 24px; height: 24px; border-radius: 8px; font-size: 10.5px; }
.hue-0 { background: light-dark(#b4553f, #e89a85); }
.hue-1 { background: light-dark(#35689a, #8fbbe6); }
.hue-2 { background: light-dark(#8a6a15, #e0bd62); }
.hue-3 { background: light-dark(#7d4c8c, #cda2da); }
.hue-4 { background: light-dark(#23766f, #7fcfc6); }
.hue-5 { background: light-dark(#a3476f, #eb9dbd); }
.hue-bot { background: var(--leaf); color: var(--on-leaf); }
@media (pointer: coarse), (max-width: 860px) {
	.button { min-height: 42px; }
}
@media (prefers-reduced-motion: reduce) {
	*, *::before, *::after { animation: none !important; transition: none !important; scroll-behavior: auto !important; }
}
@media (prefers-reduced-motion: no-preference) {
	@view-transition { navigation: auto; }
	::view-transition-old(root), ::view-transition-new(root) { animation-duration: 0.12s; }
}
`;
