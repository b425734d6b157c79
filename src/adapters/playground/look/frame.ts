// The frame: three columns on a desk, one with two drawers on a phone; dialogs, toasts and what else lies above it.
export const FRAME = `
body { display: grid; grid-template-columns: 252px minmax(0, 1fr) 332px; height: 100dvh; overflow: hidden; }
#side, #aside {
	display: flex;
	flex-direction: column;
	position: static;
	width: auto;
	height: 100dvh;
	max-height: none;
	margin: 0;
	padding: 0 12px 20px;
	border: 0;
	background: var(--side);
	color: inherit;
	overflow-y: auto;
}
#side { border-right: 1px solid var(--line); }
#aside { border-left: 1px solid var(--line); padding: 0 20px 24px; gap: 28px; }
.only-phone { display: none; }

.brand { display: flex; align-items: center; gap: 8px; min-height: 64px; padding: 0 8px; }
.brand .quiet { margin-left: auto; }
.logo { color: var(--leaf); }
.brand-name { font: 600 21px/1 var(--serif); letter-spacing: -0.01em; }
#side h2 {
	display: flex;
	align-items: baseline;
	justify-content: space-between;
	margin: 18px 10px 4px;
	font-size: 12.5px;
	font-weight: 600;
	color: var(--soft);
}
#side h2 .note { font-weight: 400; font-size: 12px; }
#side a {
	display: flex;
	align-items: center;
	gap: 9px;
	min-height: 36px;
	padding: 4px 10px;
	border-radius: 10px;
	color: light-dark(#4d453c, #c9c0b3);
}
#side a:hover { background: light-dark(#eae2d4, #1f1d1a); }
#side a[aria-current] { background: light-dark(#ffffff, #2b2824); color: var(--ink); font-weight: 600; box-shadow: 0 1px 2px light-dark(#2b26211a, #0005); }
#side a.unread { color: var(--ink); font-weight: 650; }
.hash { width: 24px; text-align: center; color: var(--soft); font-weight: 500; }
#side a .note { font-weight: 400; font-size: 12px; }
.badge {
	margin-left: auto;
	min-width: 20px;
	padding: 1px 6px;
	border-radius: 10px;
	background: var(--leaf);
	color: var(--on-leaf);
	font-size: 12px;
	font-weight: 650;
	text-align: center;
}

main { position: relative; display: flex; flex-direction: column; min-width: 0; height: 100dvh; }
.head { display: flex; align-items: center; gap: 12px; min-height: 64px; padding: 8px 24px; border-bottom: 1px solid var(--line); }
.where { min-width: 0; flex: 1; }
.where h1 { font-size: 17px; line-height: 1.3; }
.where p { color: var(--soft); font-size: 13px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.dot { position: relative; }
#side-dot { position: absolute; }
.dot:has(#side-dot > *)::after { content: ""; position: absolute; top: 7px; right: 6px; width: 9px; height: 9px; border-radius: 50%; background: var(--leaf); border: 2px solid var(--paper); box-sizing: content-box; }
.as { display: flex; align-items: center; gap: 8px; font-size: 14px; font-weight: 600; }

#aside section > header { display: flex; flex-wrap: wrap; align-items: center; column-gap: 10px; min-height: 64px; }
#aside h2 { font: 600 18px/1.3 var(--serif); }
#aside header .note { display: flex; align-items: center; gap: 5px; font-size: 12.5px; }
#aside header .quiet { margin-left: auto; }
.time { padding-top: 20px; border-top: 1px solid var(--line); }
#clock { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; margin: 8px 0 14px; font-variant-numeric: tabular-nums; }
#clock .icon { color: var(--leaf); }
.time .buttons { margin-bottom: 12px; }
.time .button { flex: 1; }

.dialog {
	width: min(500px, calc(100vw - 24px));
	max-height: calc(100dvh - 24px);
	padding: 0;
	border: 1px solid var(--line);
	border-radius: 18px;
	background: var(--raised);
	color: inherit;
	box-shadow: var(--shadow);
}
.dialog::backdrop { background: #17120c73; }
.dialog header { display: flex; align-items: center; justify-content: space-between; }
.dialog h2 { font: 600 21px/1.3 var(--serif); }
.dialog footer { display: flex; justify-content: flex-end; gap: 10px; margin-top: 4px; }
.fields { display: flex; flex-direction: column; gap: 16px; padding: 16px 22px 22px; }
.field { display: flex; flex-direction: column; gap: 5px; }
.field label { display: flex; justify-content: space-between; font-weight: 600; font-size: 14px; }
.optional { font-weight: 400; color: var(--soft); font-size: 13px; }
.field input, .field textarea, .field select {
	width: 100%;
	min-height: 42px;
	padding: 8px 12px;
	border: 1px solid light-dark(#b9ad9a, #5d554b);
	border-radius: 10px;
	background: var(--paper);
}
.field textarea { resize: vertical; }
.field [aria-invalid] { border-color: var(--danger); }
.mend { color: var(--danger); font-size: 14px; font-weight: 500; white-space: pre-line; }
.mend:empty { display: none; }

#toasts { position: fixed; right: 20px; bottom: 20px; z-index: 5; display: grid; gap: 10px; width: min(292px, calc(100vw - 40px)); }
.toast {
	display: flex;
	align-items: flex-start;
	gap: 8px;
	padding: 10px 8px 10px 16px;
	border-radius: 14px;
	background: light-dark(#2b2621, #efe8dc);
	color: light-dark(#fffdf9, #1b1917);
	box-shadow: var(--shadow);
}
.toast p { flex: 1; padding: 8px 0; }
.toast .quiet { color: inherit; }
.toast .quiet:hover { background: light-dark(#463f38, #dbd2c2); color: inherit; }
#offline {
	position: fixed;
	top: 12px;
	left: 50%;
	z-index: 5;
	padding: 8px 16px;
	border-radius: 20px;
	background: var(--sun-wash);
	color: var(--sun-ink);
	font-size: 14px;
	transform: translateX(-50%);
	box-shadow: var(--shadow);
	animation: late 1.5s;
}
@keyframes late { 0%, 80% { opacity: 0; } }
.noscript { position: fixed; inset: auto 0 0; padding: 12px; background: var(--sun-wash); color: var(--sun-ink); text-align: center; }

@media (max-width: 1100px) { body { grid-template-columns: 220px minmax(0, 1fr) 290px; } #aside { padding: 0 16px 24px; } }
@media (max-width: 860px) {
	body { grid-template-columns: minmax(0, 1fr); }
	.only-phone { display: grid; }
	.head { padding: 8px; gap: 4px; min-height: 56px; }
	.as { display: none; }
	#side, #aside { position: fixed; inset: 0 auto 0 0; width: min(320px, 88vw); border: 0; box-shadow: var(--shadow); }
	#aside { inset: 0 0 0 auto; width: min(360px, 92vw); }
	#side:not(:popover-open), #aside:not(:popover-open) { display: none; }
	#side::backdrop, #aside::backdrop { background: #17120c73; }
	#side a { min-height: 44px; }
	#toasts { right: 20px; bottom: 84px; width: calc(100vw - 40px); }
}
`;
