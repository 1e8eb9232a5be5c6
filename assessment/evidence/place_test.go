package evidence

import (
	"errors"
	"path"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestLocate(t *testing.T) {
	tests := []struct {
		rules              Rules
		folder, file, want string
	}{
		{Unix, "/cases/acme", "/cases/acme/rota.pdf", "rota.pdf"},
		{Unix, "/cases/acme/", "/cases/acme/evidence/2026/rota.pdf", "evidence/2026/rota.pdf"},
		{Unix, "/cases/acme", "/cases/acme/../acme/./rota.pdf", "rota.pdf"},
		{Unix, "/cases/acme", "/cases/acme2/rota.pdf", "/cases/acme2/rota.pdf"},
		{Unix, "/cases/acme", "/cases/rota.pdf", "/cases/rota.pdf"},
		{Unix, "/cases/acme", "/cases/Acme/rota.pdf", "/cases/Acme/rota.pdf"},
		{Unix, "/cases/acme", "/cases/acme", "/cases/acme"},
		{Unix, "/", "/rota.pdf", "rota.pdf"},
		{Unix, "", "/cases/acme/rota.pdf", "/cases/acme/rota.pdf"},
		{Unix, "/cases/acme", `/cases/acme/a\b.pdf`, `a\b.pdf`},
		{Unix, "/cases/acme", `/cases/acme/C:\rota.pdf`, `/cases/acme/C:\rota.pdf`}, // the short form would be a path of Windows
		{Unix, "/cases", "/cases/http:/x", "http:/x"},
		{Windows, `C:\Work\Acme`, `C:\Work\Acme\rota.pdf`, "rota.pdf"},
		{Windows, `C:\Work\Acme`, `c:\work\ACME\Evidence\rota.pdf`, "Evidence/rota.pdf"},
		{Windows, `C:\Work\Acme`, `D:\Work\Acme\rota.pdf`, `D:\Work\Acme\rota.pdf`},
		{Windows, `C:\`, `C:\rota.pdf`, "rota.pdf"},
		{Windows, `C:/Work`, `C:\Work\a\..\rota.pdf`, "rota.pdf"},
		{Windows, `C:\Work`, `C:/Elsewhere/rota.pdf`, `C:\Elsewhere\rota.pdf`},
		{Windows, `\\nas\audit\acme`, `\\NAS\audit\acme\rota.pdf`, "rota.pdf"},
		{Windows, `C:\Work`, `\\nas\audit\rota.pdf`, `\\nas\audit\rota.pdf`},
		{Windows, "", `C:\Work\rota.pdf`, `C:\Work\rota.pdf`},
	}
	for _, tt := range tests {
		if got := tt.rules.Locate(tt.folder, tt.file); got != tt.want {
			t.Errorf("Locate(%q, %q) = %q, want %q", tt.folder, tt.file, got, tt.want)
		}
	}
}

func TestResolve(t *testing.T) {
	tests := []struct {
		rules            Rules
		folder, location string
		want             string
		err              error
	}{
		{Unix, "/cases/acme", "evidence/rota.pdf", "/cases/acme/evidence/rota.pdf", nil},
		{Unix, "/cases/acme", "../shared/rota.pdf", "/cases/shared/rota.pdf", nil},
		{Unix, "/cases/acme", "/elsewhere/rota.pdf", "/elsewhere/rota.pdf", nil},
		{Unix, "", "/elsewhere/rota.pdf", "/elsewhere/rota.pdf", nil},
		{Unix, "", "rota.pdf", "", ErrUnsaved},
		{Unix, "/cases", `C:\Work\rota.pdf`, "", ErrForeign},
		{Unix, "/cases", `C:/Work/rota.pdf`, "", ErrForeign},
		{Unix, "/cases", `\\nas\audit\rota.pdf`, "", ErrForeign},
		{Unix, "/cases", "https://example.org/rota.pdf", "", ErrNoFile},
		{Unix, "/cases", "file:///etc/passwd", "", ErrNoFile},
		{Unix, "/cases", "MAILTO:soc@example.org", "", ErrNoFile},
		{Unix, "/cases", "", "", ErrNoFile},
		{Unix, "/cases", "a\x00b", "", ErrNoFile},
		{Windows, `C:\Work`, "evidence/rota.pdf", `C:\Work\evidence\rota.pdf`, nil},
		{Windows, `C:\Work`, `evidence\rota.pdf`, `C:\Work\evidence\rota.pdf`, nil},
		{Windows, `C:\Work`, `..\..\..\rota.pdf`, `C:\rota.pdf`, nil},
		{Windows, `C:\Work`, `D:\rota.pdf`, `D:\rota.pdf`, nil},
		{Windows, `C:\Work`, "/home/x/rota.pdf", "", ErrForeign},
		{Windows, `C:\Work`, `\rota.pdf`, "", ErrForeign},
		{Windows, `C:\Work`, `\\.\PhysicalDrive0`, "", ErrForeign},
		{Windows, `C:\Work`, `\\?\C:\rota.pdf`, "", ErrForeign},
		{Windows, `C:\Work`, `C:rota.pdf`, "", ErrNoFile},
		{Windows, `C:\Work`, `rota.pdf:stream`, "", ErrNoFile},
		{Windows, `C:\Work`, `\\evil.example\share\x`, "", ErrNetwork},
		{Windows, `C:\Work`, `//evil.example/share/x`, "", ErrNetwork},
		{Windows, `\\nas\audit\acme`, `\\evil.example\audit\x`, "", ErrNetwork},
		{Windows, `\\nas\audit\acme`, `\\NAS\Audit\other\rota.pdf`, `\\NAS\Audit\other\rota.pdf`, nil},
		{Windows, `\\nas\audit\acme`, `rota.pdf`, `\\nas\audit\acme\rota.pdf`, nil},
		{Windows, ``, `\\nas\audit\rota.pdf`, "", ErrNetwork},
		{Windows, ``, `rota.pdf`, "", ErrUnsaved},
	}
	for _, tt := range tests {
		got, err := tt.rules.Resolve(tt.folder, tt.location)
		if got != tt.want || !errors.Is(err, tt.err) {
			t.Errorf("Resolve(%q, %q) = %q, %v; want %q, %v", tt.folder, tt.location, got, err, tt.want, tt.err)
		}
	}
}

// What a document notes of a file leads back to that file, and goes along when
// the folder moves.
func TestLocateResolve(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules := rapid.SampledFrom([]Rules{Unix, Windows}).Draw(t, "rules")
		part := rapid.StringMatching(`[a-zA-Z0-9 ._äß(){}#%&'+,;=@~-]{1,8}`).Filter(func(s string) bool { return path.Clean(s) == s && s != ".." && s != "." })
		if !rules.windows {
			part = rapid.OneOf(part, rapid.SampledFrom([]string{`C:\x`, `a\b`, "https:", `\\nas\x`, "C:", "x:y"}))
		}
		join := func(label string) string { return strings.Join(rapid.SliceOfN(part, 1, 4).Draw(t, label), "/") }
		root, sep := "/", "/"
		if rules.windows {
			root = rapid.SampledFrom([]string{`C:\`, `D:\`, `\\nas\share\`}).Draw(t, "root")
			sep = `\`
		}
		native := func(s string) string { return strings.ReplaceAll(s, "/", sep) }
		folder, below := root+native(join("folder")), join("below")
		file := folder + sep + native(below)
		location := rules.Locate(folder, file)
		if got, err := rules.Resolve(folder, location); err != nil || got != file {
			t.Fatalf("%q in %q is noted as %q and leads to %q, %v", file, folder, location, got, err)
		}
		if location == file {
			return // a name that cannot be written short
		}
		if location != below {
			t.Fatalf("%q in %q is noted as %q", file, folder, location)
		}
		moved := root + "moved"
		if got, err := rules.Resolve(moved, location); err != nil || got != moved+sep+native(below) {
			t.Fatalf("moved: %q, %v", got, err)
		}
	})
}

// No text of a document makes Windows reach for another computer, or leads to
// anything but an absolute path.
func TestResolveNeverReachesOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		location := rapid.OneOf(rapid.String(), rapid.StringMatching(`[\\/.?:a-cA-C ]{0,14}`)).Draw(t, "location")
		for _, folder := range []string{"", `C:\Work`} {
			p, err := Windows.Resolve(folder, location)
			if err == nil && (strings.HasPrefix(p, `\\`) || !strings.Contains(p, `:\`)) {
				t.Fatalf("%q leads to %q", location, p)
			}
		}
		if p, err := Unix.Resolve("/cases", location); err == nil && (!strings.HasPrefix(p, "/") || strings.HasPrefix(p, "//") || path.Clean(p) != p) {
			t.Fatalf("%q leads to %q", location, p)
		}
	})
}

func TestLooksLikePath(t *testing.T) {
	for text, want := range map[string]bool{
		"rota.pdf": true, "evidence/rota": true, `C:\rota`: true, "/etc/rota": true, "rota.mp4": true,
		"binder 4, page 12": false, "https://example.org/rota.pdf": false, "GRC tool: Actions 2026": false, "mailto:soc@example.org": false,
		"see p. 12": false, "Version 2.0": false, "the archive.": false, ".pdf": false, "": false, "end. Then": false,
	} {
		if got := LooksLikePath(text); got != want {
			t.Errorf("LooksLikePath(%q) = %v", text, got)
		}
	}
}
