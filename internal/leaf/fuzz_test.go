package leaf

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"felt/internal/access/pace"
	"felt/internal/leaf/guard"
	"felt/internal/leaf/guard/routes"
	"felt/internal/problem"
)

// contract is the part of the OpenAPI document that says what may be sent.
type contract struct {
	Paths map[string]map[string]struct {
		OperationID string
		Parameters  []struct {
			Name, In string
			Schema   schema
		}
		RequestBody *struct {
			Content map[string]struct{ Schema schema }
		}
	}
	Components struct{ Schemas map[string]schema }
}

type schema struct {
	Ref        string `json:"$ref"`
	Type       any
	Properties map[string]schema
	Required   []string
	Items      *schema
	Enum       []any
	Minimum    *float64
	Maximum    *float64
	Additional any `json:"additionalProperties"`
}

// sender makes up requests: often as the contract has them, often not.
type sender struct {
	*rand.Rand
	contract contract
	ids      []string
}

func (s *sender) one(list ...any) any { return list[s.IntN(len(list))] }

var texts = []any{"", " ", "Anna", "a\x00b", "\u202e\u0000", "💥", "null", strings.Repeat("long ", 200), "cash", "card", "never_taken", "given_back", "<script>", "../../etc", "1' OR 1", "\xff"}

func (s *sender) value(x schema, depth int) any {
	if s.IntN(12) == 0 || depth > 8 { // something else altogether
		return s.one(nil, true, -1, 0, 1.5, 1e300, "x", []any{}, map[string]any{}, []any{map[string]any{"entry": 1}}, int64(1)<<62, -int64(1)<<62)
	}
	if x.Ref != "" {
		return s.value(s.contract.Components.Schemas[x.Ref[strings.LastIndex(x.Ref, "/")+1:]], depth+1)
	}
	if len(x.Enum) > 0 {
		return s.one(x.Enum...)
	}
	kind, _ := x.Type.(string)
	if list, ok := x.Type.([]any); ok && len(list) > 0 {
		kind, _ = list[0].(string)
	}
	switch kind {
	case "object":
		v := map[string]any{}
		for name, p := range x.Properties {
			needed := false
			for _, r := range x.Required {
				needed = needed || r == name
			}
			if needed && s.IntN(30) > 0 || !needed && s.IntN(2) == 0 {
				v[name] = s.value(p, depth+1)
			}
		}
		if s.IntN(25) == 0 {
			v["surprise"] = 1
		}
		return v
	case "array":
		v := []any{}
		for range s.IntN(4) {
			v = append(v, s.value(*x.Items, depth+1))
		}
		return v
	case "integer", "number":
		if s.IntN(3) == 0 {
			return s.one(0, -1, 1, 1<<31, int64(1)<<53, int64(1)<<62, -int64(1)<<62)
		}
		return s.IntN(30)
	case "boolean":
		return s.IntN(2) == 0
	}
	if s.IntN(3) == 0 && len(s.ids) > 0 {
		return s.ids[s.IntN(len(s.ids))]
	}
	return s.one(texts...)
}

// leavesAlone are operations that would end the fuzz: they sign the caller out, or
// take a second of computing each.
var leavesAlone = map[string]bool{"sign-out": true, "unpair-device": true, "end-session": true, "set-up": true, "recover": true, "change-own-pin": true, "sign-in": true, "step-up": true,
	"add-staff": true, "change-staff": true, "make-backup": true, "restore": true}

