// Package leaftest starts real boxes for tests: a folder of their own, free
// ports, the real database, hub and relay; and drives them as pages do, over
// HTTP with cookies and one WebSocket.
//
//	box := leaftest.Start(t, leaftest.Options{})
//	owner := box.SetUp()
//	night := owner.Create(leaftest.Freezeout())
//	owner.Command(night+"/clock/start", nil)
//	owner.Refused(409, "clock_running", night+"/clock/start", nil)
package leaftest
