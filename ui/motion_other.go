//go:build !windows

package ui

import "os"

// systemCalm reports whether the system wants little motion; false where nothing
// tells.
func systemCalm() bool {
	dir, err := os.UserConfigDir()
	return err == nil && calmByFiles(dir)
}
