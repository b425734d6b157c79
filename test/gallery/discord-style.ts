// How Discord's clients look, roughly: type, spacing and colours. Written for the gallery; nothing here is Discord's.
export const DISCORD_STYLE = `
.discord { --bg: #fff; --ink: #2f3035; --head: #1b1c1f; --soft: #5c5e66; --line: #e3e5e8; --panel: #f2f3f5; --code-bg: #f2f3f5; --link: #006ce7; --mention: #4752c4; --mention-bg: #5865f226; --pinged: #fdf3d8; --pinged-line: #f0b132; --only: #5865f20f; --secondary: #e9eaed; --secondary-ink: #2f3035; --quote: #c4c9ce; font: 16px/1.375 "gg sans", "Noto Sans", "Noto Sans Arabic", "Liberation Sans", "Noto Color Emoji", sans-serif; }
.discord.dark { --bg: #313338; --ink: #dbdee1; --head: #f2f3f5; --soft: #949ba4; --line: #3f4147; --panel: #2b2d31; --code-bg: #2b2d31; --link: #00a8fc; --mention: #c9cdfb; --mention-bg: #5865f24d; --pinged: #444037; --only: #5865f214; --secondary: #4e5058; --secondary-ink: #fff; --quote: #4e5058; }
.discord .stage { background: var(--bg); color: var(--ink); }
.discord p, .discord h3, .discord ul { margin: 0; padding: 0; }
.discord .message { position: relative; display: flex; gap: 16px; padding: 8px 16px; }
.discord .only-you { background: var(--only); }
.discord .pinged { background: var(--pinged); box-shadow: inset 2px 0 var(--pinged-line); }
.discord .avatar { flex: none; width: 40px; height: 40px; border-radius: 50%; background: #2c6e4f; color: #fff; font: 600 21px/37px Georgia, "Liberation Serif", serif; text-align: center; }
.discord .avatar.small { width: 24px; height: 24px; font-size: 14px; line-height: 22px; }
.discord .body { min-width: 0; flex: 1; overflow-wrap: anywhere; }
.discord .by { display: flex; align-items: center; gap: 6px; }
.discord .by b { color: var(--head); font-weight: 500; }
.discord .tag { padding: 0 4px; border-radius: 3px; background: #5865f2; color: #fff; font-size: 10px; font-weight: 600; line-height: 15px; }
.discord time { margin-left: 2px; font-size: 12px; color: var(--soft); }
.discord .line, .discord .subtext, .discord .item, .discord blockquote, .discord .field { unicode-bidi: plaintext; text-align: start; }
.discord b { font-weight: 700; }
.discord code { padding: 0.15em 0.2em; border-radius: 3px; background: var(--code-bg); border: 1px solid var(--line); font: 0.85em Consolas, Menlo, "Liberation Mono", monospace; white-space: pre-wrap; }
.discord a { color: var(--link); }
.discord .mention { padding: 0 2px; border-radius: 3px; background: var(--mention-bg); color: var(--mention); font-weight: 500; unicode-bidi: isolate; }
.discord blockquote { position: relative; margin: 2px 0; padding: 0 8px 0 16px; }
.discord blockquote::before { content: ""; position: absolute; inset: 0 auto 0 0; width: 4px; border-radius: 4px; background: var(--quote); }
.discord .subtext { font-size: 13px; line-height: 1.4; color: var(--soft); }
.discord h3 { margin: 6px 0 4px; font-size: 16px; font-weight: 700; color: var(--head); }
.discord .item { padding-left: 8px; }
.discord .text + .text { margin-top: 8px; }
.discord .text, .discord .section { max-width: 600px; }
.discord .content + .row, .discord .text + .row, .discord .row + .text, .discord .section + .text, .discord .section + .section, .discord .text + .section { margin-top: 8px; }
.discord .row { display: flex; flex-wrap: wrap; gap: 8px; margin: 4px 0; }
.discord .section { display: flex; align-items: flex-start; justify-content: space-between; gap: 12px; }
.discord .section > div { min-width: 0; }
.discord .section button { flex: none; }
.discord .container { max-width: 600px; margin-top: 4px; padding: 14px 16px; border: 1px solid var(--line); border-left: 4px solid var(--accent); border-radius: 8px; background: var(--panel); }
.discord .container code { background: var(--bg); }
.discord hr { height: 1px; margin: 10px 0; border: 0; background: var(--line); }
.discord button { height: 32px; padding: 0 16px; border: 0; border-radius: 8px; color: #fff; font: 500 14px/32px "Noto Sans", "Liberation Sans", sans-serif; white-space: nowrap; max-width: 100%; overflow: hidden; text-overflow: ellipsis; }
.discord .primary { background: #5865f2; }
.discord .secondary { background: var(--secondary); color: var(--secondary-ink); }
.discord .success { background: #248045; }
.discord .danger { background: #da373c; }
.discord .eye { margin-top: 4px; font-size: 12px; color: var(--soft); }
.discord .push { margin: 2px 16px 4px 72px; padding: 4px 8px; border-radius: 6px; background: var(--panel); color: var(--soft); font-size: 11.5px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.discord .push b { margin-right: 4px; text-transform: uppercase; font-size: 9.5px; letter-spacing: 0.04em; }
.discord .modal { width: min(460px, 100% - 24px); margin: 12px auto; border: 1px solid var(--line); border-radius: 12px; background: var(--bg); box-shadow: 0 8px 24px #0004; }
.discord .modal header { display: flex; align-items: center; gap: 10px; padding: 16px; font-size: 20px; color: var(--head); }
.discord .close { margin-left: auto; font-size: 16px; color: var(--soft); }
.discord .modal .page { padding: 0 16px; }
.discord .modal footer { display: flex; justify-content: flex-end; gap: 8px; padding: 16px; }
.discord .modal footer button { height: 38px; line-height: 38px; }
.discord .input { margin-bottom: 18px; }
.discord label { display: block; margin-bottom: 4px; font-weight: 500; color: var(--head); }
.discord label i { margin-left: 3px; color: #da373c; font-style: normal; }
.discord .hint { margin-bottom: 6px; font-size: 14px; color: var(--soft); }
.discord .field { display: flex; justify-content: space-between; box-sizing: border-box; min-height: 40px; padding: 8px 12px; line-height: 22px; border: 1px solid var(--line); border-radius: 8px; background: var(--panel); white-space: pre-wrap; overflow-wrap: anywhere; }
.discord .multiline { min-height: 88px; }
.discord .placeholder { color: var(--soft); }
.discord .choices { margin-top: 2px; font-size: 11px; color: var(--soft); }
.discord .complete { margin: 10px 16px; border: 1px solid var(--line); border-radius: 8px; background: var(--panel); }
.discord .complete ul { list-style: none; padding: 6px; }
.discord .complete li { padding: 6px 10px; border-radius: 4px; }
.discord .complete li:first-child { background: var(--secondary); color: var(--secondary-ink); }
.discord .complete p { padding: 10px 14px; border-top: 1px solid var(--line); }
.discord .none { padding: 12px 16px; color: var(--soft); font-style: italic; }
.discord.phone .message { padding: 8px 12px; gap: 12px; }
.discord.phone .push { margin-left: 12px; }
.discord.phone .row button { height: 36px; line-height: 36px; }
`;
