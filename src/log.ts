// Structured logs on standard error, one JSON line each, or readable lines in a terminal.
// No secret and nothing that people typed may leave through it: secrets are cut from the finished line, wherever they hide.
import { type DestinationStream, pino } from "pino";

type Write = { (message: string): void; (fields: object, message: string): void };

export type Log = Record<"debug" | "info" | "warn" | "error", Write> & {
	/** The same log, with these fields in every line. */
	child(fields: object): Log;
};

export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

export type LogStream = DestinationStream & { isTTY?: boolean };

/** `secrets` are cut out wherever they appear, besides all that looks like one. */
export function createLog(level: LogLevel, stream: LogStream = process.stderr, secrets: readonly string[] = []): Log {
	const clean = (line: string) => redact(line, secrets);
	return pino(
		{
			level,
			base: null,
			timestamp: pino.stdTimeFunctions.isoTime,
			formatters: { level: (label) => ({ level: label }) },
			serializers: { err: describeError, error: describeError },
			hooks: { streamWrite: (line) => (stream.isTTY ? readable(clean(line)) : clean(line)) },
		},
		stream,
	);
}

/** What an error says of itself. What else it carries (a request's body, an answer) may be somebody's words. */
function describeError(value: unknown, depth = 0): unknown {
	if (!(value instanceof Error)) return value;
	const { name, message, stack, cause } = value;
	const code = "code" in value ? value.code : undefined;
	const status = "status" in value ? value.status : undefined;
	return {
		name,
		message,
		code,
		status,
		stack,
		...(cause && depth < 3 ? { cause: describeError(cause, depth + 1) } : {}),
	};
}

const hidden = "[redacted]";

/** Matched on the JSON of the line. The shapes are the platforms' own: https://docs.slack.dev/authentication/tokens and Discord's reference. */
const secretShapes: [RegExp, string][] = [
	[/\b(xox[a-z]|xapp)-[\w-]+/g, `$1-${hidden}`],
	[/\b(Bot|Bearer) [\w.~+/-]{16,}=*/g, `$1 ${hidden}`],
	[/(?<![\w.-])[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}/g, hidden],
	[/(hooks\.slack\.com\/)[\w./-]+/g, `$1${hidden}`],
	[/(\/(?:webhooks|interactions)\/\d+\/)[\w.%-]{20,}/g, `$1${hidden}`],
	[/("[^"]*(?:token|secret|authorization|password|cookie|response_?url|route)":)"(?:[^"\\]|\\.)+"/gi, `$1"${hidden}"`],
];

function redact(line: string, secrets: readonly string[]): string {
	const known = secrets.reduce((text, secret) => text.replaceAll(secret, hidden), line);
	return secretShapes.reduce((text, [shape, instead]) => text.replace(shape, instead), known);
}

/** `12:30:00 info  message key=value`, and an error's stack below it. */
function readable(line: string): string {
	const { time, level, msg, ...fields } = JSON.parse(line) as Record<string, unknown>;
	const error = fields["err"] as { stack?: string } | undefined;
	const rest = Object.entries(fields).filter(([name]) => name !== "err");
	const values = rest.map(([name, value]) => ` ${name}=${typeof value === "string" ? value : JSON.stringify(value)}`);
	const stack = error?.stack ? `\n${error.stack}` : "";
	return `${String(time).slice(11, 19)} ${String(level).padEnd(5)} ${msg ?? ""}${values.join("")}${stack}\n`;
}