// No request, however odd, is answered with a 5xx, and every no is problem+json.
// FELT_SEED repeats a run, FELT_SOAK is how many requests each operation gets.
func TestNoRequestBreaksTheBox(t *testing.T) {
	seed, each := uint64(time.Now().UnixNano()), 40
	if n, err := strconv.ParseUint(os.Getenv("FELT_SEED"), 10, 64); err == nil {
		seed = n
	}
	if n, err := strconv.Atoi(os.Getenv("FELT_SOAK")); err == nil {
		each = n
	}
	t.Logf("FELT_SEED=%d, %d requests for each operation", seed, each)
	l, night := evening(t, 150)
	g, err := l.guard()
	if err != nil {
		t.Fatal(err)
	}
	g.Listener, g.Hosts = routes.Local, guard.LocalHosts()
	g.Pace = guard.Pace{Session: pace.Limit{Burst: 1 << 30, Every: time.Nanosecond}}
	handler := g.Wrap(l.staffMux())
	s := &sender{Rand: rand.New(rand.NewPCG(seed, 7))}
	file, err := os.ReadFile("../../api/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(file, &s.contract); err != nil {
		t.Fatal(err)
	}
	events, err := l.store.Stream(t.Context(), night, 0)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 10 {
		s.ids = append(s.ids, events[s.IntN(len(events))].Action, fmt.Sprintf("p%02d", i))
	}
	s.ids = append(s.ids, night)
	send := func(method, path string, body []byte, headers map[string]string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, path, bytes.NewReader(body))
		r.Host, r.RemoteAddr = "localhost", "127.0.0.1:4711"
		r.Header.Set("Origin", "http://localhost")
		r.AddCookie(guard.DeviceCookie(routes.Local, l.demo.DeviceToken))
		r.AddCookie(guard.SessionCookie(routes.Local, l.demo.SessionToken))
		if len(body) > 0 {
			r.Header.Set("Content-Type", "application/json")
		}
		for k, v := range headers {
			r.Header.Set(k, v)
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w
	}
	send("POST", "/api/access/step-up", []byte(`{"pin":"274916"}`), nil)
	answers := map[int]int{}
	taken := map[string]bool{}
	for path, ops := range s.contract.Paths {
		for method, op := range ops {
			if leavesAlone[op.OperationID] {
				continue
			}
			for range each {
				target, query, headers := path, url.Values{}, map[string]string{}
				for _, p := range op.Parameters {
					v := fmt.Sprint(s.value(p.Schema, 0))
					switch {
					case p.In == "path":
						if p.Name == "id" && s.IntN(4) > 0 {
							v = night
						}
						target = strings.ReplaceAll(target, "{"+p.Name+"}", url.PathEscape(v))
					case p.In == "query" && s.IntN(2) == 0:
						query.Set(p.Name, v)
					case p.Name == "If-Match":
						headers[p.Name] = s.one(`"1"`, `"`+strconv.FormatInt(int64(s.IntN(300)), 10)+`"`, "*", "x", `"-1"`, "").(string)
					case p.Name == "Idempotency-Key" && s.IntN(2) == 0:
						headers[p.Name] = strconv.Itoa(s.IntN(50))
					}
				}
				if len(query) > 0 {
					target += "?" + query.Encode()
				}
				var body []byte
				if op.RequestBody != nil {
					body, _ = json.Marshal(s.value(op.RequestBody.Content["application/json"].Schema, 0)) // maps of plain values
					if s.IntN(20) == 0 && len(body) > 2 {
						body = body[:s.IntN(len(body))]
					}
				}
				w := send(strings.ToUpper(method), target, body, headers)
				answers[w.Code]++
				if w.Code < 300 {
					taken[op.OperationID] = true
				}
				if w.Code >= 500 {
					t.Errorf("%s %s with %v: %d\n%s\nsent %.500q", method, target, headers, w.Code, w.Body, body)
				}
				if w.Code >= 400 && w.Header().Get("Content-Type") != problem.MediaType {
					t.Errorf("%s %s: %d %s is no problem", method, target, w.Code, w.Header().Get("Content-Type"))
				}
			}
		}
	}
	t.Logf("answers: %v; %d operations were taken at least once", answers, len(taken))
	if answers[http.StatusOK] == 0 || answers[http.StatusUnauthorized] > 0 || len(taken) < 30 {
		t.Errorf("the test proves little: %v, %d operations taken", answers, len(taken))
	}
	if err := l.store.VerifyChain(t.Context(), nil); err != nil {
		t.Error(err)
	}
}
