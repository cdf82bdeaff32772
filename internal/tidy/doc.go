// Package tidy holds the repo's own rules, as tests: who may import whom, how
// large a file may be, what the rules of poker must not touch, and what must not
// stand in a tracked file. It holds no code of its own.
package tidy
