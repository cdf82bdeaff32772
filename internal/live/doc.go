// Package live keeps every screen in the room current.
//
// A topic is a view model: a flat JSON object that one audience may see. The
// single writer publishes what changed after each commit; each client holds one
// WebSocket and gets at most one frame per commit, with its topics only.
//
// How it works, in one paragraph: a topic has a version and a short ring of its
// newest patches, each encoded once. A client has no queue; it has, per topic,
// the version its screen is at. Bringing a client up to date means: compare,
// take the missing patches (or a snapshot, when the ring no longer has them),
// write. So a client that stopped reading costs nothing and delays nobody: its
// versions stand still, and when its socket takes bytes again it gets what is
// newest then.
//
// Nothing ticks: no state is ever sent because time has passed. The only
// clockwork is the keep-alive ping.
//
// Files: hub.go the topics and who publishes; topic.go version, ring, snapshot;
// loading.go topics opened on demand; serve.go the upgrade; client.go one
// connection from there to its end; fanout.go the goroutines that write; wire.go
// the messages; audience.go who may see what; mirror.go what a screen does with
// the frames (the TypeScript client passes the same vectors); socket.go and
// rawwrite_*.go the WebSocket protocol itself.
//
// The protocol is our own 200 lines and not coder/websocket, because a frame must
// be writable without waiting and continuable where it stopped, which no library
// offers, and because ten thousand phones must fit: docs/bench/README.md has the
// figures of both. The tests speak to it with coder/websocket.
package live
