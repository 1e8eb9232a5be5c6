// Finishing: what the PDF library cannot say is added to its output: the tags, the
// attached engagement, the identity of the file. Objects keep their numbers; the
// table of objects is written anew as a stream (PDF 1.5), with the many small ones
// packed, so that tags cost little.

package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/md5"
	"encoding/binary"
	"errors"
	"fmt"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"unicode/utf16"
)

// attachment is a file inside the PDF.
type attachment struct {
	name, description, mime string
	data                    []byte
}

// packSize is how many objects go into one packed stream.
const packSize = 250

var (
	rootPattern   = regexp.MustCompile(`/Root (\d+) 0 R`)
	infoPattern   = regexp.MustCompile(`/Info (\d+) 0 R`)
	startPattern  = regexp.MustCompile(`startxref\s+(\d+)\s+%%EOF\s*$`)
	plainStream   = regexp.MustCompile(`^<</Length \d+>>\nstream\n`)
	errUnexpected = errors.New("the PDF library's output has another form than expected")
)

const (
	pageStart    = "<</Type /Page\n"
	catalogStart = "/Type /Catalog\n"
	noNames      = "/Names <<\n/EmbeddedFiles << /Names [\n  \n] >>\n>>\n"
)

// finish gives the bytes of the complete file.
func finish(raw []byte, tags *structure, attached *attachment) ([]byte, error) {
	objects, root, info, err := parseObjects(raw)
	if err != nil {
		return nil, err
	}
	var pages []int
	for n := 1; n < len(objects); n++ {
		if body := objects[n]; bytes.HasPrefix(body, []byte(pageStart)) {
			pages = append(pages, n)
			objects[n] = append([]byte(fmt.Sprintf("<</Type /Page\n/StructParents %d /Tabs /S\n", len(pages)-1)), body[len(pageStart):]...)
		}
	}
	if len(pages) < len(tags.marks) || !bytes.Contains(objects[root], []byte(catalogStart)) || !bytes.Contains(objects[root], []byte(noNames)) {
		return nil, errUnexpected
	}
	compress(objects)
	w := &writer{}
	w.buf.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	next := len(objects)
	names := ""
	if attached != nil {
		file, spec := next, next+1
		next += 2
		data := deflate(attached.data)
		objects = append(objects,
			[]byte(fmt.Sprintf("<</Type /EmbeddedFile /Subtype /%s /Filter /FlateDecode /Length %d /Params <</Size %d /CheckSum <%x>>>>>\nstream\n%s\nendstream",
				attached.mime, len(data), len(attached.data), md5.Sum(attached.data), data)),
			[]byte(fmt.Sprintf("<</Type /Filespec /F (%s) /UF (%s) /Desc %s /EF <</F %d 0 R /UF %d 0 R>>>>",
				attached.name, attached.name, utf16String(attached.description), file, file)))
		names = fmt.Sprintf("/Names <</EmbeddedFiles <</Names [(%s) %d 0 R]>>>>\n", attached.name, spec)
	}
	catalog := bytes.Replace(objects[root], []byte(noNames), []byte(names), 1)
	objects[root] = bytes.Replace(catalog, []byte(catalogStart), []byte(fmt.Sprintf(
		"/Type /Catalog\n/MarkInfo <</Marked true>>\n/StructTreeRoot %d 0 R\n/ViewerPreferences <</DisplayDocTitle true>>\n", next)), 1)
	for n := 1; n < len(objects); n++ {
		w.object(n, objects[n])
	}
	w.pack(next, tags.objects(next, pages))
	w.table(root, info)
	return w.buf.Bytes(), nil
}

// compress packs the streams that the library left as they are, side by side: one
// compressor for each core, instead of one for each page.
func compress(objects [][]byte) {
	const end = "\nendstream"
	var wg sync.WaitGroup
	var next atomic.Int64
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			var b bytes.Buffer
			z := zlib.NewWriter(&b)
			for n := int(next.Add(1)); n < len(objects); n = int(next.Add(1)) {
				body := objects[n]
				head := plainStream.Find(body)
				if head == nil || !bytes.HasSuffix(body, []byte(end)) {
					continue
				}
				b.Reset()
				z.Reset(&b)
				_, _ = z.Write(body[len(head) : len(body)-len(end)]) // a buffer takes everything
				_ = z.Close()
				objects[n] = fmt.Appendf(nil, "<</Filter /FlateDecode /Length %d>>\nstream\n%s%s", b.Len(), b.Bytes(), end)
			}
		})
	}
	wg.Wait()
}

