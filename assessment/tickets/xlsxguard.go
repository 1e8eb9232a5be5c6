// Refusing hostile workbooks before a library opens them: zip bombs, cells
// beyond any table of tickets, endless texts.

package tickets

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

const (
	maxEntries     = 5_000
	maxUnpacked    = 1 << 30  // of all entries together, in bytes
	maxSmallParts  = 64 << 20 // of what is held in memory
	maxPart        = 32 << 20 // of an entry that is no sheet and no list of texts
	maxRatio       = 200      // unpacked to packed, of an entry above ratioFrom
	ratioFrom      = 8 << 20  // in bytes
	maxSheets      = 200
	maxSheetRows   = 1_048_576 // what a workbook can have
	maxTexts       = 2_000_000 // in the list of texts
	maxTags        = 300_000   // of a part that is no sheet and no list of texts: it is held in memory, unfolded
	maxMarkup      = 1 << 20   // between two tags, in bytes
	spillPart      = 4 << 20   // larger sheets go to temporary files
	workbookPart   = "xl/workbook.xml"
	binaryWorkbook = "xl/workbook.bin"
)

// guardWorkbook reads the workbook at path once and says why it must not be
// opened, if so.
func guardWorkbook(ctx context.Context, path string) error {
	z, err := zip.OpenReader(path)
	if err != nil {
		return errors.New("this is no complete workbook; save it again as XLSX, or as CSV")
	}
	defer z.Close()
	if len(z.File) > maxEntries {
		return refusal("it has %d parts, more than %d", len(z.File), maxEntries)
	}
	total, small := uint64(0), uint64(0)
	found := false
	for _, f := range z.File {
		name := strings.ToLower(strings.TrimPrefix(f.Name, "/"))
		found = found || name == workbookPart
		if name == binaryWorkbook {
			return errors.New("this is a binary workbook (.xlsb); save it as XLSX or CSV")
		}
		size := f.UncompressedSize64
		if total += size; size > maxUnpacked || total > maxUnpacked {
			return refusal("it unpacks to more than %d MB", maxUnpacked>>20)
		}
		if size > ratioFrom && size/max(f.CompressedSize64, 1) > maxRatio {
			return refusal("its part %q is packed more than %d times, as no table of tickets is", shortName(f.Name), maxRatio)
		}
		tabular := isTabular(f.Name)
		if size > maxPart && !tabular {
			return refusal("its part %q unpacks to more than %d MB", shortName(f.Name), maxPart>>20)
		}
		if size <= spillPart || !tabular {
			if small += size; small > maxSmallParts {
				return refusal("its small parts unpack to more than %d MB", maxSmallParts>>20)
			}
		}
	}
	if !found {
		return errors.New("this is a zip archive without a workbook in it; unpack it, or save the tickets as XLSX or CSV")
	}
	for _, f := range z.File {
		if strings.HasSuffix(strings.ToLower(f.Name), ".xml") {
			if err := guardPart(ctx, f); err != nil {
				return err
			}
		}
	}
	return nil
}

// isTabular reports whether a part is a sheet or the list of texts, which are
// read as a stream when they are large.
func isTabular(name string) bool {
	name = strings.ToLower(name)
	return strings.Contains(name, "worksheets/") || strings.HasSuffix(name, "sharedstrings.xml")
}

func refusal(format string, args ...any) error {
	return fmt.Errorf("this workbook is not read, because %s; save the tickets alone in a new workbook, or as CSV", fmt.Sprintf(format, args...))
}

func shortName(name string) string {
	if r := []rune(name); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return name
}

// guardPart walks over the tags of a part.
func guardPart(ctx context.Context, f *zip.File) error {
	r, err := f.Open()
	if err != nil {
		return refusal("its part %q cannot be unpacked", shortName(f.Name))
	}
	defer r.Close()
	b := bufio.NewReaderSize(r, 64<<10)
	cells, rows, texts, held, sheet := 0, 0, 0, 0, false
	tabular := isTabular(f.Name)
	var last []byte
	for n := 0; ; n++ {
		if n%65536 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		chunk, err := b.ReadSlice('>')
		if held += len(chunk); held > maxMarkup {
			return refusal("its part %q holds a text of more than %d KB", shortName(f.Name), maxMarkup>>10)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return refusal("its part %q is damaged", shortName(f.Name))
		}
		held = 0
		if n > maxTags && !tabular {
			return refusal("its part %q has more than %d elements", shortName(f.Name), maxTags)
		}
		if i := bytes.LastIndexByte(chunk, '<'); i >= 0 {
			tag := chunk[i+1:]
			last = append(last[:0], tag...)
			switch name := tagName(tag); string(name) {
			case "worksheet":
				sheet = true
			case "si":
				if texts++; texts > maxTexts {
					return refusal("it has more than %d texts", maxTexts)
				}
			case "row":
				cells = 0
				if rows++; rows > maxSheetRows {
					return refusal("it has more rows than any sheet")
				}
				if row, ok := attribute(tag, `r="`); ok && number(row) > maxSheetRows {
					return refusal("it has a row %.20s, beyond the end of any sheet", row)
				}
			case "c":
				cells++
				ref, ok := attribute(tag, `r="`)
				if column := columnOf(ref); cells > maxColumns || ok && column > maxColumns {
					return refusal("it has a cell %.20s, beyond column %d", ref, maxColumns)
				}
			}
		}
		if err != nil {
			break
		}
	}
	if sheet && !bytes.HasSuffix(bytes.TrimSpace(last), []byte("worksheet>")) {
		return refusal("its sheet %q is cut off", shortName(f.Name))
	}
	return nil
}

// tagName is the name of an opening tag without its prefix.
func tagName(tag []byte) []byte {
	for i, c := range tag {
		switch {
		case c == ':':
			return tagName(tag[i+1:])
		case c == ' ' || c == '>' || c == '/' || c == '\t' || c == '\n' || c == '\r':
			return tag[:i]
		}
	}
	return tag
}

// attribute is the value of an attribute that starts with name=".
func attribute(tag []byte, start string) ([]byte, bool) {
	for from := 0; ; {
		i := bytes.Index(tag[from:], []byte(start))
		if i < 0 {
			return nil, false
		}
		i += from
		if i > 0 && (tag[i-1] == ' ' || tag[i-1] == '\t' || tag[i-1] == '\n' || tag[i-1] == '\r') {
			value := tag[i+len(start):]
			if end := bytes.IndexByte(value, '"'); end >= 0 {
				return value[:end], true
			}
			return value, true
		}
		from = i + 1
	}
}

// columnOf is the number of the column in a cell reference, from 1.
func columnOf(ref []byte) int {
	n := 0
	for _, c := range ref {
		if c >= 'a' && c <= 'z' {
			c -= 'a' - 'A'
		}
		if c < 'A' || c > 'Z' || n > maxColumns {
			break
		}
		n = n*26 + int(c-'A') + 1
	}
	return n
}

// number reads digits, to a little beyond what a sheet may hold.
func number(b []byte) int {
	n := 0
	for _, c := range b {
		if !digit(c) || n > maxSheetRows {
			break
		}
		n = n*10 + int(c-'0')
	}
	return n
}
