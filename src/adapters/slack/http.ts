// Slack's requests over HTTP: signed, and answered only when what they brought is done. It listens on no port itself:
// the one http server of the process hands it the requests for /slack/events.
import type { IncomingMessage, ServerResponse } from "node:http";
import { HTTPReceiver, type Logger } from "@slack/bolt";

export type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

export function createHttpReceiver(deps: { signingSecret: string; logger: Logger; open: () => boolean }): {
	receiver: HTTPReceiver;
	requestListener: RequestListener;
} {
	const receiver = new HTTPReceiver({
		signingSecret: deps.signingSecret,
		logger: deps.logger,
		// Bolt acknowledges an event before its listener runs; this holds the answer back until the listener is done.
		processBeforeResponse: true,
		// Who failed has logged why. Slack sends an event again that was not answered with 200.
		processEventErrorHandler: async ({ response }) => {
			if (!response.headersSent) end(response, 500);
			return false;
		},
	});
	return {
		receiver,
		requestListener(request, response) {
			if (!deps.open()) return end(response, 503);
			try {
				receiver.requestListener(request, response);
			} catch {
				// Thrown for any other path or method.
				end(response, 404);
			}
		},
	};
}

function end(response: ServerResponse, status: number): void {
	response.writeHead(status);
	response.end();
}
