package pages

import (
	"embed"
	"io/fs"
	"sync"
)

// built holds one folder per app. all: because the apps keep their hashed files
// below _app, and because a tree without built apps holds only .keep.
//
//go:embed all:built
var built embed.FS

// The three apps of the box.
var (
	operator = sync.OnceValue(func() *App { return embedded("operator", "") })
	player   = sync.OnceValue(func() *App { return embedded("player", "/play") })
	display  = sync.OnceValue(func() *App { return embedded("display", "/display") })
)

// Operator is the app for staff, at the root of the staff listener.
func Operator() *App { return operator() }

// Player is the app for phones, below /play on the room listener.
func Player() *App { return player() }

// Display is the app for screens, below /display on the room listener.
func Display() *App { return display() }

// Files are the built apps' files, for the Content-Security-Policy.
func Files() []fs.FS {
	var list []fs.FS
	for _, app := range []string{"operator", "player", "display"} {
		if sub, err := fs.Sub(built, "built/"+app); err == nil {
			if _, err := fs.Stat(sub, "."); err == nil {
				list = append(list, sub)
			}
		}
	}
	return list
}

func embedded(folder, base string) *App {
	sub, err := fs.Sub(built, "built/"+folder)
	if err != nil { // a fixed, valid path: cannot happen
		panic(err)
	}
	return Load(sub, base)
}
