package library

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"filippo.io/age/armor"

	"muster/assessment"
	"muster/assessment/engagement"
	"muster/assessment/store"
)

func scan(t testing.TB, known *Index, places Places) Found {
	t.Helper()
	if known == nil {
		known = NewIndex(stamp)
	}
	f, err := Scan(t.Context(), set, registry, places, known, nil)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func only(t testing.TB, f Found, path string) Entry {
	t.Helper()
	for _, e := range f.Entries {
		if e.Path == path {
			return e
		}
	}
	t.Fatalf("%s is not found; there is %s", path, names(f.Entries))
	return Entry{}
}

// What is shown of a file is what an evaluation says.
func TestScanReads(t *testing.T) {
	dir := temp(t)
	file := put(t, sample(t, "saas"), dir, "deep", "er", "One.MUSTER")
	put(t, "{}", dir, "other.json")
	put(t, sample(t, "saas"), dir, ".hidden", "x.muster")
	put(t, sample(t, "saas"), dir, ".muster-12.tmp.muster")
	f := scan(t, nil, Places{Folders: []string{dir}})
	doc, _, err := engagement.Read([]byte(sample(t, "saas")), set, registry)
	if err != nil {
		t.Fatal(err)
	}
	r := assessment.Evaluate(set, registry, doc)
	want := Entry{Path: file, Title: doc.Title, Client: doc.Client, Assessor: doc.Assessor, Date: doc.Date, Verdict: r.SIA.Verdict,
		Answered: r.Confidence.Answered, Applicable: r.Confidence.Applicable, Size: int64(len(sample(t, "saas"))), Modified: long}
	if len(f.Entries) != 1 || len(f.Faults) != 0 || f.Read != 1 {
		t.Fatalf("%s, faults %v, %d read", names(f.Entries), f.Faults, f.Read)
	}
	got := f.Entries[0]
	if !got.Modified.Equal(want.Modified) {
		t.Errorf("changed at %v", got.Modified)
	}
	if got.Modified = want.Modified; got != want {
		t.Errorf("%+v\nwant %+v", got, want)
	}
}

// Every way a file may be wrong is said, and costs the others nothing.
func TestScanFaultyFiles(t *testing.T) {
	dir := temp(t)
	good := put(t, sample(t, "bank"), dir, "good.muster")
	tests := map[string]struct {
		content string
		state   State
		reason  string
	}{
		"broken":    {"{", Broken, "not valid JSON at line 1"},
		"empty":     {"", Broken, "the file is empty"},
		"foreign":   {`{"a": 1}`, Broken, "this is no Muster engagement"},
		"faulty":    {strings.Replace(sample(t, "saas"), `"version": 1,`, `"version": 1, "scope": "some",`, 1), Broken, "scope: stands here twice"},
		"two":       {`{"format": "muster-engagement", "version": 1, "scope": "some", "answers": 3}`, Broken, "(and 1 more)"},
		"protected": {secret + "\n-> scrypt abc 18\n--- Secret Client Ltd", Protected, "protected with a password"},
		"armored":   {armor.Header + "\nYWdlLWVuY3J5cHRpb24ub3JnL3YxCg==\n" + armor.Footer + "\n", Protected, "protected with a password"},
		"nearly":    {secret[:10], Broken, "not valid JSON"},
	}
	for name, tt := range tests {
		put(t, tt.content, dir, name+".muster")
	}
	gone := filepath.Join(dir, "gone.muster")
	if err := os.Mkdir(filepath.Join(dir, "folder.muster"), 0o700); err != nil {
		t.Fatal(err)
	}
	f := scan(t, nil, Places{Recent: []string{gone, filepath.Join(dir, "folder.muster"), good}, Folders: []string{dir}})
	if e := only(t, f, good); e.State != Ready || e.Title == "" || e.Recent != 3 {
		t.Errorf("the good one is %+v", e)
	}
	if e := only(t, f, gone); e.State != Missing || !strings.Contains(e.Reason, "not there") || e.Recent != 1 {
		t.Errorf("the one that is gone is %+v", e)
	}
	if e := only(t, f, filepath.Join(dir, "folder.muster")); e.State != Broken || e.Reason != "this is no ordinary file" {
		t.Errorf("the folder is %+v", e)
	}
	for name, tt := range tests {
		e := only(t, f, filepath.Join(dir, name+".muster"))
		if e.State != tt.state || !strings.Contains(e.Reason, tt.reason) || strings.Contains(e.Reason, "\n") {
			t.Errorf("%s is %+v", name, e)
		}
		if e.Title+e.Client+e.Assessor+e.Date+string(e.Verdict) != "" || e.Progress() != -1 {
			t.Errorf("%s shows what it cannot know: %+v", name, e)
		}
	}
	if len(f.Entries) != len(tests)+3 || len(f.Faults) != 0 {
		t.Errorf("%s, faults %v", names(f.Entries), f.Faults)
	}
}

func TestScanFolders(t *testing.T) {
	dir := temp(t)
	put(t, sample(t, "saas"), dir, "a.muster")
	file := put(t, "x", dir, "file")
	f := scan(t, nil, Places{Folders: []string{filepath.Join(dir, "none"), dir, file, dir}})
	if len(f.Entries) != 1 || len(f.Faults) != 2 || f.Faults[0].Folder != file || f.Faults[0].Reason != "this is no folder" ||
		f.Faults[1].Folder != filepath.Join(dir, "none") || !strings.Contains(f.Faults[1].Reason, "it is not there; connect") {
		t.Errorf("%s, %v", names(f.Entries), f.Faults)
	}
	// A folder inside another may be chosen too: what the other leaves out shows.
	hidden := put(t, sample(t, "bank"), dir, ".own", "sub", "b.muster")
	f = scan(t, nil, Places{Folders: []string{dir, filepath.Dir(hidden), filepath.Join(dir, ".own")}})
	if len(f.Entries) != 2 || f.Read != 2 || only(t, f, hidden).State != Ready {
		t.Errorf("%s, %d read", names(f.Entries), f.Read)
	}
	if f := scan(t, nil, Places{}); len(f.Entries)+len(f.Faults) != 0 {
		t.Errorf("nowhere is %+v", f)
	}
}

// stubborn is a scanner on the disk, for a test to change.
func stubborn(known *Index) *scanner {
	if known == nil {
		known = NewIndex(stamp)
	}
	return newScanner(set, registry, known)
}

func (s *scanner) all(t testing.TB, places Places) Found {
	t.Helper()
	f, err := s.scan(t.Context(), places, func(Progress) {})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func denied(path string) error { return &fs.PathError{Op: "open", Path: path, Err: fs.ErrPermission} }

func TestScanUnreadable(t *testing.T) {
	dir := temp(t)
	good := put(t, sample(t, "saas"), dir, "good.muster")
	shut := put(t, sample(t, "bank"), dir, "shut.muster")
	put(t, sample(t, "bank"), dir, "closed", "in.muster")
	put(t, sample(t, "bank"), dir, "sealed", "in.muster")
	for i := range maxFaults + 5 {
		put(t, "", dir, fmt.Sprintf("closed %d", i), "x")
	}
	s := stubborn(nil)
	s.read = func(path string) ([]byte, error) {
		if path == shut {
			return nil, &store.Error{Verb: "read", Path: path}
		}
		return store.ReadFile(path)
	}
	s.list = func(folder string, take func([]fs.DirEntry) error) error {
		if strings.HasPrefix(filepath.Base(folder), "closed") {
			return denied(folder)
		}
		return listFolder(folder, take)
	}
	s.stat = func(path string) (fs.FileInfo, error) {
		if filepath.Base(path) == "sealed" {
			return nil, denied(path)
		}
		return os.Stat(path)
	}
	f := s.all(t, Places{Folders: []string{dir}})
	if e := only(t, f, shut); e.State != Unreadable || e.Reason == "" || strings.Contains(e.Reason, dir) {
		t.Errorf("%+v", e)
	}
	if e := only(t, f, good); e.State != Ready || len(f.Entries) != 2 {
		t.Errorf("%+v among %s", e, names(f.Entries))
	}
	all := fmt.Sprint(f.Faults)
	if len(f.Faults) != maxFaults+1 || !strings.Contains(all, "7 more folders in it cannot be read") || !strings.Contains(all, "closed 0: permission denied; ask its owner") {
		t.Errorf("%d faults: %v", len(f.Faults), all)
	}

	s = stubborn(nil)
	s.list = func(folder string, _ func([]fs.DirEntry) error) error { return denied(folder) }
	s.stat = func(path string) (fs.FileInfo, error) {
		if path == good {
			return nil, denied(path)
		}
		return os.Stat(path)
	}
	f = s.all(t, Places{Recent: []string{good}, Folders: []string{dir}})
	if len(f.Faults) != 1 || f.Faults[0] != (Fault{dir, "permission denied; ask its owner for the right to read it"}) || f.Entries[0].State != Unreadable {
		t.Errorf("%+v", f)
	}
}

// A file or folder that goes while it is looked at is gone, and no fault.
func TestScanVanishing(t *testing.T) {
	dir := temp(t)
	stays := put(t, sample(t, "saas"), dir, "stays.muster")
	early := put(t, sample(t, "saas"), dir, "early.muster")
	late := put(t, sample(t, "saas"), dir, "late.muster")
	opened := put(t, sample(t, "bank"), dir, "opened.muster")
	put(t, sample(t, "saas"), dir, "sub", "x.muster")
	s := stubborn(nil)
	s.list = func(folder string, take func([]fs.DirEntry) error) error {
		if filepath.Base(folder) == "sub" {
			os.RemoveAll(folder)
		}
		return listFolder(folder, take)
	}
	s.stat = func(path string) (fs.FileInfo, error) {
		if path == early {
			os.Remove(path)
		}
		return os.Stat(path)
	}
	s.read = func(path string) ([]byte, error) {
		if path == late || path == opened {
			os.Remove(path)
		}
		return store.ReadFile(path)
	}
	f := s.all(t, Places{Recent: []string{opened}, Folders: []string{dir}})
	if len(f.Entries) != 2 || len(f.Faults) != 0 || only(t, f, stays).State != Ready || only(t, f, opened).State != Missing {
		t.Errorf("%s, %v", names(f.Entries), f.Faults)
	}
}

func TestScanBounds(t *testing.T) {
	dir, other := temp(t), temp(t)
	for i := range 6 {
		put(t, sample(t, "saas"), dir, fmt.Sprintf("%d.muster", i))
		put(t, "", dir, strings.Repeat("d/", i+1), "x")
	}
	put(t, sample(t, "bank"), other, "a.muster")
	tests := map[string]struct {
		b     bounds
		files int // of dir
		says  string
	}{
		"all":     {bounds{10, 100, 100, 100}, 6, ""},
		"depth":   {bounds{3, 100, 100, 100}, 6, "folders more than 3 deep in it are not shown"},
		"folders": {bounds{10, 3, 100, 100}, 6, "more than 3 folders"},
		"names":   {bounds{10, 100, 4, 100}, 0, "more than 4 files"},
		"files":   {bounds{10, 100, 100, 2}, 2, "more than 2 engagements"},
	}
	for name, tt := range tests {
		s := stubborn(nil)
		s.bounds = tt.b
		f := s.all(t, Places{Folders: []string{dir, other}})
		if n := len(f.Entries) - 1; n != tt.files {
			t.Errorf("%s: %d files, want %d", name, n, tt.files)
		}
		only(t, f, filepath.Join(other, "a.muster"))
		if tt.says == "" && len(f.Faults) > 0 || tt.says != "" && (len(f.Faults) != 1 || f.Faults[0].Folder != dir || !strings.Contains(f.Faults[0].Reason, tt.says)) {
			t.Errorf("%s: faults %v", name, f.Faults)
		}
	}
}

// A fault of our own on one file is said of that file.
func TestScanSurvivesItself(t *testing.T) {
	dir := temp(t)
	bad, good := put(t, sample(t, "saas"), dir, "bad.muster"), put(t, sample(t, "bank"), dir, "good.muster")
	s := stubborn(nil)
	s.read = func(path string) ([]byte, error) {
		if path == bad {
			panic("oh no")
		}
		return store.ReadFile(path)
	}
	f := s.all(t, Places{Folders: []string{dir}})
	if e := only(t, f, bad); e.State != Broken || !strings.Contains(e.Reason, "oh no") {
		t.Errorf("%+v", e)
	}
	if only(t, f, good).State != Ready {
		t.Error("it cost the other one")
	}
}

// A place that never answers is given up; what was known of it stays.
func TestScanSilence(t *testing.T) {
	dir, dead := temp(t), temp(t)
	good := put(t, sample(t, "saas"), dir, "good.muster")
	old := put(t, sample(t, "bank"), dead, "old.muster")
	known := scan(t, nil, Places{Folders: []string{dead}}).Index
	synctest.Test(t, func(t *testing.T) {
		never := make(chan struct{})
		defer close(never)
		s := stubborn(known)
		s.list = func(folder string, take func([]fs.DirEntry) error) error {
			if folder == dead {
				<-never
			}
			return listFolder(folder, take)
		}
		s.stat = func(path string) (fs.FileInfo, error) {
			if filepath.Base(path) == "hung.muster" {
				<-never
			}
			return os.Stat(path)
		}
		hung := filepath.Join(dead, "hung.muster")
		f := s.all(t, Places{Recent: []string{good, hung}, Folders: []string{dir, dead}})
		if len(f.Faults) != 1 || f.Faults[0].Folder != dead || !strings.Contains(f.Faults[0].Reason, "does not answer") {
			t.Errorf("faults %v", f.Faults)
		}
		if e := only(t, f, hung); e.State != Unreadable || e.Recent != 2 {
			t.Errorf("%+v", e)
		}
		if only(t, f, good).State != Ready || only(t, f, old).Title == "" || len(f.Entries) != 3 {
			t.Errorf("%s", names(f.Entries))
		}
	})
}

func TestScanCancelled(t *testing.T) {
	dir := shelf(t, 9)
	known := scan(t, nil, Places{Folders: []string{filepath.Join(dir, "client 00")}}).Index
	touched := filepath.Join(dir, "client 00", "saas-0000.muster")
	touch(t, touched, long.Add(time.Minute))
	ctx, cancel := context.WithCancel(t.Context())
	s := stubborn(known)
	s.read = func(path string) ([]byte, error) {
		cancel()
		<-ctx.Done()
		return store.ReadFile(path)
	}
	f, err := s.scan(ctx, Places{Folders: []string{dir}}, func(Progress) {})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("the error is %v", err)
	}
	if n := len(f.Index.records); n != 9 {
		t.Errorf("%d files are still known, want 9", n)
	}
}

// Only what changed is read.
func TestScanReadsOnlyChanges(t *testing.T) {
	dir := shelf(t, 6)
	places := Places{Recent: []string{filepath.Join(dir, "client 00", "bank-0001.muster")}, Folders: []string{dir}}
	first := scan(t, nil, places)
	if first.Read != 6 {
		t.Fatalf("%d read at first", first.Read)
	}
	var reads atomic.Int32
	again := func(known *Index) Found {
		reads.Store(0)
		s := stubborn(known)
		s.read = func(path string) ([]byte, error) {
			reads.Add(1)
			return store.ReadFile(path)
		}
		return s.all(t, places)
	}
	second := again(first.Index)
	if second.Read != 0 || reads.Load() != 0 || fmt.Sprint(second.Entries) != fmt.Sprint(first.Entries) {
		t.Errorf("%d read again, %d times: %v", second.Read, reads.Load(), second.Entries)
	}
	saas := put(t, titled(t, "saas", "Changed"), dir, "client 00", "saas-0000.muster")
	touch(t, filepath.Join(dir, "client 00", "hospital-0002.muster"), long.Add(time.Second))
	put(t, sample(t, "saas"), dir, "new.muster")
	if err := os.Remove(filepath.Join(dir, "client 00", "bank-0004.muster")); err != nil {
		t.Fatal(err)
	}
	third := again(second.Index)
	if third.Read != 3 || reads.Load() != 3 || len(third.Entries) != 6 || only(t, third, saas).Title != "Changed" {
		t.Errorf("%d read, %s", third.Read, names(third.Entries))
	}
	// A file that was read right after a change may have changed since.
	now := time.Now()
	touch(t, saas, now)
	fourth := again(third.Index)
	if fifth := again(fourth.Index); fourth.Read != 1 || fifth.Read != 1 {
		t.Errorf("%d and %d read", fourth.Read, fifth.Read)
	}
	// What was wrong and is not kept in the file is looked at again.
	lost := filepath.Join(dir, "lost.muster")
	places = Places{Recent: []string{lost}}
	f := again(fourth.Index)
	put(t, sample(t, "saas"), lost)
	if g := again(f.Index); f.Entries[0].State != Missing || g.Entries[0].State != Ready {
		t.Errorf("%+v, then %+v", f.Entries[0], g.Entries[0])
	}
}

// Two ways to one file read it once.
func TestScanReadsAFileOnce(t *testing.T) {
	dir := temp(t)
	file := put(t, sample(t, "saas"), dir, "a.muster")
	var reads atomic.Int32
	s := stubborn(nil)
	s.read = func(path string) ([]byte, error) {
		reads.Add(1)
		return store.ReadFile(path)
	}
	f := s.all(t, Places{Recent: []string{file}, Folders: []string{dir}})
	if reads.Load() != 1 || f.Read != 1 || len(f.Entries) != 1 || f.Entries[0].Recent != 1 {
		t.Errorf("%d reads: %+v", reads.Load(), f)
	}
}

func TestScanProgress(t *testing.T) {
	dir := shelf(t, 4)
	synctest.Test(t, func(t *testing.T) {
		s := stubborn(nil)
		s.read = func(path string) ([]byte, error) {
			time.Sleep(2 * interval)
			return store.ReadFile(path)
		}
		s.processor = make(chan struct{}, 4)
		var last Progress
		known := 0
		_, err := s.scan(t.Context(), Places{Folders: []string{dir}}, func(p Progress) {
			if p.Done < last.Done || p.Total < last.Total || p.Done > p.Total {
				t.Errorf("%d of %d after %d of %d", p.Done, p.Total, last.Done, last.Total)
			}
			if p.Index != nil {
				if n := len(p.Index.Known(Places{Folders: []string{dir}})); n <= known {
					t.Errorf("%d known after %d", n, known)
				} else {
					known = n
				}
			}
			last = p
		})
		if err != nil || last.Total != 4 {
			t.Errorf("%v, %+v", err, last)
		}
	})
}
