// Package powercut is a file system for tests that forgets what was not flushed.
//
// It lives in memory and is mounted through FUSE. Writes, truncations, new names,
// renames and deletions stay volatile until the file, or for names the folder, is
// flushed with fsync. Cut takes the power away: from then on every call fails
// with EIO. Reboot then decides, from a seed, what the disk kept: the flushed
// state alone, or with it any of the unflushed 512-byte sectors and names, in any
// mixture. Full makes it a disk without room.
package powercut
