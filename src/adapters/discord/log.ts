// What this adapter asks of a log: pino's shape, so that any logger of that shape serves.

type Write = (about: object, message: string) => void;
export type Log = { debug: Write; info: Write; warn: Write; error: Write };
