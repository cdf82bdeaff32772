// Package problem is the one shape in which Felt says no: problem+json
// (RFC 9457) with a code for programs, a sentence for people, the rule it rests
// on and what to do now.
//
// The API, the middleware in front of it and the calculators of feltctl all
// answer with it, so that whoever is refused learns the same four things in the
// same place.
package problem
