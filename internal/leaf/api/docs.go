package api

import (
	"html/template"
	"net/http"
	"sort"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
)

// Docs is the API's documentation as one plain page, made from the same document
// as /openapi.json; it needs no internet and no script.
func (a *API) Docs() http.Handler {
	var once sync.Once
	var body string
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		once.Do(func() {
			var b strings.Builder
			if err := docsPage.Execute(&b, operations(a.huma.OpenAPI())); err == nil {
				body = b.String()
			}
		})
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(body))
	})
}

type docsOp struct {
	Method, Path, ID, Summary string
	Open                      bool
	Params                    []string
	Body                      string
	Answers                   []string
}

type docsGroup struct {
	Tag string
	Ops []docsOp
}

func operations(o *huma.OpenAPI) []docsGroup {
	groups := map[string][]docsOp{}
	for path, item := range o.Paths {
		for method, op := range map[string]*huma.Operation{"GET": item.Get, "POST": item.Post, "PUT": item.Put, "DELETE": item.Delete} {
			if op == nil {
				continue
			}
			d := docsOp{Method: method, Path: path, ID: op.OperationID, Summary: op.Summary, Open: op.Metadata["open"] == true}
			for _, p := range op.Parameters {
				d.Params = append(d.Params, p.Name+" ("+p.In+")")
			}
			if op.RequestBody != nil {
				if m := op.RequestBody.Content["application/json"]; m != nil && m.Schema != nil {
					d.Body = strings.TrimPrefix(m.Schema.Ref, "#/components/schemas/")
				}
			}
			for status := range op.Responses {
				d.Answers = append(d.Answers, status)
			}
			sort.Strings(d.Answers)
			tag := "other"
			if len(op.Tags) > 0 {
				tag = op.Tags[0]
			}
			groups[tag] = append(groups[tag], d)
		}
	}
	var list []docsGroup
	for tag, ops := range groups {
		sort.Slice(ops, func(i, j int) bool { return ops[i].Path+ops[i].Method < ops[j].Path+ops[j].Method })
		list = append(list, docsGroup{tag, ops})
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Tag < list[j].Tag })
	return list
}

var docsPage = template.Must(template.New("docs").Parse(`<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Felt box: API</title>
<h1>Felt box: API</h1>
<p>The contract is <a href="/openapi.json">/openapi.json</a> (OpenAPI 3.1). Commands are verbs on resources and take an
<code>Idempotency-Key</code>: the same key and body give the same answer. Whole documents are replaced with
<code>If-Match</code>. Every no is <code>application/problem+json</code> with a code, a sentence, the rule and what to do now.
Money is in minor units.</p>
{{range .}}<h2>{{.Tag}}</h2>
<dl>{{range .Ops}}<dt id="{{.ID}}"><code>{{.Method}} {{.Path}}</code>{{if .Open}} (no session needed){{end}}</dt>
<dd>{{.Summary}}.{{if .Body}} Body: <code>{{.Body}}</code>.{{end}}{{if .Params}} Parameters: {{range $i, $p := .Params}}{{if $i}}, {{end}}{{$p}}{{end}}.{{end}} Answers: {{range $i, $p := .Answers}}{{if $i}}, {{end}}{{$p}}{{end}}.</dd>{{end}}</dl>
{{end}}</html>
`))
