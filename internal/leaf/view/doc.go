// Package view turns a tournament into what screens show: one flat document per
// topic, whose rows are replaced whole. Nothing here decides anything, and
// nothing is computed that a screen can count for itself: a clock is sent as an
// anchor, never as a tick.
package view
