// The scan: looks at every place, reads what changed and says what is wrong with
// the rest. A place that does not answer, is too large or may not be read is
// named and costs the others nothing.

package library

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/assessment/seal"
	"muster/assessment/store"
)

const (
	maxFaults = 20               // said of one of the folders chosen
	patience  = 15 * time.Second // with a place that says nothing
	interval  = 250 * time.Millisecond
	readers   = 4 // files of a place read at a time, for slow disks
)

// bounds of what is looked at in one of the folders chosen; what lies beyond is
// left out and said.
type bounds struct {
	depth   int // folders in each other
	folders int
	names   int // files of any kind
	files   int // engagements
}

var usual = bounds{depth: 32, folders: 20_000, names: 1_000_000, files: 20_000}

// Fault is a folder, or a part of one, that is not shown.
type Fault struct {
	Folder string `json:"folder"` // one of the folders chosen; empty for the recent files
	Reason string `json:"reason"` // one line
}

// Progress is how far a scan is.
type Progress struct {
	Done, Total int    // files; the total grows while folders are searched
	Index       *Index // what is known by now; nil unless files were read since the last report
}

// Found is what a scan found.
type Found struct {
	Entries []Entry // each file once, the recent ones first
	Faults  []Fault // by folder
	Read    int     // files that were read: new or changed ones
	Index   *Index  // for the next scan
}

// Scan looks at all places. Files that known holds as they are now are not read.
// progress, which may be nil, is called on this goroutine, a few times a second.
// The error is that of ctx; Found then holds what was found until then, and its
// index still knows the rest.
func Scan(ctx context.Context, set *question.Set, registry *model.Registry, places Places, known *Index, progress func(Progress)) (Found, error) {
	if progress == nil {
		progress = func(Progress) {}
	}
	return newScanner(set, registry, known).scan(ctx, places, progress)
}

// scanner is one scan; its functions stand for the disk in tests.
type scanner struct {
	set      *question.Set
	registry *model.Registry
	known    *Index
	bounds   bounds
	stat     func(string) (fs.FileInfo, error)
	list     func(folder string, take func([]fs.DirEntry) error) error
	read     func(string) ([]byte, error)

	processor chan struct{} // evaluating takes a processor, reading only waits
	mu        sync.Mutex
	files     map[string]func() Entry // evaluates a file once, by where links lead to
}

func newScanner(set *question.Set, registry *model.Registry, known *Index) *scanner {
	return &scanner{set: set, registry: registry, known: known, bounds: usual, stat: os.Stat, list: listFolder, read: store.ReadFile,
		processor: make(chan struct{}, runtime.GOMAXPROCS(0)), files: map[string]func() Entry{}}
}

// candidate is a file to look at.
type candidate struct {
	path   string
	recent bool // or one of a folder
}

// event is what a place's goroutines tell.
type event struct {
	place  int
	found  int // candidates
	record *record
	fresh  bool // it was read now
	gone   bool // a candidate that is no longer there
	fault  *Fault
	end    bool
}

func (s *scanner) scan(ctx context.Context, places Places, progress func(Progress)) (Found, error) {
	inner, stop := context.WithCancel(ctx)
	defer stop()
	events := make(chan event)
	folders := slices.Compact(slices.Sorted(slices.Values(places.Folders)))
	waiting := map[int]time.Time{} // when a place last told something
	begin := func(place int, find func(tell func(event), take func(candidate) error)) {
		waiting[place] = time.Now()
		go s.search(inner, func(e event) {
			e.place = place
			select {
			case events <- e:
			case <-inner.Done():
			}
		}, find)
	}
	begin(0, func(_ func(event), take func(candidate) error) {
		for _, path := range places.Recent {
			if take(candidate{path, true}) != nil {
				return
			}
		}
	})
	for i, folder := range folders {
		begin(i+1, func(tell func(event), take func(candidate) error) {
			(&walk{scanner: s, root: folder, tell: tell, take: take, seen: map[string]bool{}}).run(inner)
		})
	}

	c := &collector{places: places, folders: folders, known: s.known, records: map[string]record{}}
	tick := time.NewTicker(interval)
	defer tick.Stop()
	for len(waiting) > 0 {
		select {
		case e := <-events:
			if _, ok := waiting[e.place]; !ok {
				continue // too late
			}
			waiting[e.place] = time.Now()
			c.take(e)
			if e.end {
				delete(waiting, e.place)
			}
		case now := <-tick.C:
			for place, last := range waiting {
				if now.Sub(last) > patience {
					delete(waiting, place)
					c.silent(place)
				}
			}
			c.report(progress)
		case <-ctx.Done():
			f := c.found()
			f.Index = c.sofar()
			return f, ctx.Err()
		}
	}
	return c.found(), nil
}

