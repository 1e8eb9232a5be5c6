// Whether the system wants little motion, as far as its files tell.

package ui

import (
	"bufio"
	"bytes"
	"os"
	"path/filepath"
	"strings"
)

// motionFiles are settings of desktops in the user's folder of configuration, with
// the line that turns animation off.
var motionFiles = []struct{ name, key, off string }{
	{"gtk-4.0/settings.ini", "gtk-enable-animations", "0 false"},
	{"gtk-3.0/settings.ini", "gtk-enable-animations", "0 false"},
	{"kdeglobals", "AnimationDurationFactor", "0 0.0"},
}

// calmByFiles reports whether a desktop's settings in dir turn animation off; the
// first that says anything counts.
func calmByFiles(dir string) bool {
	for _, f := range motionFiles {
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(f.name)))
		if err != nil {
			continue
		}
		lines := bufio.NewScanner(bytes.NewReader(data))
		for lines.Scan() {
			key, value, _ := strings.Cut(lines.Text(), "=")
			if strings.TrimSpace(key) == f.key {
				return strings.Contains(" "+f.off+" ", " "+strings.ToLower(strings.TrimSpace(value))+" ")
			}
		}
	}
	return false
}
