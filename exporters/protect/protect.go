// Package protect is what happens to a finished PDF: it is encrypted with a
// password, and what is attached to one is taken out again. It alone talks to
// pdfcpu.
package protect

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// The bounds of a password, in bytes: longer ones are cut off by PDF itself.
const (
	LeastPassword = 8
	MostPassword  = 127
)

// maxPDF bounds what is read: real reports are well below 20 MB.
const maxPDF = 128 << 20

// maxUnpacked bounds what one stream of a PDF unpacks to.
const maxUnpacked = 64 << 20

var (
	// ErrPassword says that a PDF needs a password, or another one.
	ErrPassword = errors.New("the password is missing or wrong")
	// ErrNoAttachment says that a PDF holds no engagement.
	ErrNoAttachment = errors.New("no engagement is attached to this PDF: only a full report without redaction holds one")
)

// CheckPassword says why a password is not taken. Spaces and letters beyond ASCII
// are refused: PDF programs prepare them differently, and a report that one of
// them cannot open is lost.
func CheckPassword(password string) error {
	other := strings.IndexFunc(password, func(r rune) bool { return r <= ' ' || r > '~' })
	switch n := len(password); {
	case other >= 0:
		return fmt.Errorf("the password holds %q: take letters a to z, digits and signs, without spaces and accents, which PDF programs read differently", []rune(password[other:])[0])
	case n < LeastPassword:
		return fmt.Errorf("the password has %d characters, at least %d are needed", len([]rune(password)), LeastPassword)
	case n > MostPassword:
		return fmt.Errorf("the password is longer than the %d bytes a PDF can take; shorten it", MostPassword)
	}
	return nil
}

// quiet keeps the library from reading and writing settings in the user's folders.
var quiet = sync.OnceFunc(func() { api.DisableConfigDir() })

func configuration(password string) *model.Configuration {
	quiet()
	c := model.NewDefaultConfiguration()
	c.Offline = true
	c.ValidationMode = model.ValidationRelaxed
	c.EncryptUsingAES, c.EncryptKeyLength = true, 256
	c.Permissions = model.PermissionsAll
	c.UserPW, c.OwnerPW = password, password
	// A stream that unpacks to more than any report has is refused, not unpacked.
	c.Limits.MaxStreamBytes, c.Limits.MaxDecodeBytes = maxPDF, maxUnpacked
	return c
}

// Encrypt protects a PDF with AES-256. The bytes differ each time, because the keys
// are random.
func Encrypt(pdf []byte, password string) (out []byte, err error) {
	if err := CheckPassword(password); err != nil {
		return nil, err
	}
	defer recovered(&err)
	// Revision 6 of the standard's encryption belongs to PDF 2.0; the library
	// goes by the version in the head.
	pdf = append([]byte("%PDF-2.0"), bytes.TrimPrefix(pdf, []byte("%PDF-1.7"))...)
	var buf bytes.Buffer
	if err := api.Encrypt(bytes.NewReader(pdf), &buf, configuration(password)); err != nil {
		return nil, fmt.Errorf("the PDF could not be protected: %w", err)
	}
	return buf.Bytes(), nil
}

// read opens a PDF for a look into it. Errors: ErrPassword, or why it is no use.
func read(pdf []byte, password string) (ctx *model.Context, err error) {
	defer recovered(&err)
	if len(pdf) > maxPDF {
		return nil, fmt.Errorf("this PDF has more than %d MB: it is no report of Muster", maxPDF>>20)
	}
	ctx, err = api.ReadAndValidate(bytes.NewReader(pdf), configuration(password))
	switch {
	case wrongPassword(err):
		return nil, ErrPassword
	case err != nil:
		return nil, fmt.Errorf("this PDF cannot be read (%w); it may be damaged or cut off", err)
	}
	return ctx, nil
}

// Attachment takes the file with the name out of a PDF. Password is empty for one
// that is not protected.
func Attachment(pdf []byte, name, password string) (data []byte, err error) {
	defer recovered(&err)
	ctx, err := read(pdf, password)
	if err != nil {
		return nil, err
	}
	for _, n := range slices.Sorted(maps.Keys(ctx.Table)) {
		entry := ctx.Table[n]
		if entry == nil {
			continue
		}
		spec, ok := entry.Object.(types.Dict)
		if !ok || spec.Type() == nil || *spec.Type() != "Filespec" || text(ctx, spec, "UF") != name && text(ctx, spec, "F") != name {
			continue
		}
		files, err := ctx.DereferenceDict(spec["EF"])
		if err != nil || files == nil {
			continue
		}
		// The library's own way unpacks up to half a gigabyte.
		stream, _, err := ctx.DereferenceStreamDict(files["F"])
		if err == nil && stream != nil {
			err = stream.DecodeWithLimit(maxUnpacked)
		}
		if err != nil || stream == nil {
			return nil, fmt.Errorf("the engagement in this PDF cannot be read (%v); it may be damaged, or is too large to be one", err)
		}
		return stream.Content, nil
	}
	return nil, ErrNoAttachment
}

// text is a text of a dictionary; empty where it is none.
func text(ctx *model.Context, d types.Dict, key string) string {
	s, err := ctx.DereferenceStringOrHexLiteral(d[key], model.V10, nil)
	if err != nil {
		return ""
	}
	return s
}

// Pages gives what is drawn on each page of a PDF.
func Pages(pdf []byte, password string) (pages [][]byte, err error) {
	defer recovered(&err)
	ctx, err := read(pdf, password)
	if err != nil {
		return nil, err
	}
	for n := 1; n <= ctx.PageCount; n++ {
		r, err := pdfcpu.ExtractPageContent(ctx, n)
		if err != nil {
			return nil, fmt.Errorf("page %d of this PDF cannot be read: %w", n, err)
		}
		var content []byte
		if r != nil {
			if content, err = io.ReadAll(r); err != nil {
				return nil, fmt.Errorf("page %d of this PDF cannot be read: %w", n, err)
			}
		}
		pages = append(pages, content)
	}
	return pages, nil
}

// Creator is the program a PDF says it was made with; empty where it cannot be
// told.
func Creator(pdf []byte, password string) string {
	ctx, err := read(pdf, password)
	if err != nil {
		return ""
	}
	return ctx.XRefTable.Creator
}

// Protected reports whether a PDF needs a password to be read.
func Protected(pdf []byte) bool { return bytes.Contains(pdf, []byte("/Encrypt")) }

func wrongPassword(err error) bool {
	return errors.Is(err, pdfcpu.ErrWrongPassword) || err != nil && strings.Contains(err.Error(), "password")
}

// recovered makes an error of a panic: the library reads what others wrote.
func recovered(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("this PDF cannot be read (%v); it may be damaged", p)
	}
}
