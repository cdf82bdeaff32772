package tidy

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

const root = "../.."

// tracked are the files of the repo, in order, as slash paths from its root: those
// git knows, and those about to be added.
var tracked = sync.OnceValue(func() []string {
	out, err := exec.Command("git", "-C", root, "ls-files", "--cached", "--others", "--exclude-standard", "-z").Output()
	if err != nil {
		panic(err)
	}
	var files []string
	for name := range bytes.SplitSeq(out, []byte{0}) {
		if _, err := os.Stat(filepath.Join(root, string(name))); err == nil && len(name) > 0 {
			files = append(files, string(name))
		}
	}
	slices.Sort(files)
	return slices.Compact(files)
})

func read(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, path))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// source is one Go file.
type source struct {
	path string // from the root
	file *ast.File
	text []byte
}

func (s source) dir() string { return filepath.ToSlash(filepath.Dir(s.path)) }

func (s source) isTest() bool { return strings.HasSuffix(s.path, "_test.go") }

func (s source) isGenerated() bool { return ast.IsGenerated(s.file) }

func (s source) imports() []string {
	var list []string
	for _, i := range s.file.Imports {
		list = append(list, strings.Trim(i.Path.Value, `"`))
	}
	return list
}

// in says whether the file lies in one of the folders or below.
func (s source) in(dirs ...string) bool {
	return slices.ContainsFunc(dirs, func(d string) bool { return strings.HasPrefix(s.path, d+"/") })
}

var fset = token.NewFileSet()

// sources are all Go files of the module felt.
var sources = sync.OnceValue(func() []source {
	var list []source
	for _, path := range tracked() {
		if !strings.HasSuffix(path, ".go") || strings.HasPrefix(path, "bench/bare/") { // a module of its own
			continue
		}
		text, err := os.ReadFile(filepath.Join(root, path))
		if err != nil {
			panic(err)
		}
		file, err := parser.ParseFile(fset, path, text, parser.ParseComments)
		if err != nil {
			panic(err)
		}
		list = append(list, source{path, file, text})
	}
	return list
})

func line(n ast.Node) int { return fset.Position(n.Pos()).Line }
