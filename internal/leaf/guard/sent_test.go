package guard_test

import (
	"bufio"
	"net/http"
	"net/url"
	"strings"
)

// parseAsSent returns the URL of a request line as the server makes it.
func parseAsSent(target string) (*url.URL, error) {
	r, err := http.ReadRequest(bufio.NewReader(strings.NewReader("GET " + target + " HTTP/1.1\r\nHost: leaf.local\r\n\r\n")))
	if err != nil {
		return nil, err
	}
	return r.URL, nil
}
