// Package feltctl is the tool beside the box: it simulates and replays nights,
// audits a history, backs a box up and restores it, finds what ails it, and
// calculates.
//
// Every command writes one JSON object on standard output and its words for
// people on standard error. The exit code is 0 if all is well, 1 if the command
// found something wrong, 2 if it was asked wrongly.
//
// Nothing here knows a rule of its own: the commands call the code of the box.
package feltctl
