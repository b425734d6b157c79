// Cards: what Goodturn says, in the conversation and, a little larger in its figures, in the wallet.
export const CARD = `
.card {
	display: flex;
	flex-direction: column;
	gap: 8px;
	width: fit-content;
	min-width: min(100%, 220px);
	max-width: 100%;
	margin-top: 5px;
	padding: 12px 16px;
	border: 1px solid var(--line);
	border-radius: 14px;
	background: var(--raised);
	overflow-wrap: anywhere;
	unicode-bidi: plaintext;
}
.card h3 { font: 600 18px/1.3 var(--serif); }
.card p { white-space: pre-line; }
.card .name { font-weight: 600; }
.card ul { display: grid; gap: 4px; }
.card li { padding-left: 14px; position: relative; }
.card li.signed { padding-left: 0; }
.card li:not(.signed)::before { content: ""; position: absolute; left: 2px; top: 0.64em; width: 5px; height: 5px; border-radius: 50%; background: light-dark(#c9bda9, #5f574c); }
.card dl { border-bottom: 1px solid var(--line); }
.card dl > div { display: grid; grid-template-columns: minmax(88px, auto) minmax(0, 1fr); gap: 2px 16px; padding: 7px 0; border-top: 1px solid var(--line); }
.card dl:first-child > div:first-child { border-top: 0; padding-top: 0; }
.card dl:last-child, .card dl:has(+ hr) { border-bottom: 0; }
.card dt { width: 104px; font-size: 13px; line-height: 22px; color: var(--soft); }
.card dd { font-variant-numeric: tabular-nums; }
.card blockquote {
	padding: 2px 0 2px 12px;
	border-left: 3px solid light-dark(#ddd2bf, #4a443c);
	font-family: var(--serif);
	font-size: 16px;
	line-height: 1.45;
	white-space: pre-wrap;
}
.card hr { width: 100%; height: 1px; margin: 4px 0; border: 0; background: var(--line); }
.buttons { display: flex; flex-wrap: wrap; gap: 8px; }
.card .buttons { margin-top: 2px; }
.message .card.plain { margin-top: 0; padding: 0; border: 0; background: none; }
.message.private .card { margin-top: 3px; padding: 2px 0; border: 0; background: none; }

#wallet .card { width: auto; margin: 0; padding: 16px 18px; border-radius: 18px; box-shadow: 0 1px 2px light-dark(#2b262112, #0005); }
#wallet .card { font-size: 14px; }
#wallet .card dl:first-child > div:first-child { border-top: 0; padding-top: 0; }
.card dl:last-child, .card dl:has(+ hr) { border-bottom: 0; }
.card dt { width: 86px; }
#wallet .card dd strong { font: 600 20px/22px var(--serif); }
#wallet .card .button { min-height: 40px; }
`;
