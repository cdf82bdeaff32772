package guard

import (
	"crypto/sha256"
	"encoding/base64"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"felt/internal/leaf/guard/routes"
)

// Policy returns the Content-Security-Policy for pages built from these file
// systems: everything from the box itself, and of inline scripts and styles only
// those that stand in the built HTML, by hash (SvelteKit starts its pages with
// one). It is computed once at start.
func Policy(pages ...fs.FS) (string, error) {
	var scripts, styles []string
	for _, fsys := range pages {
		err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || path.Ext(name) != ".html" {
				return err
			}
			html, err := fs.ReadFile(fsys, name)
			if err != nil {
				return err
			}
			scripts = append(scripts, hashes(inlineScript, html)...)
			styles = append(styles, hashes(inlineStyle, html)...)
			return nil
		})
		if err != nil {
			return "", err
		}
	}
	return "default-src 'self'; script-src " + sources(scripts) + "; style-src " + sources(styles) +
		"; style-src-attr 'unsafe-hashes' " + announcer +
		"; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'", nil
}

// announcer is the one style attribute that is let through: SvelteKit puts its
// page announcer for screen readers outside the visible page with it.
const announcer = "'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='"

var (
	inlineScript = regexp.MustCompile(`(?is)<script\b([^>]*)>(.*?)</script\s*>`)
	inlineStyle  = regexp.MustCompile(`(?is)<style\b([^>]*)>(.*?)</style\s*>`)
	hasSource    = regexp.MustCompile(`(?i)(^|\s)src\s*=`)
)

func hashes(element *regexp.Regexp, html []byte) (list []string) {
	// A browser hashes what its parser saw, and that knows only \n.
	text := strings.ReplaceAll(string(html), "\r\n", "\n")
	for _, m := range element.FindAllStringSubmatch(text, -1) {
		if hasSource.MatchString(m[1]) || m[2] == "" {
			continue
		}
		sum := sha256.Sum256([]byte(m[2]))
		list = append(list, "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
	}
	return list
}

func sources(hashes []string) string {
	slices.Sort(hashes)
	return strings.Join(append([]string{"'self'"}, slices.Compact(hashes)...), " ")
}

// setHeaders are the same on every answer of a listener, refusals included. The
// room is plain HTTP, where a browser ignores the opener policy and complains of it
// on every page.
func setHeaders(h map[string][]string, l routes.Listener, policy string) {
	set := func(name, value string) { h[name] = []string{value} }
	set("Content-Security-Policy", policy)
	set("X-Content-Type-Options", "nosniff")
	set("Referrer-Policy", "no-referrer")
	set("Cross-Origin-Resource-Policy", "same-origin")
	if l != routes.Room {
		set("Cross-Origin-Opener-Policy", "same-origin")
	}
	set("Permissions-Policy", "camera=(self), geolocation=(), microphone=(), payment=()")
	set("Cache-Control", "no-store") // files that may be kept say so themselves
}
