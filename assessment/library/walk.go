// A walk through one chosen folder: breadth first, so that what is near is found
// before a bound is reached. Links to folders are followed, each folder once.

package library

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"muster/assessment/store"
)

// walk is one search for engagements in a folder.
type walk struct {
	*scanner
	root string
	tell func(event)
	take func(candidate) error

	queue                []folder
	seen                 map[string]bool // folders, by where links lead to
	names, files, faults int
	deep                 bool // too deep a folder was met
}

// folder is one to look into.
type folder struct {
	path, target string
	depth        int
}

// errFull ends a walk at a bound.
var errFull = errors.New("too much")

func (w *walk) run(ctx context.Context) {
	if err := w.enter(w.root, 0); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			err = errors.New("it is not there; connect the disk it is on, or leave this folder out")
		}
		w.fault("%s", reason(err, w.root))
		return
	}
	for len(w.queue) > 0 && ctx.Err() == nil {
		f := w.queue[0]
		w.queue = w.queue[1:]
		w.tell(event{}) // still at work
		err := w.list(f.path, func(entries []fs.DirEntry) error { return w.entries(ctx, f, entries) })
		switch {
		case errors.Is(err, errFull), err != nil && ctx.Err() != nil:
			return
		case errors.Is(err, fs.ErrNotExist) && f.depth > 0: // it went meanwhile
		case err != nil && f.depth == 0:
			w.fault("%s", reason(err, f.path))
		case err != nil:
			w.inner(f.path, err)
		}
	}
	if w.faults > maxFaults {
		w.fault("%d more folders in it cannot be read", w.faults-maxFaults)
	}
}

// inner says that a folder further down is left out.
func (w *walk) inner(path string, err error) {
	if w.faults++; w.faults <= maxFaults {
		w.fault("%s: %s", oneLine(path), reason(err, path))
	}
}

func (w *walk) fault(format string, args ...any) {
	w.tell(event{fault: &Fault{w.root, fmt.Sprintf(format, args...)}})
}

// enter queues a folder unless it was seen, or lies too deep.
func (w *walk) enter(path string, depth int) error {
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		return err
	}
	info, err := w.stat(target)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return errors.New("this is no folder")
	}
	if w.seen[target] {
		return nil
	}
	if depth > w.bounds.depth {
		if !w.deep {
			w.deep = true
			w.fault("folders more than %d deep in it are not shown: choose a folder further down", w.bounds.depth)
		}
		return nil
	}
	w.seen[target] = true
	w.queue = append(w.queue, folder{path, target, depth})
	return nil
}

// entries takes a part of a folder.
func (w *walk) entries(ctx context.Context, f folder, entries []fs.DirEntry) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if w.names += len(entries); w.names > w.bounds.names {
		w.fault("it holds more than %d files; the rest is not shown: choose a folder further down", w.bounds.names)
		return errFull
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	for _, e := range entries {
		path := filepath.Join(f.path, e.Name())
		switch {
		case strings.HasPrefix(e.Name(), "."): // what programs keep for themselves
		case e.IsDir(), e.Type()&fs.ModeSymlink != 0 && w.folder(path):
			if err := w.enter(path, f.depth+1); errors.Is(err, fs.ErrPermission) { // else it went meanwhile
				w.inner(path, err)
			}
			if len(w.seen) > w.bounds.folders {
				w.fault("it holds more than %d folders; the rest is not shown: choose a folder further down", w.bounds.folders)
				return errFull
			}
		case strings.EqualFold(filepath.Ext(e.Name()), store.Extension):
			if w.files++; w.files > w.bounds.files {
				w.fault("it holds more than %d engagements; the rest is not shown: choose a folder further down", w.bounds.files)
				return errFull
			}
			if err := w.take(candidate{path: path}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *walk) folder(path string) bool {
	info, err := w.stat(path)
	return err == nil && info.IsDir()
}
