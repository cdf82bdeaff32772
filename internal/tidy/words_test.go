package tidy

import (
	"go/ast"
	"go/token"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
)

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	said := map[string]bool{}
	for _, s := range sources() {
		if s.isTest() || s.isGenerated() {
			continue
		}
		said[s.dir()] = said[s.dir()] || s.file.Doc != nil
	}
	for _, dir := range slices.Sorted(maps.Keys(said)) {
		if !said[dir] {
			t.Errorf("%s has no package comment", dir)
		}
	}
}

func TestEveryExportedSymbolOfTheRulesSaysWhatItPromises(t *testing.T) {
	for _, s := range sources() {
		if !s.in("internal/poker") || s.isTest() {
			continue
		}
		for _, d := range s.file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && exportedReceiver(d) && d.Doc == nil && !plain[d.Name.Name] {
					t.Errorf("%s:%d: %s has no comment", s.path, line(d), d.Name.Name)
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					checkSpec(t, s, d, spec)
				}
			}
		}
	}
}

// plain methods are promised by an interface of the standard library.
var plain = map[string]bool{"Error": true, "String": true, "MarshalJSON": true, "UnmarshalJSON": true, "MarshalText": true, "UnmarshalText": true, "Unwrap": true, "Is": true}

func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	of := d.Recv.List[0].Type
	if p, ok := of.(*ast.StarExpr); ok {
		of = p.X
	}
	if g, ok := of.(*ast.IndexExpr); ok {
		of = g.X
	}
	id, ok := of.(*ast.Ident)
	return ok && id.IsExported()
}

func checkSpec(t *testing.T, s source, d *ast.GenDecl, spec ast.Spec) {
	switch spec := spec.(type) {
	case *ast.TypeSpec:
		if spec.Name.IsExported() && d.Doc == nil && spec.Doc == nil && spec.Comment == nil {
			t.Errorf("%s:%d: %s has no comment", s.path, line(spec), spec.Name.Name)
		}
	case *ast.ValueSpec: // a comment over a group is one for all
		if spec.Names[0].IsExported() && d.Doc == nil && spec.Doc == nil && spec.Comment == nil && d.Tok != token.IMPORT {
			t.Errorf("%s:%d: %s has no comment", s.path, line(spec), spec.Names[0].Name)
		}
	}
}

func TestEveryEventNameHasItsGolden(t *testing.T) {
	goldens := map[string]bool{}
	for _, file := range tracked() {
		if dir, name := path.Split(file); dir == "testdata/events/" {
			goldens[strings.TrimSuffix(name, ".json")] = true
		}
	}
	for _, name := range eventNames() {
		if !goldens[name] {
			t.Errorf("testdata/events/%s.json is missing", name)
		}
		delete(goldens, name)
	}
	for name := range goldens {
		t.Errorf("testdata/events/%s.json is of no event", name)
	}
}
