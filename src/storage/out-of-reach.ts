// The one failure of a database that is nobody's mistake: it restarts, the line is cut, somebody holds what is needed.
// The same may work in a moment. It says nothing about what is wrong with a request.

export class OutOfReach extends Error {
	override name = "OutOfReach";
}
