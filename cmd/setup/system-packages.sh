#!/bin/sh
# system-packages.sh cli|run|test|windows
#
# Checks that this machine has what the purpose needs and installs what is missing with the system's
# package manager. Silent and quick when nothing is missing; exits 1 when something still is.
#
#   cli      Go alone: muster-cli and the tests without a window
#   run      also what builds the window: a C compiler, OpenGL, X11 and Wayland headers
#   test     also a display without a screen, and programs that check the PDF and the workbook
#   windows  Go and the cross-compiler for Windows

set -eu

# Packages per system. "a|b": either will do, and the first one the system knows gets installed.
debian_run='gcc libc6-dev pkg-config libgl1-mesa-dev xorg-dev libwayland-dev libxkbcommon-dev'
debian_test='xvfb xdotool qpdf poppler-utils libreoffice-calc-nogui|libreoffice-calc python3-openpyxl python3-reportlab python3-xlsxwriter'
debian_windows='gcc-mingw-w64-x86-64 binutils-mingw-w64-x86-64'

fedora_run='gcc pkgconf-pkg-config mesa-libGL-devel libX11-devel libXcursor-devel libXrandr-devel libXinerama-devel libXi-devel libXxf86vm-devel wayland-devel libxkbcommon-devel'
fedora_test='xorg-x11-server-Xvfb xdotool qpdf poppler-utils libreoffice-calc python3-openpyxl'
fedora_windows='mingw64-gcc mingw64-binutils'

arch_run='gcc pkgconf libglvnd libx11 libxcursor libxrandr libxinerama libxi libxxf86vm wayland libxkbcommon'
arch_test='xorg-server-xvfb xdotool qpdf poppler libreoffice-fresh|libreoffice-still python-openpyxl'
arch_windows='mingw-w64-gcc mingw-w64-binutils'

# For systems whose packages are not known here.
pkgconfig_modules='gl x11 xcursor xrandr xinerama xi xxf86vm wayland-client xkbcommon'
test_commands='Xvfb xdotool qpdf pdftotext soffice'
windows_commands='x86_64-w64-mingw32-gcc x86_64-w64-mingw32-windres'

main() {
	purpose=${1:-}
	case $purpose in
	cli) why='' ;;
	run) why='to build the window: a C compiler, OpenGL, X11 and Wayland headers' ;;
	test) why='to test in a real window on a virtual display, and to open the exported PDF and workbook with other programs' ;;
	windows) why='to build for Windows: the mingw-w64 cross-compiler' ;;
	*)
		echo "usage: $0 cli|run|test|windows" >&2
		exit 2
		;;
	esac
	check_go
	[ "$purpose" != cli ] || return 0
	case $(uname -s) in
	Linux) linux ;;
	Darwin) macos ;;
	MINGW* | MSYS* | CYGWIN*) windows ;;
	*) unknown ;;
	esac
}

fail() {
	printf '%s\n' "$*" >&2
	exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# --- Go

check_go() {
	root=$(cd "$(dirname "$0")/../.." && pwd)
	need=$(sed -n 's/^go  *\([0-9][0-9.]*\).*/\1/p' "$root/go.mod")
	where="Muster needs Go $need or newer: https://go.dev/dl"
	have go || fail "Go is not installed. $where"
	# Asked in the project's folder, where Go may switch to a newer toolchain by itself.
	got=$(cd "$root" && go env GOVERSION) || fail "Go does not run here. $where"
	at_least "$got" "$need" || fail "Go is too old: this is $got. $where"
}

# at_least HAVE NEED compares versions such as go1.26.8 and 1.26.
at_least() {
	printf '%s\n' "$1" "$2" | awk '
		{ sub(/^[^0-9]*/, ""); split($1, v, "."); n[NR] = v[1] * 1000000 + v[2] * 1000 + v[3] }
		END { exit n[1] < n[2] }'
}

# --- systems: each finds what is missing, says so, and installs it

linux() {
	release=${MUSTER_OS_RELEASE:-/etc/os-release}
	family=
	if [ -r "$release" ]; then
		family=$(. "$release" && echo "${ID:-} ${ID_LIKE:-}")
	fi
	case " $family " in
	*' debian '* | *' ubuntu '*) if have apt-get && have dpkg-query; then debian; return; fi ;;
	*' fedora '* | *' rhel '*) if have dnf && have rpm; then fedora; return; fi ;;
	*' arch '*) if have pacman; then arch; return; fi ;;
	esac
	unknown
}