// collector gathers what all places tell, on one goroutine.
type collector struct {
	places      Places
	folders     []string
	known       *Index
	records     map[string]record
	faults      []Fault
	done, total int
	read        int // files
	reported    int // of them
}

func (c *collector) take(e event) {
	c.total += e.found
	if e.fault != nil {
		c.faults = append(c.faults, *e.fault)
	}
	if e.gone {
		c.done++
	}
	if e.record == nil {
		return
	}
	c.done++
	if _, twice := c.records[e.record.Path]; e.fresh && !twice {
		c.read++
	}
	c.records[e.record.Path] = *e.record
}

// silent gives a place up: what was known of it stays.
func (c *collector) silent(place int) {
	const reason = "it does not answer; check the disk or the network, then come back to this list"
	if place > 0 {
		folder := c.folders[place-1]
		c.faults = append(c.faults, Fault{folder, reason})
		for path, r := range c.known.records {
			if _, ok := c.records[path]; !ok && Contains(folder, path) {
				c.records[path] = r
			}
		}
		return
	}
	for _, path := range c.places.Recent {
		if _, ok := c.records[path]; !ok {
			c.records[path] = record{Entry: Entry{Path: path, State: Unreadable, Reason: reason}}
		}
	}
}

func (c *collector) report(progress func(Progress)) {
	p := Progress{Done: c.done, Total: c.total}
	if c.read > c.reported {
		c.reported, p.Index = c.read, c.sofar()
	}
	progress(p)
}

// sofar is what is known while a scan is under way.
func (c *collector) sofar() *Index {
	all := maps.Clone(c.known.records)
	maps.Copy(all, c.records)
	return &Index{c.known.stamp, all}
}

func (c *collector) found() Found {
	slices.SortFunc(c.faults, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Folder, b.Folder), cmp.Compare(a.Reason, b.Reason))
	})
	index := &Index{c.known.stamp, maps.Clone(c.records)}
	return Found{Entries: index.Known(c.places), Faults: c.faults, Read: c.read, Index: index}
}

func sortedPaths(records map[string]record) []string {
	return slices.Sorted(maps.Keys(records))
}

