// Reading files: in pieces, with progress, and left alone at once on cancel even
// where a disk does not answer.

package evidence

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"unicode/utf8"

	"muster/assessment/engagement"
	"muster/assessment/store"
)

// piece is how much is read at once, in bytes.
const piece = 256 << 10

// Hash is the SHA-256 of the file at path in hex. It takes files of any size and
// tells progress in bytes of them, on the caller's goroutine; progress may be nil.
// Folders, devices and pipes are refused. On cancel it returns at once with the
// context's error.
func Hash(ctx context.Context, path string, progress func(done, total int64)) (string, error) {
	return watch(ctx, progress, func(tell func(done, total int64)) (string, error) {
		return sum(ctx, path, tell)
	})
}

// watch runs work on a goroutine of its own and hands its progress on. A read
// that hangs, as on a drive that went away, cannot be stopped; on cancel it is
// left behind and ends when it ends.
func watch[T any](ctx context.Context, progress func(done, total int64), work func(tell func(done, total int64)) (T, error)) (T, error) {
	type step struct{ done, total int64 }
	type end struct {
		result T
		err    error
	}
	steps, ended := make(chan step), make(chan end, 1)
	go func() {
		result, err := work(func(done, total int64) {
			select {
			case steps <- step{done, total}:
			case <-ctx.Done():
			}
		})
		ended <- end{result, err}
	}()
	for {
		select {
		case s := <-steps:
			if progress != nil {
				progress(s.done, s.total)
			}
		case e := <-ended:
			return e.result, e.err
		case <-ctx.Done():
			var none T
			return none, ctx.Err()
		}
	}
}

// KindError refuses what is no file: a folder, a device, a pipe.
type KindError struct {
	Path string
	Kind string
}

func (e *KindError) Error() string {
	return fmt.Sprintf("%s is a %s, not a file; evidence is a file, or a text that says where to look", e.Path, e.Kind)
}

// regular refuses what is no file. It looks before anything is opened, because
// opening a pipe waits for whoever writes into it.
func regular(path string, info fs.FileInfo) error {
	mode := info.Mode()
	kind := ""
	switch {
	case mode.IsRegular():
		return nil
	case mode.IsDir():
		kind = "folder"
	case mode&fs.ModeNamedPipe != 0:
		kind = "pipe"
	case mode&fs.ModeSocket != 0:
		kind = "socket"
	default:
		kind = "device"
	}
	return &KindError{Path: path, Kind: kind}
}

func stat(path string) (fs.FileInfo, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, store.ReadError(path, err)
	}
	return info, regular(path, info)
}

// sum reads a file to its end.
func sum(ctx context.Context, path string, tell func(done, total int64)) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	if _, err := stat(path); err != nil {
		return "", err
	}
	f, err := os.Open(path)
	if err != nil {
		return "", store.ReadError(path, err)
	}
	defer f.Close()
	before, err := f.Stat()
	if err != nil {
		return "", store.ReadError(path, err)
	}
	h, buffer, done := sha256.New(), make([]byte, piece), int64(0)
	tell(0, before.Size())
	for {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		n, err := f.Read(buffer)
		h.Write(buffer[:n])
		done += int64(n)
		if n > 0 {
			tell(done, max(done, before.Size()))
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return "", store.ReadError(path, err)
		}
	}
	if after, err := f.Stat(); err == nil && (after.Size() != before.Size() || !after.ModTime().Equal(before.ModTime())) {
		return "", fmt.Errorf("%s was written to while it was read; try again when it is complete", path)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// Take makes the reference to the file at path for a document in folder ("" for
// one that is not saved): its name as title, where it lies, and its SHA-256.
func Take(ctx context.Context, folder, path string, progress func(done, total int64)) (engagement.Reference, error) {
	if !utf8.ValidString(path) {
		return engagement.Reference{}, fmt.Errorf("the name of %q cannot be written down: it is no valid text; give the file another name", path)
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return engagement.Reference{}, store.ReadError(path, err)
	}
	if _, err := Native().Resolve(folder, path); errors.Is(err, ErrNetwork) {
		return engagement.Reference{}, fmt.Errorf("%s: %w", path, err)
	}
	hash, err := Hash(ctx, path, progress)
	if err != nil {
		return engagement.Reference{}, err
	}
	return engagement.Reference{Title: Native().Name(path), Location: place(folder, path), SHA256: hash}, nil
}

// place is Locate, also where a folder is known under two paths by a link.
func place(folder, path string) string {
	location := Native().Locate(folder, path)
	if folder == "" || !filepath.IsAbs(location) {
		return location
	}
	dir, err1 := filepath.EvalSymlinks(folder)
	parent, err2 := filepath.EvalSymlinks(filepath.Dir(path))
	if err1 != nil || err2 != nil {
		return location
	}
	if way := Native().Locate(dir, filepath.Join(parent, filepath.Base(path))); !filepath.IsAbs(way) {
		return way
	}
	return location
}

// Folder is the folder of a document's file, "" for a document without one.
func Folder(file string) string {
	if file == "" {
		return ""
	}
	abs, err := filepath.Abs(file)
	if err != nil {
		return ""
	}
	return filepath.Dir(abs)
}
