// The watch of an exercise: how long it has gone on, without the time it stood still.

package exercise

import (
	"fmt"
	"time"
)

// longestRun bounds an exercise: a day, as the record does.
const longestRun = 24 * time.Hour

// Watch measures how long an exercise has gone on. It reads no clock: the time is
// given to it. The zero watch stands still at the beginning.
type Watch struct {
	gone  time.Duration
	since time.Time // zero where it stands still
}

// WatchAt is a watch that stands still at a minute of the exercise.
func WatchAt(minute int) Watch { return Watch{gone: time.Duration(minute) * time.Minute} }

// Running reports whether the watch goes.
func (w *Watch) Running() bool { return !w.since.IsZero() }

// Start lets the watch go from now on.
func (w *Watch) Start(now time.Time) {
	if !w.Running() {
		w.since = now
	}
}

// Pause stops the watch.
func (w *Watch) Pause(now time.Time) {
	w.gone, w.since = w.Elapsed(now), time.Time{}
}

// Elapsed is how long the exercise has gone on, a day at most.
func (w *Watch) Elapsed(now time.Time) time.Duration {
	gone := w.gone
	if w.Running() {
		gone += max(0, now.Sub(w.since)) // a clock that was put back takes nothing away
	}
	return min(gone, longestRun)
}

// Minute is the minute of the exercise.
func (w *Watch) Minute(now time.Time) int { return int(w.Elapsed(now) / time.Minute) }

// Text is the time as h:mm:ss.
func (w *Watch) Text(now time.Time) string {
	s := int(w.Elapsed(now) / time.Second)
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}
