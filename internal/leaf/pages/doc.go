// Package pages is the built front end inside the binary: the apps for
// operators, players and screens, and the handler that sends their files.
//
// frontend/build.sh puts the apps into built/, each with its files precompressed
// beside them. Without it the package compiles all the same; the handlers then
// answer 503 and say how to build.
package pages
