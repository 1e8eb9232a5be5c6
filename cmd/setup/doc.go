// Package setup holds what a machine needs before Muster builds on it. It has no code of its own:
// system-packages.sh checks for Go, the C compiler, the window headers and the programs the tests
// call, and installs what is missing; the Makefile calls it before each target that needs them.
package setup
