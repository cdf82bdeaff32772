// Package api is the box's HTTP API, described by the OpenAPI document that it
// generates: verbs on resources, problem+json for every no, an Idempotency-Key
// for every command, the tournament's version as ETag.
//
// Handlers decode and hand over; what may happen is decided by the rules.
package api