// search finds the files of a place and looks at them, a few at a time.
func (s *scanner) search(ctx context.Context, tell func(event), find func(tell func(event), take func(candidate) error)) {
	queue := make(chan candidate, 4096) // the search runs ahead, so that the total is soon known
	var work sync.WaitGroup
	for range readers {
		work.Go(func() {
			for c := range queue {
				r, fresh, ok := s.look(ctx, c)
				if !ok {
					tell(event{gone: true})
					continue
				}
				tell(event{record: &r, fresh: fresh})
			}
		})
	}
	find(tell, func(c candidate) error {
		tell(event{found: 1})
		select {
		case queue <- c:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	})
	close(queue)
	work.Wait()
	tell(event{end: true})
}

// look says what is known of a file; not ok is a file of a folder that vanished.
func (s *scanner) look(ctx context.Context, c candidate) (r record, fresh, ok bool) {
	wrong := func(state State, reason string) (record, bool, bool) {
		return record{Entry: Entry{Path: c.path, State: state, Reason: reason}}, false, true
	}
	info, err := s.stat(c.path)
	if errors.Is(err, fs.ErrNotExist) {
		if link, linkErr := os.Lstat(c.path); linkErr == nil && link.Mode()&fs.ModeSymlink != 0 {
			return wrong(Missing, "this is a link to a file that is not there")
		}
		if !c.recent {
			return record{}, false, false
		}
		return wrong(Missing, "the file is not there; it was moved, renamed or deleted")
	}
	if err != nil {
		return wrong(Unreadable, reason(err, c.path))
	}
	if !info.Mode().IsRegular() {
		return wrong(Broken, "this is no ordinary file")
	}
	if old, ok := s.known.current(c.path, info.Size(), info.ModTime()); ok {
		return old, false, true
	}
	target := c.path
	if real, err := filepath.EvalSymlinks(c.path); err == nil {
		target = real
	}
	r.Read = time.Now()
	r.Entry = s.once(ctx, target)
	if r.State == Missing && !c.recent {
		return record{}, false, false
	}
	r.Path, r.Target, r.Size, r.Modified = c.path, target, info.Size(), info.ModTime()
	if target == c.path {
		r.Target = ""
	}
	return r, true, true
}

// once evaluates a file that several places may lead to.
func (s *scanner) once(ctx context.Context, target string) Entry {
	s.mu.Lock()
	read := s.files[target]
	if read == nil {
		read = sync.OnceValue(func() Entry { return s.evaluate(ctx, target) })
		s.files[target] = read
	}
	s.mu.Unlock()
	return read()
}

func (s *scanner) evaluate(ctx context.Context, path string) (e Entry) {
	defer func() {
		if p := recover(); p != nil { // one file must not cost the others
			e = Entry{State: Broken, Reason: oneLine(fmt.Sprintf("Muster itself failed on this file, please report it: %v", p))}
		}
	}()
	data, err := s.read(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Entry{State: Missing, Reason: "the file vanished while it was read"}
	case err != nil:
		return Entry{State: Unreadable, Reason: reason(err, path)}
	case seal.Is(data):
		return Entry{State: Protected, Reason: "protected with a password"}
	}
	select {
	case s.processor <- struct{}{}:
		defer func() { <-s.processor }()
	case <-ctx.Done():
		return Entry{State: Unread}
	}
	doc, _, err := engagement.Read(data, s.set, s.registry)
	if err != nil {
		return Entry{State: Broken, Reason: oneLine(firstLine(err.Error()))}
	}
	r := assessment.Evaluate(s.set, s.registry, doc)
	return Entry{Title: oneLine(doc.Title), Client: oneLine(doc.Client), Assessor: oneLine(doc.Assessor), Date: oneLine(doc.Date),
		Verdict: r.SIA.Verdict, Answered: r.Confidence.Answered, Applicable: r.Confidence.Applicable}
}

// reason is an error without the path, which stands beside it.
func reason(err error, path string) string {
	text := strings.TrimPrefix(err.Error(), "cannot read "+path+": ")
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) && pathErr == err {
		text = pathErr.Err.Error()
		if errors.Is(err, fs.ErrPermission) {
			text += "; ask its owner for the right to read it"
		}
	}
	return oneLine(text)
}

// firstLine is the first of several faults, with the number of the others.
func firstLine(text string) string {
	line, rest, more := strings.Cut(strings.TrimSpace(text), "\n")
	if !more {
		return line
	}
	return fmt.Sprintf("%s (and %d more)", line, strings.Count(rest, "\n")+1)
}

// listFolder reads a folder piece by piece: one may hold millions.
func listFolder(folder string, take func([]fs.DirEntry) error) error {
	f, err := os.Open(folder)
	if err != nil {
		return err
	}
	defer f.Close()
	for {
		entries, err := f.ReadDir(512)
		if takeErr := take(entries); takeErr != nil {
			return takeErr
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
