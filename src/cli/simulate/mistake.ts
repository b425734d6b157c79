// A call of the simulation that cannot be understood: said with where to read more.
import { Usage } from "../asked.ts";

export const mistake = (message: string): Usage => new Usage(message, "goodturn simulate --help says how to call it.");
