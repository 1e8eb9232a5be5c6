// Package words is what every text of the window goes through, so that the window
// can speak another language. Texts in code are given to Say, Count or Errorf,
// tables of the package to Mark, texts from data and from other packages to Name.
// The tests read the sources for what goes by.
package words

import (
	"encoding/json"
	"fmt"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"muster/assessment/messages"
)

// current is the language the window speaks; work beside the window reads it too.
var current atomic.Pointer[messages.Catalogue]

// Use sets the language: a code such as de, or empty for that of the system. What
// is shown already stays as it is.
func Use(language string) {
	system := lang.SystemLocale()
	if language == "" {
		language = system.String()
	}
	c := messages.For(language)
	current.Store(c)
	feed(c, system)
}

// feed gives Fyne's own dialogs and menus their texts. Fyne follows the system and
// cannot be told otherwise: so it gets them under the system's locale, which fits
// best whatever else Fyne has.
func feed(c *messages.Catalogue, system fyne.Locale) {
	data, err := json.Marshal(c.Dialogs)
	if err == nil {
		err = lang.AddTranslationsForLocale(data, system)
	}
	if err != nil {
		fyne.LogError("the dialogs do not speak "+c.Name, err)
	}
}

// Language is the code of the language the window speaks.
func Language() string {
	if c := current.Load(); c != nil {
		return c.Language
	}
	return messages.Source
}

// Reports is the language as reports speak it, nil where that is English: for what a
// screen shows of a report.
func Reports() *messages.Catalogue { return current.Load().Reports() }

// Say formats a text of the code.
func Say(format string, args ...any) string {
	if false {
		_ = fmt.Sprintf(format, args...) // go vet then checks the calls
	}
	return fmt.Sprintf(current.Load().Text(format), args...)
}

// Count says how many there are: the first text for one, the other for any other
// number. The other takes n first, then args; the first takes args only.
func Count(n int, one, other string, args ...any) string {
	return current.Load().Count(n, one, other, args...)
}

// Errorf makes an error of a text; %w wraps as it does in fmt.
func Errorf(format string, args ...any) error {
	if false {
		_ = fmt.Errorf(format, args...)
	}
	return fmt.Errorf(current.Load().Text(format), args...)
}

// Mark leaves a text as it is and says that Name will be asked for it: for
// variables of a package, which are set before the language is.
func Mark(text string) string { return text }

// Name is a text that is no format: from data, from another package or marked.
func Name(text string) string { return current.Load().Text(text) }
