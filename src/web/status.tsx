// The one page that says what runs here, for whoever opens the address of a bot without a playground.
// It names parts, never people, and nothing that would help an attacker.
import type { Readiness } from "./index.tsx";

export function StatusPage({ readiness }: { readiness: Readiness }) {
	return (
		<html lang="en">
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta name="color-scheme" content="light dark" />
				<title>Goodturn</title>
				<link rel="stylesheet" href="/status.css" />
			</head>
			<body>
				<main>
					<h1>Goodturn</h1>
					<p class="motto">One good turn deserves another.</p>
					<p>
						A bank of goodwill for a team. It lives in the team’s chat: say <code>/goodturn help</code> there.
					</p>
					<ul>
						{Object.entries(readiness.checks).map(([name, result]) => (
							<li class={result}>
								<span>{name}</span>
								<strong>{result === "ok" ? "ready" : "not ready"}</strong>
							</li>
						))}
					</ul>
					{!readiness.ready && (
						<p>
							Whoever runs this finds the reason with <code>npm run -s goodturn -- doctor</code>.
						</p>
					)}
				</main>
			</body>
		</html>
	);
}

export const STATUS_STYLE = `
:root {
	color-scheme: light dark;
	--paper: light-dark(#fffdf9, #1b1917);
	--ink: light-dark(#2b2621, #ede7dd);
	--soft: light-dark(#6b6156, #a89e90);
	--line: light-dark(#e8e0d3, #35312b);
	--leaf: light-dark(#2c6e4f, #8fd3ac);
	--danger: light-dark(#a83a2a, #f2a193);
}
body { margin: 0; min-height: 100dvh; display: grid; place-items: center; background: var(--paper); color: var(--ink); font: 16px/1.55 -apple-system, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif; }
main { width: min(400px, calc(100vw - 48px)); padding: 40px 0; }
h1 { margin: 0; font: 600 34px/1.1 "Iowan Old Style", Palatino, Georgia, "Liberation Serif", serif; color: var(--leaf); letter-spacing: -0.01em; }
.motto { margin: 4px 0 26px; font: 17px/1.4 "Iowan Old Style", Palatino, Georgia, "Liberation Serif", serif; color: var(--soft); }
ul { margin: 26px 0; padding: 0; list-style: none; border-top: 1px solid var(--line); }
li { display: flex; justify-content: space-between; padding: 11px 2px; border-bottom: 1px solid var(--line); text-transform: capitalize; }
li strong { font-weight: 600; text-transform: none; }
.ok strong { color: var(--leaf); }
.failed strong { color: var(--danger); }
code { white-space: nowrap; font: 0.9em ui-monospace, Menlo, Consolas, "Liberation Mono", monospace; padding: 0.1em 0.35em; border-radius: 5px; background: light-dark(#f1eade, #322d28); }
`;
