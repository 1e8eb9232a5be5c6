package setup_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// The ordinary programs the script uses. A machine has these and the stubs on its PATH, nothing else,
// so that no test ever reaches this computer's package manager.
var basics = []string{"sh", "sed", "awk", "tr", "dirname", "env"}

// machine is a make-believe computer: an os-release file and stub programs, which log their calls.
type machine struct {
	t   *testing.T
	dir string
}

func newMachine(t *testing.T, osRelease string) *machine {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("needs a POSIX shell")
	}
	// Looked at here, the files count for go test: a change to them makes a cached result stale.
	for _, name := range []string{"system-packages.sh", "../../go.mod"} {
		if _, err := os.Stat(name); err != nil {
			t.Fatal(err)
		}
	}
	m := &machine{t, t.TempDir()}
	if err := os.Mkdir(m.path("bin"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range basics {
		real, err := exec.LookPath(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(real, m.path("bin/"+name)); err != nil {
			t.Fatal(err)
		}
	}
	m.write("os-release", osRelease, 0o644)
	m.stub("uname", "echo Linux")
	m.stub("id", "echo 0")
	m.stub("go", "echo go99.1.2")
	return m
}

func (m *machine) path(name string) string { return filepath.Join(m.dir, name) }

func (m *machine) write(name, text string, mode os.FileMode) {
	m.t.Helper()
	if err := os.WriteFile(m.path(name), []byte(text), mode); err != nil {
		m.t.Fatal(err)
	}
}

// stub puts a silent program on the PATH; only what it logs tells that it ran.
func (m *machine) stub(name, script string) {
	m.t.Helper()
	m.write("bin/"+name, "#!/bin/sh\n"+script+"\n", 0o755)
}

// logged is a stub that writes its name and arguments to the log first.
func (m *machine) logged(name, script string) {
	m.t.Helper()
	m.stub(name, `echo "`+name+` $*" >>"$MUSTER_TEST_LOG"`+"\n"+script)
}

// ordinaryUser takes root away, and leaves or takes sudo.
func (m *machine) ordinaryUser(sudo bool) {
	m.t.Helper()
	m.stub("id", "echo 1000")
	if sudo {
		m.logged("sudo", `exec "$@"`)
	}
}

// debian has dpkg-query report the given "status name provides" lines.
func (m *machine) debian(packages ...string) {
	m.t.Helper()
	m.write("packages", strings.Join(packages, "\n")+"\n", 0o644)
	m.stub("dpkg-query", `while read -r line; do echo "$line"; done <"$MUSTER_TEST_DIR/packages"`)
	m.stub("apt-cache", "exit 0")
	m.logged("apt-get", "")
}

type outcome struct {
	code   int
	output string   // standard output and standard error
	calls  []string // what the logged stubs were called with
}

func (m *machine) run(purpose string) outcome {
	m.t.Helper()
	cmd := exec.Command(m.path("bin/sh"), "system-packages.sh", purpose)
	cmd.Env = []string{
		"PATH=" + m.path("bin"),
		"MUSTER_OS_RELEASE=" + m.path("os-release"),
		"MUSTER_TEST_DIR=" + m.dir,
		"MUSTER_TEST_LOG=" + m.path("log"),
	}
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		m.t.Fatal(err)
	}
	log, err := os.ReadFile(m.path("log"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		m.t.Fatal(err)
	}
	calls := strings.FieldsFunc(string(log), func(r rune) bool { return r == '\n' })
	return outcome{cmd.ProcessState.ExitCode(), output.String(), calls}
}

func (o outcome) wantCode(t *testing.T, code int) {
	t.Helper()
	if o.code != code {
		t.Errorf("exit code %d, want %d; output:\n%s", o.code, code, o.output)
	}
}

func (o outcome) wantCalls(t *testing.T, calls ...string) {
	t.Helper()
	if got, want := strings.Join(o.calls, "\n"), strings.Join(calls, "\n"); got != want {
		t.Errorf("calls:\n%s\nwant:\n%s\noutput:\n%s", got, want, o.output)
	}
}

func (o outcome) wantOutput(t *testing.T, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(o.output, part) {
			t.Errorf("output lacks %q:\n%s", part, o.output)
		}
	}
}

func (o outcome) wantSilence(t *testing.T) {
	t.Helper()
	o.wantCode(t, 0)
	o.wantCalls(t)
	if o.output != "" {
		t.Errorf("output, want none:\n%s", o.output)
	}
}

const (
	debianRelease = "ID=debian\nVERSION_ID=\"12\"\n"
	mintRelease   = "ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"
	fedoraRelease = "ID=fedora\nVERSION_ID=42\n"
	archRelease   = "ID=arch\n"
	otherRelease  = "ID=void\n"
)

// installed turns package names into dpkg-query's lines.
func installed(names ...string) []string {
	var lines []string
	for _, name := range names {
		lines = append(lines, "installed "+name+" ")
	}
	return lines
}

var debianRun = []string{"gcc", "libc6-dev", "pkg-config", "libgl1-mesa-dev", "xorg-dev", "libwayland-dev", "libxkbcommon-dev"}

const (
	debianRunInstall = "apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 " +
		"gcc libc6-dev pkg-config libgl1-mesa-dev xorg-dev libwayland-dev libxkbcommon-dev"
	debianTools = "xvfb xdotool qpdf poppler-utils"
)

func TestDebianComplete(t *testing.T) {
	m := newMachine(t, debianRelease)
	m.debian(installed(append(debianRun, "xvfb", "xdotool", "qpdf", "poppler-utils",
		"libreoffice-calc", "python3-openpyxl", "python3-reportlab", "python3-xlsxwriter", "gcc-mingw-w64-x86-64", "binutils-mingw-w64-x86-64")...)...)
	for _, purpose := range []string{"cli", "run", "test", "windows"} {
		t.Run(purpose, func(t *testing.T) { m.run(purpose).wantSilence(t) })
	}
}

func TestDebianProvidedByAnotherPackage(t *testing.T) {
	m := newMachine(t, debianRelease)
	m.debian(append(installed("gcc", "libc6-dev", "libgl1-mesa-dev", "xorg-dev", "libwayland-dev", "libxkbcommon-dev"),
		"installed pkgconf pkg-config (= 1.8.1-4), something-else")...)
	m.run("run").wantSilence(t)
}

func TestDebianRoot(t *testing.T) {
	m := newMachine(t, debianRelease)
	m.debian()
	got := m.run("run")
	got.wantCode(t, 0)
	got.wantCalls(t, "apt-get update -q", debianRunInstall)
	got.wantOutput(t, "Installing to build the window", "gcc libc6-dev pkg-config")
}

func TestDebianInstallsOnlyWhatIsMissing(t *testing.T) {
	m := newMachine(t, mintRelease)
	// Removed, its configuration files still there: not installed.
	m.debian(append(installed(debianRun...), "installed qpdf ", "config-files xvfb ")...)
	got := m.run("test")
	got.wantCode(t, 0)
	got.wantCalls(t, "apt-get update -q",
		"apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 xvfb xdotool poppler-utils libreoffice-calc-nogui python3-openpyxl python3-reportlab python3-xlsxwriter")
}

func TestDebianWithoutTheSlimLibreOffice(t *testing.T) {
	m := newMachine(t, debianRelease)
	m.debian(installed(debianRun...)...)
	m.stub("apt-cache", `[ "$2" != libreoffice-calc-nogui ]`)
	got := m.run("test")
	got.wantCode(t, 0)
	got.wantCalls(t, "apt-get update -q",
		"apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 "+debianTools+" libreoffice-calc python3-openpyxl python3-reportlab python3-xlsxwriter")
}

func TestDebianSudo(t *testing.T) {
	m := newMachine(t, debianRelease)
	m.debian()
	m.ordinaryUser(true)
	got := m.run("run")
	got.wantCode(t, 0)
	got.wantCalls(t,
		"sudo apt-get update -q", "apt-get update -q",
		"sudo env DEBIAN_FRONTEND=noninteractive "+debianRunInstall, debianRunInstall)
}

func TestDebianNeitherRootNorSudo(t *testing.T) {
	m := newMachine(t, debianRelease)
	m.debian()
	m.ordinaryUser(false)
	got := m.run("windows")
	got.wantCode(t, 1)
	got.wantCalls(t)
	got.wantOutput(t, "apt-get update && apt-get install -y --no-install-recommends gcc-mingw-w64-x86-64 binutils-mingw-w64-x86-64")
}

func TestDebianInstallFails(t *testing.T) {
	m := newMachine(t, debianRelease)
	m.debian()
	m.logged("apt-get", "exit 100") // no network, say: neither the lists nor the packages
	got := m.run("run")
	if got.code == 0 {
		t.Errorf("exit code 0 although nothing was installed; output:\n%s", got.output)
	}
	got.wantCalls(t, "apt-get update -q", debianRunInstall)
}

func TestFedora(t *testing.T) {
	m := newMachine(t, fedoraRelease)
	m.ordinaryUser(true)
	m.stub("rpm", `[ "$3" = gcc ] || [ "$3" = qpdf ] || [ -e "$MUSTER_TEST_DIR/complete" ]`)
	m.logged("dnf", "")
	got := m.run("test")
	got.wantCode(t, 0)
	dnf := "dnf install -y pkgconf-pkg-config mesa-libGL-devel libX11-devel libXcursor-devel libXrandr-devel " +
		"libXinerama-devel libXi-devel libXxf86vm-devel wayland-devel libxkbcommon-devel " +
		"xorg-x11-server-Xvfb xdotool poppler-utils libreoffice-calc python3-openpyxl"
	got.wantCalls(t, "sudo "+dnf, dnf)

	m.write("log", "", 0o644)
	m.write("complete", "", 0o644)
	m.run("test").wantSilence(t)
}

func TestArch(t *testing.T) {
	m := newMachine(t, archRelease)
	m.stub("pacman", `
case $1 in
-T) [ "$2" = gcc ] || [ -e "$MUSTER_TEST_DIR/complete" ] || exit 127 ;;
-Si) ;;
*) echo "pacman $*" >>"$MUSTER_TEST_LOG" ;;
esac`)
	got := m.run("test")
	got.wantCode(t, 0)
	got.wantCalls(t, "pacman -S --needed --noconfirm pkgconf libglvnd libx11 libxcursor libxrandr libxinerama "+
		"libxi libxxf86vm wayland libxkbcommon xorg-server-xvfb xdotool qpdf poppler libreoffice-fresh python-openpyxl")

	m.write("log", "", 0o644)
	m.write("complete", "", 0o644)
	m.run("test").wantSilence(t)
}

func TestUnknownSystem(t *testing.T) {
	m := newMachine(t, otherRelease)
	m.stub("gcc", "")
	m.stub("pkg-config", `[ "$2" != wayland-client ]`)
	m.stub("Xvfb", "")
	got := m.run("test")
	got.wantCode(t, 1)
	got.wantOutput(t, "xdotool qpdf pdftotext soffice wayland-client(headers)")
	if strings.Contains(got.output, "Xvfb") {
		t.Errorf("names Xvfb as missing, which is there:\n%s", got.output)
	}

	m.stub("pkg-config", "")
	for _, name := range []string{"xdotool", "qpdf", "pdftotext", "soffice"} {
		m.stub(name, "")
	}
	m.run("test").wantSilence(t)
	m.run("run").wantSilence(t)
}

// A Fedora that installs otherwise (an image-based one) is told what is missing, not failed on dnf.
func TestKnownSystemWithoutItsPackageManager(t *testing.T) {
	got := newMachine(t, fedoraRelease).run("run")
	got.wantCode(t, 1)
	got.wantOutput(t, "gcc pkg-config")
}

func TestMacOS(t *testing.T) {
	m := newMachine(t, "")
	m.stub("uname", "echo Darwin")
	m.stub("xcode-select", `[ "$1" = -p ]`)
	m.stub("qpdf", "")
	m.stub("soffice", "")
	m.logged("brew", "")
	m.run("run").wantSilence(t)
	got := m.run("test")
	got.wantCode(t, 0)
	got.wantCalls(t, "brew install poppler")
}

func TestMacOSWithoutCommandLineTools(t *testing.T) {
	m := newMachine(t, "")
	m.stub("uname", "echo Darwin")
	m.logged("xcode-select", `[ "$1" != -p ]`)
	got := m.run("run")
	got.wantCode(t, 1)
	got.wantCalls(t, "xcode-select -p", "xcode-select --install")
}

func TestGo(t *testing.T) {
	for version, enough := range map[string]bool{
		"go1.19.8":                      false,
		"go1.25.12":                     false,
		"go1.1000.0":                    true,
		"go2.0":                         true,
		"go1.99rc1":                     true,
		"go1.99.1 X:nodwarf5":           true,
		"devel go1.99-5f7abe3 Mon Nov ": true,
	} {
		t.Run(version, func(t *testing.T) {
			m := newMachine(t, debianRelease)
			m.debian()
			m.stub("go", "echo '"+version+"'")
			got := m.run("cli")
			if enough {
				got.wantSilence(t)
				return
			}
			got.wantCode(t, 1)
			got.wantCalls(t)
			got.wantOutput(t, "Go is too old", "https://go.dev/dl")
		})
	}
}

func TestGoMissing(t *testing.T) {
	m := newMachine(t, debianRelease)
	m.debian()
	if err := os.Remove(m.path("bin/go")); err != nil {
		t.Fatal(err)
	}
	got := m.run("run")
	got.wantCode(t, 1)
	got.wantCalls(t)
	got.wantOutput(t, "Go is not installed", "https://go.dev/dl")
}

func TestUsage(t *testing.T) {
	got := newMachine(t, debianRelease).run("everything")
	got.wantCode(t, 2)
	got.wantOutput(t, "cli|run|test|windows")
}
