// How Slack's clients look, roughly: type, spacing and colours. Written for the gallery; nothing here is Slack's.
export const SLACK_STYLE = `
.slack { --bg: #fff; --ink: #1d1c1d; --soft: #616061; --line: #dddddd; --hover: #f8f8f8; --link: #1264a3; --code: #e01e5a; --code-bg: #f8f8f8; --mention-bg: #e8f5fa; --me-bg: #fdf2ce; --me: #1264a3; --field: #86868a; --only: #f8f8f8; font: 15px/1.46668 "Slack-Lato", Lato, "Noto Sans", "Noto Sans Arabic", "Noto Color Emoji", sans-serif; }
.slack.dark { --bg: #1a1d21; --ink: #d1d2d3; --soft: #ababad; --line: #35373b; --hover: #222529; --link: #1d9bd1; --code: #e8912d; --code-bg: #232529; --mention-bg: #1d3444; --me-bg: #4a3b14; --me: #f2c744; --field: #6b6c6f; --only: #222529; }
.slack .stage { background: var(--bg); color: var(--ink); }
.slack p, .slack h3 { margin: 0; }
.slack .message { display: flex; gap: 8px; padding: 8px 20px; }
.slack .only-you { background: var(--only); }
.slack .avatar { flex: none; width: 36px; height: 36px; border-radius: 8px; background: #2c6e4f; color: #fff; font: 600 20px/34px Georgia, "Liberation Serif", serif; text-align: center; }
.slack .avatar.small { width: 24px; height: 24px; border-radius: 6px; font-size: 14px; line-height: 22px; }
.slack .body { min-width: 0; flex: 1; overflow-wrap: anywhere; }
.slack .eye { font-size: 12px; color: var(--soft); }
.slack .by { display: flex; align-items: baseline; gap: 6px; line-height: 1.4; }
.slack .by b { font-weight: 900; }
.slack .tag { padding: 1px 3px; border-radius: 2px; background: var(--line); color: var(--soft); font: 700 10px/1.3 Lato, sans-serif; align-self: center; }
.slack time { font-size: 12px; color: var(--soft); }
.slack .rich { white-space: pre-wrap; margin: 2px 0 4px; }
.slack b { font-weight: 700; }
.slack code { padding: 2px 3px 1px; border: 1px solid var(--line); border-radius: 3px; background: var(--code-bg); color: var(--code); font: 12px/1.5 Monaco, Menlo, Consolas, "Liberation Mono", monospace; white-space: pre-wrap; }
.slack .mention { padding: 0 2px 1px; border-radius: 3px; background: var(--mention-bg); color: var(--link); unicode-bidi: isolate; }
.slack .mention.me { background: var(--me-bg); color: var(--me); }
.slack blockquote { position: relative; margin: 4px 0; padding: 0 0 0 16px; white-space: pre-wrap; }
.slack blockquote::before { content: ""; position: absolute; inset: 0 auto 0 0; width: 4px; border-radius: 8px; background: var(--line); }
.slack blockquote[dir="rtl"]::before { inset: 0 auto 0 0; }
.slack .context { margin: 4px 0; font-size: 12px; line-height: 1.5; color: var(--soft); white-space: pre-wrap; }
.slack h3 { margin: 8px 0 4px; font: 900 18px/1.3 Lato, sans-serif; }
.slack hr { height: 1px; margin: 12px 0; border: 0; background: var(--line); }
.slack .actions { display: flex; flex-wrap: wrap; gap: 8px; margin: 6px 0 6px; }
.slack button { min-width: 80px; height: 28px; padding: 0 12px 1px; border: 1px solid light-dark(#1d1c1d4d, #e8e8e84d); border-radius: 8px; background: var(--bg); color: var(--ink); font: 700 13px/26px Lato, sans-serif; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; max-width: 250px; }
.slack button.primary { border-color: #007a5a; background: #007a5a; color: #fff; }
.slack button.danger { border-color: #e01e5a; background: #e01e5a; color: #fff; }
.slack .push { margin: 2px 20px 4px 64px; padding: 4px 8px; border-radius: 6px; background: var(--hover); color: var(--soft); font-size: 11.5px; line-height: 1.4; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.slack .push b { margin-right: 4px; font-weight: 700; text-transform: uppercase; font-size: 9.5px; letter-spacing: 0.04em; }
.slack .modal { width: min(520px, 100% - 24px); margin: 12px auto; border: 1px solid var(--line); border-radius: 8px; box-shadow: 0 8px 28px #0003; }
.slack .modal header { display: flex; align-items: center; gap: 10px; padding: 16px 20px; font-size: 20px; }
.slack .modal header b { font-weight: 900; }
.slack .close { margin-left: auto; color: var(--soft); font-size: 16px; }
.slack .modal .page { padding: 4px 24px 8px; }
.slack .modal footer { display: flex; justify-content: flex-end; gap: 12px; padding: 16px 24px; }
.slack .modal footer button { height: 36px; font-size: 15px; }
.slack .input { margin-bottom: 18px; }
.slack label { display: block; margin-bottom: 6px; font-weight: 700; }
.slack .optional { font-weight: 400; color: var(--soft); }
.slack .field { position: relative; display: flex; justify-content: space-between; box-sizing: border-box; min-height: 42px; padding: 8px 12px; line-height: 24px; border: 1px solid var(--field); border-radius: 6px; font-size: 16px; white-space: pre-wrap; overflow-wrap: anywhere; }
.slack .field.multiline { min-height: 92px; }
.slack .wrong .field { border-color: #e01e5a; }
.slack .placeholder { color: var(--soft); }
.slack .left { position: absolute; right: 10px; bottom: 4px; font-size: 12px; color: #e01e5a; }
.slack .choices { margin-top: 2px; font-size: 11px; color: var(--soft); }
.slack .error { margin-top: 6px; color: #e01e5a; font-size: 13px; }
.slack .hint { margin-top: 5px; color: var(--soft); font-size: 13px; }
.slack .home .tabs { display: flex; gap: 18px; padding: 10px 20px 8px; border-bottom: 1px solid var(--line); font-size: 13px; color: var(--soft); }
.slack .home .tabs b { color: var(--ink); }
.slack .home .page { padding: 12px 20px; }
.slack .home .rich { margin: 6px 0 8px; }
.slack .none { padding: 12px 20px; color: var(--soft); font-style: italic; }
.slack.phone .message { padding: 8px 12px; }
.slack.phone .push { margin-left: 12px; margin-right: 12px; }
.slack.phone button { height: 34px; font-size: 15px; line-height: 32px; max-width: 100%; }
.slack.phone .actions { gap: 8px; }
`;
