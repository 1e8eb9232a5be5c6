// Where evidence lies: locations as the document keeps them, and paths as a
// system knows them. Nothing here looks at a disk.

package evidence

import (
	"errors"
	"path"
	"regexp"
	"runtime"
	"strings"
)

// Rules are the rules of paths of a kind of system.
type Rules struct{ windows bool }

// The rules there are.
var (
	Unix    = Rules{}
	Windows = Rules{windows: true}
)

// Native are the rules of the system this runs on.
func Native() Rules { return Rules{windows: runtime.GOOS == "windows"} }

// Why a location leads to no path here.
var (
	ErrNoFile  = errors.New("the location is no file on this computer")
	ErrForeign = errors.New("the location is a path of another kind of system")
	ErrUnsaved = errors.New("the location stands relative to the engagement's file; save the engagement first")
	ErrNetwork = errors.New("it is on a network share; make the share a drive of this computer and attach the file from there")
)

// address is a location that names its way, such as https:// or mailto:.
var address = regexp.MustCompile(`^(?i)([a-z][a-z0-9+.-]*://|mailto:)`)

var drive = regexp.MustCompile(`^[A-Za-z]:`)

// located is a path taken apart: the volume ("C:" or "//server/share", empty on
// Unix) and the absolute rest with forward slashes.
type located struct{ volume, rest string }

// parse takes an absolute path apart; false for any other text.
func (r Rules) parse(p string) (located, bool) {
	if !r.windows {
		return located{"", path.Clean(p)}, strings.HasPrefix(p, "/")
	}
	p = strings.ReplaceAll(p, `\`, "/")
	if drive.MatchString(p) {
		return located{p[:2], path.Clean("/" + p[2:])}, len(p) > 2 && p[2] == '/'
	}
	server, ok := strings.CutPrefix(p, "//")
	if !ok {
		return located{}, false
	}
	parts := strings.SplitN(server, "/", 3)
	if len(parts) < 2 || parts[0] == "" || parts[1] == "" || parts[0] == "?" || parts[0] == "." {
		return located{}, false
	}
	rest := "/"
	if len(parts) == 3 {
		rest = path.Clean("/" + parts[2])
	}
	return located{"//" + parts[0] + "/" + parts[1], rest}, true
}

// text is the path as the system writes it.
func (r Rules) text(l located) string {
	if r.windows {
		return strings.ReplaceAll(l.volume+l.rest, "/", `\`)
	}
	return l.rest
}

func (r Rules) network(l located) bool { return strings.HasPrefix(l.volume, "//") }

// same compares parts of paths as the system does.
func (r Rules) same(a, b string) bool { return a == b || r.windows && strings.EqualFold(a, b) }

// under is the way from folder down to file, with forward slashes; false where
// file does not lie in or below it.
func (r Rules) under(folder, file located) (string, bool) {
	top := strings.TrimSuffix(folder.rest, "/") + "/"
	if !r.same(folder.volume, file.volume) || len(file.rest) <= len(top) || !r.same(file.rest[:len(top)], top) {
		return "", false
	}
	return file.rest[len(top):], true
}

// Locate is how a document in folder refers to the file at an absolute path: from
// the folder on, with forward slashes, when the file lies in or below it, so that
// a moved folder keeps working; else the path itself. An engagement that is not
// saved has no folder yet: "".
func (r Rules) Locate(folder, file string) string {
	f, ok := r.parse(file)
	if !ok {
		return file
	}
	d, ok := r.parse(folder)
	if !ok {
		return r.text(f)
	}
	way, ok := r.under(d, f)
	if !ok {
		return r.text(f)
	}
	// A name such as "C:" below the folder would be read as something else.
	if back, err := r.Resolve(folder, way); err != nil || !r.same(back, r.text(f)) {
		return r.text(f)
	}
	return way
}

// Resolve is the path that a location leads to, for a document in folder. The
// error says why there is none; it is one of this package's, or wraps it.
func (r Rules) Resolve(folder, location string) (string, error) {
	foreign := r.foreign(location)
	switch {
	case location == "" || address.MatchString(location) || strings.ContainsRune(location, 0):
		return "", ErrNoFile
	case foreign:
		return "", ErrForeign
	}
	d, saved := r.parse(folder)
	if l, ok := r.parse(location); ok {
		// A document from somebody else must not make this computer talk to another.
		if r.network(l) && !(saved && r.same(l.volume, d.volume)) {
			return "", ErrNetwork
		}
		return r.text(l), nil
	}
	if r.windows && strings.ContainsRune(location, ':') {
		return "", ErrNoFile // C:x, and streams within files
	}
	if !saved {
		return "", ErrUnsaved
	}
	if r.windows {
		location = strings.ReplaceAll(location, `\`, "/")
	}
	return r.text(located{d.volume, path.Join(d.rest, location)}), nil
}

// foreign reports whether a location is an absolute path elsewhere only.
func (r Rules) foreign(location string) bool {
	if !r.windows {
		_, ok := Windows.parse(location)
		return ok && !strings.HasPrefix(location, "/")
	}
	if strings.HasPrefix(location, `\\?`) || strings.HasPrefix(location, `\\.`) {
		return true // a device
	}
	_, ok := r.parse(location)
	return !ok && (strings.HasPrefix(location, "/") || strings.HasPrefix(location, `\`))
}

// Name is the last part of a path: what the file is called.
func (r Rules) Name(p string) string {
	if r.windows {
		p = strings.ReplaceAll(p, `\`, "/")
	}
	return path.Base(p)
}
