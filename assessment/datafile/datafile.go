// Package datafile loads Muster's YAML data (question sets, the model registry,
// finding texts) strictly: a fault names the file, the line, the column, what
// was found and what is allowed. It knows YAML, not the domain.
package datafile

import (
	"errors"
	"fmt"
	"reflect"
	"sort"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// Fault is one thing wrong in a data file.
type Fault struct {
	File         string
	Line, Column int    // 1-based; 0 when the place is unknown
	Path         string // such as sections[2].items[0].levels; empty for the whole file
	Message      string // what was found and what is allowed
}

func (f Fault) Error() string {
	place := f.File
	if f.Line > 0 {
		place = fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Column)
	}
	if f.Path != "" {
		return fmt.Sprintf("%s: %s: %s", place, f.Path, f.Message)
	}
	return fmt.Sprintf("%s: %s", place, f.Message)
}

// Faults is every fault found in one file, in the order of the file.
type Faults []Fault

func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.Error()
	}
	return strings.Join(lines, "\n")
}

// Source is a parsed file that remembers where each path stands, so that the
// domain's own checks can report a place too.
type Source struct {
	file   string
	root   ast.Node
	faults Faults
}

// Decode parses data and decodes it into the struct pointer into. Unknown and
// doubled keys and wrong types are collected as faults; the Source then takes
// the caller's own. A file that is no YAML at all returns a nil Source.
func Decode(file string, data []byte, into any) (src *Source, err error) {
	defer func() {
		if p := recover(); p != nil { // the YAML library panics on some tags, such as !!set on a list
			src, err = nil, Faults{{File: file, Message: fmt.Sprintf("cannot be read as YAML: %v", p)}}
		}
	}()
	tokens := lexer.Tokenize(string(data))
	if t := tooDeep(tokens); t != nil {
		return nil, Faults{{File: file, Line: t.Position.Line, Column: t.Position.Column, Message: fmt.Sprintf("lists and mappings stand in one another more than %d deep", deepest)}}
	}
	parsed, err := parser.Parse(tokens, 0)
	if err != nil {
		return nil, Faults{fromYAML(file, err)}
	}
	if len(parsed.Docs) == 0 || len(parsed.Docs) == 1 && parsed.Docs[0].Body == nil {
		return nil, Faults{{File: file, Message: "the file is empty"}}
	}
	if len(parsed.Docs) != 1 {
		return nil, Faults{{File: file, Message: fmt.Sprintf("found %d YAML documents, expected exactly one", len(parsed.Docs))}}
	}
	s := &Source{file: file, root: parsed.Docs[0].Body}
	s.checkKeys(s.root, reflect.TypeOf(into), "")
	if len(s.faults) > 0 {
		return s, s.Err()
	}
	if err := yaml.NodeToValue(s.root, into, yaml.Strict()); err != nil {
		s.faults = append(s.faults, fromYAML(file, err))
		return s, s.Err()
	}
	return s, nil
}

// deepest bounds how far lists and mappings may stand in one another: the parser takes
// minutes and gigabytes for a hostile file of brackets, and ours need a tenth of it.
const deepest = 100

// tooDeep is the token with which tokens go deeper than deepest; nil where none does.
// Marks on one line, such as "- - -", count like brackets; indentation bounds itself.
func tooDeep(tokens token.Tokens) *token.Token {
	brackets, marks, line := 0, 0, 0
	for _, t := range tokens {
		if t.Position.Line != line {
			marks, line = 0, t.Position.Line
		}
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			brackets++
		case token.SequenceEndType, token.MappingEndType:
			brackets--
		case token.SequenceEntryType, token.MappingKeyType, token.TagType, token.AnchorType:
			marks++
		case token.CollectEntryType:
			marks = 0
		}
		if brackets > deepest || marks > deepest {
			return t
		}
	}
	return nil
}

// Faultf records a fault at path, given as Go would index it
// ("sections[2].items[0].min"). The longest part of the path that exists in the
// file gives the place.
func (s *Source) Faultf(path, format string, args ...any) {
	node := s.find(path)
	s.add(node, path, fmt.Sprintf(format, args...))
}

// Err is nil or all faults so far, sorted by place.
func (s *Source) Err() error {
	if len(s.faults) == 0 {
		return nil
	}
	sort.SliceStable(s.faults, func(i, j int) bool {
		a, b := s.faults[i], s.faults[j]
		if a.Line != b.Line {
			return a.Line < b.Line
		}
		return a.Column < b.Column
	})
	return s.faults
}

func (s *Source) add(node ast.Node, path, message string) {
	f := Fault{File: s.file, Path: path, Message: message}
	if node != nil {
		if t := firstToken(node); t != nil && t.Position != nil {
			f.Line, f.Column = t.Position.Line, t.Position.Column
		}
	}
	s.faults = append(s.faults, f)
}

