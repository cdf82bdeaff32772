// Package relaytest holds what every transport of the relay has to pass, and
// chains of events to send through one.
package relaytest
