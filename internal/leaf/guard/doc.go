// Package guard stands in front of everything the box serves. A request passes
// these in order, and the first that refuses answers with problem+json:
//
//	the name it was sent to   Host allowlist, against DNS rebinding   421  host.go
//	the path                  one spelling only, before any routing   400  path.go
//	who is asking             session, unless the route is listed     401  caller.go
//	how often                 pace by session, else by address        429  guard.go
//	from where                Origin and Sec-Fetch-Site               403  origin.go
//	with what                 JSON only, bounded                      415, 413  body.go
//
// and whatever goes wrong behind it comes out as a 500 without a word about
// people (guard.go). Which routes need no session is a committed list that the
// guard itself reads (package routes); on the room listener a route that is not
// on the list does not exist.
//
// There is no Strict-Transport-Security header on purpose: it would hold for
// every port of the name and lock displays and phones out of the plain-HTTP room.
package guard
