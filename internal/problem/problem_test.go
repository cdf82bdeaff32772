package problem

import (
	"encoding/json"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAProblemSaysWhatWhyWhichRuleAndWhatNow(t *testing.T) {
	w := httptest.NewRecorder()
	p := New(409, "table_full", "Table 4 is full.").WithRule("TDA 11A").WithNext("Choose another table.").WithField("seat")
	p.Retry = 2
	Write(w, p)
	var got map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"type": "about:blank", "title": "Conflict", "status": 409.0, "code": "table_full",
		"detail": "Table 4 is full.", "rule": "TDA 11A", "next": "Choose another table.", "field": "seat", "retry": 2.0}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if w.Code != 409 || w.Header().Get("Content-Type") != MediaType || w.Header().Get("Retry-After") != "2" || w.Header().Get("Cache-Control") != "no-store" {
		t.Error(w.Code, w.Header())
	}
	if p.Error() != "Table 4 is full. Choose another table." {
		t.Error(p.Error())
	}
}
