package api

import (
	"bytes"
	"flag"
	"net/http"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "write api/openapi.json")

// The contract is generated from the Go types and committed; a change of it
// shows as a diff.
func TestTheCommittedContractIsWhatTheCodeServes(t *testing.T) {
	const path = "../../../api/openapi.json"
	got, err := New(http.NewServeMux(), Deps{Version: "dev"}).OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Fatal("api/openapi.json differs from the code: run go test ./internal/leaf/api -update and look at the diff")
	}
}
