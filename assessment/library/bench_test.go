package library

import (
	"path/filepath"
	"testing"
)

const many = 2000

// A first look at 2,000 files: all are read and evaluated.
func BenchmarkScanCold(b *testing.B) {
	places := Places{Folders: []string{shelf(b, many)}}
	for b.Loop() {
		if f := scan(b, nil, places); f.Read != many {
			b.Fatalf("%d read", f.Read)
		}
	}
}

// A look at 2,000 files of which none changed.
func BenchmarkScanWarm(b *testing.B) {
	places := Places{Folders: []string{shelf(b, many)}}
	known := scan(b, nil, places).Index
	for b.Loop() {
		if f := scan(b, known, places); f.Read != 0 || len(f.Entries) != many {
			b.Fatalf("%d read, %d found", f.Read, len(f.Entries))
		}
	}
}

// From the index's file to the list, before any file is looked at.
func BenchmarkLoadIndex(b *testing.B) {
	places := Places{Folders: []string{shelf(b, many)}}
	path := filepath.Join(b.TempDir(), IndexName)
	save(b, scan(b, nil, places).Index, path)
	for b.Loop() {
		if n := len(Sort(LoadIndex(path, stamp).Known(places), ByOpened, true)); n != many {
			b.Fatalf("%d entries", n)
		}
	}
}

func BenchmarkSearchAndSort(b *testing.B) {
	places := Places{Folders: []string{shelf(b, many)}}
	entries := scan(b, nil, places).Entries
	for b.Loop() {
		for _, k := range Keys {
			Sort(Search(entries, "assessment bank"), k, k.Descending())
		}
	}
}

func BenchmarkSaveIndex(b *testing.B) {
	x := scan(b, nil, Places{Folders: []string{shelf(b, many)}}).Index
	path := filepath.Join(b.TempDir(), IndexName)
	for b.Loop() {
		save(b, x, path)
	}
}
