// The check: every reference of an engagement against what lies there now.

package evidence

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"muster/assessment/engagement"
	"muster/assessment/question"
)

// Check looks at every reference of doc, which lies in folder ("" for a document
// that is not saved). A file that several answers rest on is read once. Progress
// is in bytes of all files; it may be nil. The error is the context's; what is
// wrong with a reference stands in its item.
func Check(ctx context.Context, set *question.Set, folder string, doc *engagement.Document, progress func(done, total int64)) ([]Item, error) {
	return watch(ctx, progress, func(tell func(done, total int64)) ([]Item, error) {
		return check(ctx, List(set, doc), folder, tell)
	})
}

// finding is what was found at a path.
type finding struct {
	size int64
	hash string
	err  error
}

func check(ctx context.Context, items []Item, folder string, tell func(done, total int64)) ([]Item, error) {
	files := map[string]*finding{}
	total := int64(0)
	for i := range items {
		x := &items[i]
		if x.State == NoFile {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		var err error
		if x.Path, err = Native().Resolve(folder, x.Reference.Location); err != nil {
			x.State, x.Reason = unresolved(err), err.Error()
			continue
		}
		if files[x.Path] == nil {
			f := &finding{}
			info, err := stat(x.Path)
			if f.err = err; err == nil {
				f.size = info.Size()
				total += f.size
			}
			files[x.Path] = f
		}
	}
	tell(0, total)
	done := int64(0)
	for i := range items {
		x := &items[i]
		f := files[x.Path]
		if x.Path == "" {
			continue
		}
		if f.hash == "" && f.err == nil {
			f.hash, f.err = sum(ctx, x.Path, func(n, _ int64) { tell(min(done+n, total), total) })
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			done += f.size
		}
		x.State, x.Reason = f.judge(x)
	}
	return items, nil
}

// unresolved is the state of a reference whose location leads nowhere.
func unresolved(err error) State {
	switch {
	case errors.Is(err, ErrNoFile):
		return NoFile
	case errors.Is(err, ErrForeign):
		return Missing
	}
	return Unreadable
}

func (f *finding) judge(x *Item) (State, string) {
	switch {
	case errors.Is(f.err, fs.ErrNotExist), errors.Is(f.err, syscall.ENOTDIR): // a file where a folder was
		return Missing, "there is no file at " + x.Path
	case f.err != nil:
		return Unreadable, f.err.Error()
	case strings.EqualFold(f.hash, x.Reference.SHA256):
		return Unchanged, ""
	}
	if b, err := hex.DecodeString(x.Reference.SHA256); err != nil || len(b) != 32 {
		return Unreadable, fmt.Sprintf("what the document notes is no SHA-256 of a file: %.20q", x.Reference.SHA256)
	}
	return Changed, "the file holds something else than when it was attached; attach it again if that is meant"
}

// Move finds the references whose location reads otherwise once a document moves
// from one folder to another while the files stay where they are, and gives the
// answers with the new locations; from is "" for a document that had no file.
// References to what is not there are left alone.
func Move(doc *engagement.Document, from, to string) map[string]engagement.Answer {
	out := map[string]engagement.Answer{}
	for id, a := range doc.Answers {
		moved := a
		moved.References = append([]engagement.Reference(nil), a.References...)
		for i := range moved.References {
			ref := &moved.References[i]
			if !IsFile(*ref) {
				continue
			}
			path, err := Native().Resolve(from, ref.Location)
			if err != nil {
				continue
			}
			if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
				ref.Location = place(to, path)
			}
		}
		if !engagement.Equal(a, moved) {
			out[id] = moved
		}
	}
	return out
}

// Find is the file that a text names: a path, or one from the document's folder
// on. It is empty where the text names nothing that is there; the error is about
// what is there and is no file to read.
func Find(folder, text string) (string, error) {
	path, err := Native().Resolve(folder, text)
	if err != nil {
		if errors.Is(err, ErrNetwork) {
			return "", err
		}
		return "", nil
	}
	_, err = stat(path)
	if kind := (*KindError)(nil); errors.As(err, &kind) || errors.Is(err, fs.ErrPermission) {
		return "", err
	}
	if err != nil {
		return "", nil
	}
	return path, nil
}

// LooksLikePath reports whether a text was probably meant as a path: it has
// folders in it, or ends as file names do.
func LooksLikePath(text string) bool {
	if address.MatchString(text) {
		return false
	}
	if strings.ContainsAny(text, `/\`) {
		return true
	}
	dot := strings.LastIndexByte(text, '.')
	if dot <= 0 || len(text)-dot-1 < 2 || len(text)-dot-1 > 5 {
		return false
	}
	for _, r := range text[dot+1:] {
		if r < '0' || r > '9' && r < 'A' || r > 'Z' && r < 'a' || r > 'z' {
			return false
		}
	}
	return true
}