// parseObjects cuts the library's output into the bodies of its objects by number.
func parseObjects(raw []byte) (objects [][]byte, root, info int, err error) {
	start := startPattern.FindSubmatch(raw)
	if start == nil {
		return nil, 0, 0, errUnexpected
	}
	at, _ := strconv.Atoi(string(start[1]))
	if at < 0 || at >= len(raw) {
		return nil, 0, 0, errUnexpected
	}
	table := raw[at:]
	r, i := rootPattern.FindSubmatch(table), infoPattern.FindSubmatch(table)
	lines := bytes.Split(table, []byte("\n"))
	var count int
	if n, scanErr := fmt.Sscanf(string(lines[min(1, len(lines)-1)]), "0 %d", &count); scanErr != nil || n != 1 || r == nil || i == nil || len(lines) < count+2 {
		return nil, 0, 0, errUnexpected
	}
	root, _ = strconv.Atoi(string(r[1]))
	info, _ = strconv.Atoi(string(i[1]))
	objects = make([][]byte, count)
	for n := 1; n < count; n++ {
		line := lines[n+2]
		if len(line) < 10 {
			return nil, 0, 0, errUnexpected
		}
		offset, scanErr := strconv.Atoi(string(line[:10]))
		head := []byte(fmt.Sprintf("%d 0 obj\n", n))
		if scanErr != nil || offset >= at || !bytes.HasPrefix(raw[offset:], head) {
			return nil, 0, 0, errUnexpected
		}
		objects[n] = raw[offset+len(head) : at]
	}
	// Each ends where the next in the file starts.
	ends := make([]int, 0, count)
	for n := 1; n < count; n++ {
		ends = append(ends, at-len(objects[n]))
	}
	slices.Sort(ends)
	for n := 1; n < count; n++ {
		body := objects[n]
		if k, _ := slices.BinarySearch(ends, at-len(body)+1); k < len(ends) {
			body = raw[at-len(body) : ends[k]]
		}
		end := bytes.LastIndex(body, []byte("\nendobj"))
		if end < 0 {
			return nil, 0, 0, errUnexpected
		}
		objects[n] = body[:end:end]
	}
	if root >= count || info >= count {
		return nil, 0, 0, errUnexpected
	}
	return objects, root, info, nil
}

// writer writes objects and remembers where they are.
type writer struct {
	buf    bytes.Buffer
	places []place
}

// place is where an object is: at an offset, or at an index in a packed stream.
type place struct {
	packed   bool
	at, in   int
	occupied bool
}

func (w *writer) put(n int, p place) {
	for len(w.places) <= n {
		w.places = append(w.places, place{})
	}
	p.occupied = true
	w.places[n] = p
}

func (w *writer) object(n int, body []byte) {
	w.put(n, place{at: w.buf.Len()})
	fmt.Fprintf(&w.buf, "%d 0 obj\n%s\nendobj\n", n, body)
}

// pack writes objects numbered from first into packed streams.
func (w *writer) pack(first int, bodies []string) {
	stream := first + len(bodies)
	for from := 0; from < len(bodies); from += packSize {
		part := bodies[from:min(from+packSize, len(bodies))]
		var head, text bytes.Buffer
		for i, body := range part {
			fmt.Fprintf(&head, "%d %d ", first+from+i, text.Len())
			text.WriteString(body)
			text.WriteByte('\n')
			w.put(first+from+i, place{packed: true, in: stream, at: i})
		}
		data := deflate(append(head.Bytes(), text.Bytes()...))
		w.object(stream, []byte(fmt.Sprintf("<</Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length %d>>\nstream\n%s\nendstream", len(part), head.Len(), len(data), data)))
		stream++
	}
}

// table ends the file with the table of its objects.
func (w *writer) table(root, info int) {
	n, at := len(w.places), w.buf.Len()
	w.put(n, place{at: at})
	rows := make([]byte, 0, 7*len(w.places))
	for i, p := range w.places {
		switch {
		case i == 0 || !p.occupied:
			rows = append(rows, 0, 0, 0, 0, 0, 0xff, 0xff)
		case p.packed:
			rows = binary.BigEndian.AppendUint32(append(rows, 2), uint32(p.in))
			rows = binary.BigEndian.AppendUint16(rows, uint16(p.at))
		default:
			rows = binary.BigEndian.AppendUint32(append(rows, 1), uint32(p.at))
			rows = binary.BigEndian.AppendUint16(rows, 0)
		}
	}
	id := md5.Sum(w.buf.Bytes())
	data := deflate(rows)
	fmt.Fprintf(&w.buf, "%d 0 obj\n<</Type /XRef /Size %d /W [1 4 2] /Root %d 0 R /Info %d 0 R /ID [<%x> <%x>] /Filter /FlateDecode /Length %d>>\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n",
		n, len(w.places), root, info, id, id, len(data), data, at)
}

func deflate(data []byte) []byte {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write(data) // a buffer takes everything
	_ = z.Close()
	return b.Bytes()
}

// utf16String is s as a PDF text string.
func utf16String(s string) string {
	b := []byte{0xfe, 0xff}
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.BigEndian.AppendUint16(b, u)
	}
	return fmt.Sprintf("<%x>", b)
}
