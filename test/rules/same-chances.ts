// One seed for every property while mutants are tested, or the same mutant would live today and die tomorrow. The usual
// run keeps a fresh seed each time, and prints it where a property fails.
import fc from "fast-check";

fc.configureGlobal({ seed: 20_773 });