debian() {
	# With what they provide: a name such as pkg-config may be another package's by now.
	installed=$(dpkg-query -W -f '${db:Status-Status} ${Package} ${Provides}\n' |
		awk '$1 == "installed" { gsub(/\([^)]*\)|,/, ""); $1 = ""; print }' | tr '\n' ' ')
	is_installed() { case " $installed " in *" $1 "*) ;; *) return 1 ;; esac }
	is_known() { apt-cache show "$1"; }
	missing=$(missing_of $(choose "$debian_run" "$debian_test" "$debian_windows"))
	[ -n "$missing" ] || return 0
	install='apt-get install -y --no-install-recommends'
	become_root "apt-get update && $install $(known_of $missing)"
	echo "Looking up packages."
	$sudo apt-get update -q || echo "apt-get update failed; going on with the package lists at hand."
	packages=$(known_of $missing) # only now are the lists fresh enough to tell
	announce $packages
	# The timeout is for machines that run their own updates just after boot.
	$sudo env DEBIAN_FRONTEND=noninteractive $install -o DPkg::Lock::Timeout=300 $packages
}

fedora() {
	is_installed() { rpm -q --whatprovides "$1"; }
	is_known() { :; }
	missing=$(missing_of $(choose "$fedora_run" "$fedora_test" "$fedora_windows"))
	[ -n "$missing" ] || return 0
	install="dnf install -y $(known_of $missing)"
	become_root "$install"
	announce $(known_of $missing)
	$sudo $install
}

arch() {
	is_installed() { pacman -T "$1"; }
	is_known() { pacman -Si "$1"; }
	missing=$(missing_of $(choose "$arch_run" "$arch_test" "$arch_windows"))
	[ -n "$missing" ] || return 0
	install="pacman -S --needed --noconfirm $(known_of $missing)"
	become_root "$install"
	announce $(known_of $missing)
	# No -y: Arch does not support new packages on an old system.
	$sudo $install || fail "If packages were not found, bring the system up to date first: pacman -Syu"
}

macos() {
	if ! xcode-select -p >/dev/null 2>&1; then
		echo "Needed $why. Starting: xcode-select --install"
		xcode-select --install || :
		fail "Confirm in the window that has opened; when it is done, run this again."
	fi
	formulas=
	case $purpose in
	test)
		have qpdf || formulas="$formulas qpdf"
		have pdftotext || formulas="$formulas poppler"
		have soffice || [ -d /Applications/LibreOffice.app ] || formulas="$formulas libreoffice"
		;;
	windows) have x86_64-w64-mingw32-gcc || formulas=' mingw-w64' ;;
	esac
	[ -n "$formulas" ] || return 0
	have brew || fail "Missing $why:$formulas
Install Homebrew (https://brew.sh), then run: brew install$formulas"
	announce $formulas
	brew install $formulas
}

windows() {
	have gcc || fail "Missing $why.
Install MSYS2 (https://www.msys2.org), run there: pacman -S mingw-w64-ucrt-x86_64-gcc
and put its ucrt64/bin folder on the PATH."
}

unknown() {
	missing=
	case $purpose in
	run) commands='gcc pkg-config' ;;
	test) commands="gcc pkg-config $test_commands" ;;
	windows) commands=$windows_commands ;;
	esac
	for name in $commands; do
		have "$name" || missing="$missing $name"
	done
	if [ "$purpose" != windows ] && have pkg-config; then
		for name in $pkgconfig_modules; do
			pkg-config --exists "$name" || missing="$missing $name(headers)"
		done
	fi
	[ -z "$missing" ] || fail "Missing $why:
 $missing
This system's packages are not known here: install them with its package manager, then run this again."
}

# --- shared by the systems

# choose RUN TEST WINDOWS: the package groups of this purpose.
choose() {
	case $purpose in
	run) echo "$1" ;;
	test) echo "$1 $2" ;;
	windows) echo "$3" ;;
	esac
}

# missing_of GROUP...: the groups of which nothing is installed.
missing_of() {
	for group; do
		first_of is_installed "$group" >/dev/null || echo "$group"
	done
}

# known_of GROUP...: of each group the package to install.
known_of() {
	for group; do
		case $group in
		*'|'*) first_of is_known "$group" || echo "${group%%|*}" ;;
		*) echo "$group" ;;
		esac
	done | tr '\n' ' ' | sed 's/ $//'
}

# first_of TEST GROUP: the first package of the group that passes the test.
first_of() {
	for name in $(echo "$2" | tr '|' ' '); do
		if "$1" "$name" >/dev/null 2>&1; then
			echo "$name"
			return
		fi
	done
	return 1
}

# become_root COMMANDS sets $sudo, or names the commands to somebody who may run them.
become_root() {
	sudo=
	[ "$(id -u)" -ne 0 ] || return 0
	have sudo || fail "Missing packages $why. There is no sudo here; as root, run:
  $1"
	sudo=sudo
}

announce() {
	echo "Installing $why:"
	echo "  $*"
}

main "$@"
