// Package calc is the rules' calculators with JSON in and JSON out, so that
// anyone in a dispute can check a figure: feltctl calc NAME reads one object
// and writes one. Every calculator calls the code that the tournament uses; here
// are only the names of the fields and the limits.
//
// A calculator is a function from its input to its output, entered in the table
// of calc.go. Input is read strictly: an unknown field, a field twice, a null,
// a wrong type or anything behind the object is refused.
package calc
