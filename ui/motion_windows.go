package ui

import (
	"syscall"
	"unsafe"
)

// getClientAreaAnimation is SPI_GETCLIENTAREAANIMATION of the Windows API.
const getClientAreaAnimation = 0x1042

// systemCalm reports whether Windows is set to show no animations; false where it
// does not tell.
func systemCalm() bool {
	var on int32
	ask := syscall.NewLazyDLL("user32.dll").NewProc("SystemParametersInfoW")
	if ask.Find() != nil {
		return false
	}
	ok, _, _ := ask.Call(getClientAreaAnimation, 0, uintptr(unsafe.Pointer(&on)), 0)
	return ok != 0 && on == 0
}
