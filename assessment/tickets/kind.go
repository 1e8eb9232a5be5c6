// What kind of file it is, by its first bytes, and what to do about the kinds
// that cannot be read.

package tickets

import (
	"bytes"
	"errors"
)

const (
	kindCSV  = "csv"
	kindXLSX = "xlsx"
)

// signatures of files that hold no table of text, with what to do.
var signatures = []struct {
	start, advice string
}{
	{"\xd0\xcf\x11\xe0", "this is an old binary workbook (.xls) or one with a password; open it and save it as XLSX without a password, or as CSV"},
	{"%PDF", "this is a PDF; export the tickets as CSV or XLSX instead"},
	{"\x1f\x8b", "this file is compressed (gzip); unpack it first"},
	{"BZh", "this file is compressed (bzip2); unpack it first"},
	{"\xfd7zXZ", "this file is compressed (xz); unpack it first"},
	{"7z\xbc\xaf", "this file is compressed (7z); unpack it first"},
	{"Rar!", "this file is compressed (rar); unpack it first"},
	{"\x28\xb5\x2f\xfd", "this file is compressed (zstd); unpack it first"},
	{"SQLite format 3", "this is a database; export the tickets as CSV or XLSX instead"},
	{"\x89PNG", "this is a picture; export the tickets as CSV or XLSX instead"},
	{"\xff\xd8\xff", "this is a picture; export the tickets as CSV or XLSX instead"},
	{"PAR1", "this is a Parquet file; export the tickets as CSV or XLSX instead"},
}

// kindOf tells CSV from XLSX and refuses what is neither.
func kindOf(head []byte) (string, error) {
	if len(head) == 0 {
		return "", errors.New("the file is empty; export the tickets again")
	}
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06")) {
		return kindXLSX, nil
	}
	for _, s := range signatures {
		if bytes.HasPrefix(head, []byte(s.start)) {
			return "", errors.New(s.advice)
		}
	}
	text := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n"))
	switch {
	case bytes.HasPrefix(text, []byte("<?xml")), bytes.HasPrefix(text, []byte("<html")), bytes.HasPrefix(text, []byte("<!doctype")), bytes.HasPrefix(text, []byte("<table")):
		return "", errors.New("this is a web page or XML, whatever its name says; open it in a spreadsheet program and save it as XLSX or CSV")
	case bytes.HasPrefix(text, []byte("{")), bytes.HasPrefix(text, []byte("[{")), bytes.HasPrefix(text, []byte("[\n")):
		return "", errors.New("this looks like JSON; export the tickets as CSV or XLSX instead")
	}
	if e := detectEncoding(head); e != utf16LE && e != utf16BE {
		strange := 0
		for _, c := range head {
			if c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != 0x1f && c != 0x1e || c == 0x7f {
				strange++
			}
		}
		if strange*20 > len(head) {
			return "", errors.New("this is no text: neither CSV nor XLSX; export the tickets again as CSV or XLSX")
		}
	}
	return kindCSV, nil
}
