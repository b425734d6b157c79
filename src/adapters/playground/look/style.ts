// The playground's one stylesheet, in the order in which its parts build on each other.
import { CARD } from "./card.ts";
import { COMPOSE_LOOK } from "./compose.ts";
import { FRAME } from "./frame.ts";
import { TALK } from "./talk.ts";
import { TOKENS } from "./tokens.ts";

export const STYLE = [TOKENS, FRAME, TALK, CARD, COMPOSE_LOOK].join("");
