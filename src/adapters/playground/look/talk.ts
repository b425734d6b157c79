// The conversation: messages, reactions, what is private, the empty state.
export const TALK = `
#log { flex: 1; min-height: 0; display: flex; flex-direction: column; overflow-y: auto; overscroll-behavior: contain; padding: 12px 0 8px; }
#log:focus-visible { outline-offset: -3px; }
#messages { margin-top: auto; }
#messages:empty { display: none; }
#messages:not(:empty) + .empty { display: none; }

.day { display: flex; align-items: center; gap: 14px; margin: 18px 24px 10px; color: var(--soft); font-size: 13px; font-weight: 600; }
.day::before, .day::after { content: ""; flex: 1; height: 1px; background: var(--line); }

.message { position: relative; display: flex; gap: 12px; padding: 7px 24px; }
.message:hover, .message:focus-within { background: var(--hover); }
.message.follows { padding-top: 1px; }
.gutter { flex: none; width: 38px; padding-top: 3px; text-align: right; font-size: 11px; color: var(--soft); opacity: 0; font-variant-numeric: tabular-nums; }
.message:hover .gutter { opacity: 1; }
.body { min-width: 0; flex: 1; max-width: 680px; }
.by { display: flex; align-items: baseline; gap: 7px; line-height: 1.35; }
.author { font-weight: 650; }
.by time { font-size: 12px; color: var(--soft); font-variant-numeric: tabular-nums; }
.said { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; }
.mention { padding: 1px 4px; border-radius: 6px; background: var(--leaf-wash); color: var(--leaf); font-weight: 600; }
.mention.mine { background: var(--sun-wash); color: var(--sun-ink); }

.message.private { margin: 6px 12px; padding: 9px 12px; border-radius: 16px; background: var(--plum-wash); }
.only-you { display: flex; align-items: center; gap: 6px; margin-bottom: 1px; color: var(--plum); font-size: 12.5px; font-weight: 600; }
.dismiss { position: absolute; top: 3px; right: 4px; }

.replies { margin: 6px 0 0; padding-left: 14px; border-left: 2px solid var(--line); }
.replies:empty { display: none; }
.replies .message { padding: 6px 0; }

.reactions { display: flex; flex-wrap: wrap; gap: 6px; margin-top: 6px; }
.reaction {
	display: flex;
	align-items: center;
	gap: 6px;
	min-height: 30px;
	padding: 2px 10px;
	border: 1px solid var(--line);
	border-radius: 15px;
	background: var(--raised);
	font-size: 13px;
	font-weight: 600;
	font-variant-numeric: tabular-nums;
}
.reaction:hover { border-color: var(--soft); }
.reaction.mine { border-color: var(--leaf); background: var(--leaf-wash); color: var(--leaf); }
.emoji { font-family: "Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji", sans-serif; font-size: 16px; line-height: 1; }

.menu { position: absolute; top: -14px; right: 20px; }
.menu > summary {
	display: grid;
	place-items: center;
	width: 38px;
	height: 34px;
	border: 1px solid var(--line);
	border-radius: 10px;
	background: var(--raised);
	color: var(--soft);
	list-style: none;
	cursor: pointer;
	opacity: 0;
}
.menu > summary::-webkit-details-marker { display: none; }
.menu > summary:hover { color: var(--ink); }
.message:hover .menu > summary, .menu > summary:focus-visible, .menu[open] > summary { opacity: 1; }
.choices {
	position: absolute;
	top: calc(100% + 4px);
	right: 0;
	z-index: 3;
	width: max-content;
	max-width: min(310px, 86vw);
	padding: 8px;
	border: 1px solid var(--line);
	border-radius: 14px;
	background: var(--raised);
	box-shadow: var(--shadow);
}
.menu.up .choices { top: auto; bottom: calc(100% + 4px); }
.palette { display: flex; }
.palette .emoji { width: 44px; height: 44px; padding: 0; border: 0; border-radius: 10px; background: none; font-size: 22px; }
.palette .emoji:hover { background: var(--hover); }
.choices .small { padding: 4px 8px 8px; }
.entry { display: block; width: 100%; min-height: 42px; padding: 8px; border: 0; border-radius: 10px; background: none; text-align: left; }
.entry:hover { background: var(--hover); }

.empty { margin: auto; padding: 24px; max-width: 560px; text-align: center; color: var(--soft); }
.empty > .icon { margin: 0 auto 14px; color: var(--leaf); }
.empty h2 { margin-bottom: 6px; font: 600 25px/1.25 var(--serif); color: var(--ink); letter-spacing: -0.01em; text-wrap: balance; }
.empty p { text-wrap: balance; }
.suggestions { display: grid; gap: 10px; margin-top: 22px; }
.suggestion {
	display: flex;
	flex-direction: column;
	gap: 3px;
	width: 100%;
	padding: 11px 16px;
	border: 1px solid var(--line);
	border-radius: 14px;
	background: var(--raised);
	text-align: left;
	transition: border-color 0.15s, transform 0.15s;
}
.suggestion:hover { border-color: var(--leaf); transform: translateY(-1px); }
.suggestion span { font-size: 13px; color: var(--soft); }
.suggestion code, .suggestion q { padding: 0; background: none; color: var(--ink); }
.suggestion code { font-size: 14px; }
.suggestion q { quotes: none; }

#newer {
	position: absolute;
	left: 50%;
	bottom: 104px;
	z-index: 2;
	display: flex;
	align-items: center;
	gap: 6px;
	min-height: 40px;
	padding: 6px 16px;
	border: 0;
	border-radius: 20px;
	background: var(--leaf);
	color: var(--on-leaf);
	font-weight: 600;
	transform: translateX(-50%);
	box-shadow: var(--shadow);
}
@keyframes arrive { from { opacity: 0; transform: translateY(6px); } }
@keyframes glow-odd { from { background: var(--leaf-wash); } }
@keyframes glow-even { from { background: var(--leaf-wash); } }
.message.htmx-added { animation: arrive 0.2s ease-out; }
.changed-odd .card { animation: glow-odd 1.6s ease-out; }
.changed-even .card { animation: glow-even 1.6s ease-out; }

@media (max-width: 860px) {
	.message { padding: 8px 12px; gap: 10px; }
	.message.private { margin: 6px; padding: 8px 6px; }
	.day { margin: 14px 12px 8px; }
	.body { padding-right: 30px; }
	.message .card { margin-right: -30px; }
	.menu { top: 0; right: 4px; }
	.menu > summary { width: 40px; height: 40px; border-color: transparent; background: none; opacity: 1; }
	.message.follows .menu { top: -8px; }
	.reaction { min-height: 40px; border-radius: 20px; padding: 4px 14px; }
	.message .buttons .button:not(:only-of-type) { flex: 1 1 auto; }
}
`;
