package pages

import "net/http"

// Staff serves the pages of the staff listener: the operator app at the root.
func Staff() http.Handler { return Operator() }

// Room serves the pages of the room listener: /play for phones, /display for
// screens. Who comes without a path has a phone in hand and goes to /play.
func Room() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/play", Player())
	mux.Handle("/play/", Player())
	mux.Handle("/display", Display())
	mux.Handle("/display/", Display())
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" || r.Method != http.MethodGet && r.Method != http.MethodHead {
			notFound(w)
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		http.Redirect(w, r, "/play", http.StatusFound)
	})
	return mux
}