// checkKeys compares every mapping with the struct it will fill.
func (s *Source) checkKeys(node ast.Node, t reflect.Type, path string) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch n := node.(type) {
	case *ast.FloatNode:
		if t.Kind() == reflect.Int {
			s.add(n, path, fmt.Sprintf("found %s, allowed: a whole number", n))
		}
	case *ast.NanNode, *ast.InfinityNode:
		s.add(n, path, fmt.Sprintf("found %s, allowed: a number", n))
	case *ast.SequenceNode:
		if t.Kind() != reflect.Slice {
			return // the decoder reports the wrong type
		}
		for i, v := range n.Values {
			s.checkKeys(v, t.Elem(), fmt.Sprintf("%s[%d]", path, i))
		}
	case *ast.MappingNode:
		s.checkMapping(n.Values, t, path)
	case *ast.MappingValueNode:
		s.checkMapping([]*ast.MappingValueNode{n}, t, path)
	}
}

func (s *Source) checkMapping(values []*ast.MappingValueNode, t reflect.Type, path string) {
	seen := map[string]bool{}
	fields := structFields(t)
	for _, v := range values {
		key := keyText(v)
		child := key
		if path != "" {
			child = path + "." + key
		}
		if seen[key] {
			s.add(v.Key, child, fmt.Sprintf("key %q stands here twice", key))
			continue
		}
		seen[key] = true
		switch t.Kind() {
		case reflect.Map:
			s.checkKeys(v.Value, t.Elem(), child)
		case reflect.Struct:
			ft, ok := fields[key]
			if !ok {
				s.add(v.Key, child, fmt.Sprintf("unknown key %q; allowed here: %s", key, strings.Join(sortedKeys(fields), ", ")))
				continue
			}
			s.checkKeys(v.Value, ft, child)
		}
	}
}

func structFields(t reflect.Type) map[string]reflect.Type {
	fields := map[string]reflect.Type{}
	if t.Kind() != reflect.Struct {
		return fields
	}
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if name == "" || name == "-" || !f.IsExported() {
			continue
		}
		fields[name] = f.Type
	}
	return fields
}

func sortedKeys(m map[string]reflect.Type) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// find walks path as far as it exists and returns the deepest node met.
func (s *Source) find(path string) ast.Node {
	node := s.root
	for _, step := range steps(path) {
		next := descend(node, step)
		if next == nil {
			return node
		}
		node = next
	}
	return node
}

// steps splits "a[2].b" into "a", "[2]", "b".
func steps(path string) []string {
	var out []string
	for _, part := range strings.Split(path, ".") {
		for {
			i := strings.IndexByte(part, '[')
			if i < 0 {
				break
			}
			if i > 0 {
				out = append(out, part[:i])
			}
			end := strings.IndexByte(part, ']')
			if end < i {
				break
			}
			out = append(out, part[i:end+1])
			part = part[end+1:]
		}
		if part != "" {
			out = append(out, part)
		}
	}
	return out
}

func descend(node ast.Node, step string) ast.Node {
	if strings.HasPrefix(step, "[") {
		seq, ok := node.(*ast.SequenceNode)
		var i int
		if _, err := fmt.Sscanf(step, "[%d]", &i); !ok || err != nil || i < 0 || i >= len(seq.Values) {
			return nil
		}
		return seq.Values[i]
	}
	var values []*ast.MappingValueNode
	switch n := node.(type) {
	case *ast.MappingNode:
		values = n.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{n}
	}
	for _, v := range values {
		if keyText(v) == step {
			return v.Value
		}
	}
	return nil
}

func keyText(v *ast.MappingValueNode) string {
	return strings.Trim(v.Key.String(), `"'`)
}

// firstToken is where a person would look for the node: a mapping's own token
// is its colon, so its first key stands in.
func firstToken(node ast.Node) *token.Token {
	switch n := node.(type) {
	case *ast.MappingNode:
		if len(n.Values) > 0 {
			return n.Values[0].Key.GetToken()
		}
	case *ast.MappingValueNode:
		return n.Key.GetToken()
	case *ast.SequenceNode:
		if len(n.Values) > 0 {
			return firstToken(n.Values[0])
		}
	}
	return node.GetToken()
}

func fromYAML(file string, err error) Fault {
	f := Fault{File: file, Message: err.Error()}
	var y yaml.Error
	if errors.As(err, &y) {
		f.Message = y.GetMessage()
		if t := y.GetToken(); t != nil && t.Position != nil {
			f.Line, f.Column = t.Position.Line, t.Position.Column
		}
	}
	return f
}
