// A zip writer that makes the same bytes each run.

package xlsx

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// steadyZip keeps all entries until Close and then writes them in a fixed order
// with a fixed time; the library's own order varies from run to run.
type steadyZip struct {
	w     io.Writer
	time  time.Time
	files map[string]*bytes.Buffer
}

// usualSheet is about what a sheet takes, in bytes.
const usualSheet = 64 << 10

func (z *steadyZip) Create(name string) (io.Writer, error) {
	b := &bytes.Buffer{}
	if strings.HasPrefix(name, "xl/worksheets/") {
		b.Grow(usualSheet)
	}
	z.files[name] = b
	return b, nil
}

// AddFS is part of the library's interface; nothing calls it.
func (z *steadyZip) AddFS(fs.FS) error { return errors.ErrUnsupported }

const contentTypes = "[Content_Types].xml"

func (z *steadyZip) Close() error {
	names := make([]string, 0, len(z.files))
	for name := range z.files {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if first := order(a) - order(b); first != 0 {
			return first
		}
		return strings.Compare(a, b)
	})
	// Compressing takes the longest, so each entry is a file of its own first, made
	// beside the others; copying does not compress again.
	entries, errs := make([]*zip.File, len(names)), make([]error, len(names))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(names)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(names); i = int(next.Add(1)) - 1 {
				entries[i], errs[i] = z.entry(names[i])
			}
		})
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		return err
	}
	w := zip.NewWriter(z.w)
	for _, e := range entries {
		if err := w.Copy(e); err != nil {
			return err
		}
	}
	return w.Close()
}

// entry is an entry compressed, in a file of its own.
func (z *steadyZip) entry(name string) (*zip.File, error) {
	data := z.files[name].Bytes()
	switch {
	case name == contentTypes:
		var err error
		if data, err = sortTypes(data); err != nil {
			return nil, err
		}
	case strings.HasPrefix(name, "xl/worksheets/"):
		if bytes.Contains(data, []byte(escapeMark)) {
			data = bytes.ReplaceAll(data, []byte(escapeMark), []byte("_x005F_"))
		}
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	w.RegisterCompressor(zip.Deflate, newCompressor)
	e, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: z.time})
	if err != nil {
		return nil, err
	}
	if _, err := e.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	r, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		return nil, err
	}
	return r.File[0], nil
}

// packing is the effort of compression: more of it costs twice the time for a tenth
// of the size.
const packing = 3

// compressors are used again: each holds a megabyte.
var compressors = sync.Pool{New: func() any {
	w, err := flate.NewWriter(io.Discard, packing)
	if err != nil {
		panic(err) // the effort is one there is
	}
	return w
}}

// compressor gives itself back when it is closed.
type compressor struct{ *flate.Writer }

func newCompressor(out io.Writer) (io.WriteCloser, error) {
	w := compressors.Get().(*flate.Writer)
	w.Reset(out)
	return compressor{w}, nil
}

func (c compressor) Close() error {
	err := c.Writer.Close()
	compressors.Put(c.Writer)
	return err
}

// order puts first what names the rest.
func order(name string) int {
	switch name {
	case contentTypes:
		return 0
	case "_rels/.rels":
		return 1
	}
	return 2
}

// sortTypes puts the entries of [Content_Types].xml in order.
func sortTypes(data []byte) ([]byte, error) {
	type entry struct {
		Extension string `xml:"Extension,attr,omitempty"`
		PartName  string `xml:"PartName,attr,omitempty"`
		Type      string `xml:"ContentType,attr"`
	}
	var types struct {
		XMLName  xml.Name `xml:"http://schemas.openxmlformats.org/package/2006/content-types Types"`
		Default  []entry  `xml:"Default"`
		Override []entry  `xml:"Override"`
	}
	if err := xml.Unmarshal(data, &types); err != nil {
		return nil, err
	}
	byName := func(a, b entry) int { return strings.Compare(a.Extension+a.PartName, b.Extension+b.PartName) }
	slices.SortFunc(types.Default, byName)
	slices.SortFunc(types.Override, byName)
	out, err := xml.Marshal(types)
	return append([]byte(xml.Header), out...), err
}
