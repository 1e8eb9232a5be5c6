// Character encodings: what a file is written in, and reading it as UTF-8.

package tickets

import (
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// The encodings, as History and Preview name them.
const (
	utf8Name    = "UTF-8"
	utf16LE     = "UTF-16LE"
	utf16BE     = "UTF-16BE"
	windows1252 = "Windows-1252"
)

// detectEncoding looks at the start of a file. Whether single bytes are UTF-8 or
// Windows-1252 is decided again cell by cell, see decode.
func detectEncoding(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}):
		return utf16LE
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return utf16BE
	}
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i&1]++
		}
	}
	half := len(head) / 2
	switch {
	case half >= 4 && zeros[1]*10 >= half*3 && zeros[0]*20 <= half:
		return utf16LE
	case half >= 4 && zeros[0]*10 >= half*3 && zeros[1]*20 <= half:
		return utf16BE
	}
	cut := head
	for i := 0; i < utf8.UTFMax-1 && len(cut) > 0 && !utf8.Valid(cut); i++ {
		cut = cut[:len(cut)-1] // the head may end inside a character
	}
	if !utf8.Valid(cut) {
		return windows1252
	}
	return utf8Name
}

// asUTF8 wraps r, whose encoding was detected, without its byte order mark.
// Windows-1252 stays as it is: the signs that matter to the scanner are the same.
func asUTF8(r io.Reader, encoding string) io.Reader {
	switch encoding {
	case utf16LE:
		return transform.NewReader(r, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder())
	case utf16BE:
		return transform.NewReader(r, unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder())
	}
	var mark [3]byte
	n, _ := io.ReadFull(r, mark[:]) // the reader repeats an error
	if n == 3 && mark == [3]byte{0xef, 0xbb, 0xbf} {
		return r
	}
	return io.MultiReader(bytes.NewReader(mark[:n]), r)
}

// decode gives the text of a cell: bytes that are not UTF-8 are Windows-1252.
func decode(cell []byte) string {
	if utf8.Valid(cell) {
		return string(cell)
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(cell)
	if err != nil {
		return string(bytes.ToValidUTF8(cell, []byte("\uFFFD")))
	}
	return string(out)
}
