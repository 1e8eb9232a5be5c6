package chart

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"muster/exporters/look"
)

func anyTiles(t *rapid.T) []TileRow {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) TileRow {
		return TileRow{Title: anyTitle(t, "group"), Note: anyTitle(t, "note"), Tiles: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Tile {
			return Tile{Title: anyTitle(t, "title"), Shown: rapid.SampledFrom([]string{"", "2 of 3", "0 of 4", "?", "–"}).Draw(t, "shown"), State: TileState(rapid.IntRange(0, 5).Draw(t, "state"))}
		}), 0, 15).Draw(t, "tiles")}
	}), 0, 9).Draw(t, "groups")
}

func TestLevelMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, width := anyTiles(t), anyPictureWidth(t)
		sound(t, LevelMap(nil, "Map", rows, width), LevelMap(nil, "Map", rows, width))
	})
}

// Every tile shows its title and level, and the key names the states that are there
// and no others.
func TestLevelMapLosesNothing(t *testing.T) {
	var tiles []Tile
	for i := range 15 {
		tiles = append(tiles, Tile{Title: fmt.Sprintf("Question number%d", i), Shown: "2 of 3", State: TileState(i % 2)})
	}
	for width := 360.0; width <= 1000; width += 40 {
		text := shownText(LevelMap(nil, "Map", []TileRow{{Title: "Plan", Note: "0.5 short", Tiles: tiles}}, width))
		for i := range 15 {
			if !strings.Contains(text, fmt.Sprintf("number%d", i)) {
				t.Errorf("%g wide: question %d is missing in %q", width, i, text)
			}
		}
		if strings.Count(text, "2 of 3") != 15 || !strings.Contains(text, "met") || !strings.Contains(text, "1 level short") || strings.Contains(text, "2 levels short") || strings.Contains(text, "not known") {
			t.Errorf("%g wide: %q", width, text)
		}
	}
}

// States are told apart without colour.
func TestTileStatesByShape(t *testing.T) {
	seen := map[look.Mark]bool{}
	for st := TileMet; st < TileAbsent; st++ {
		if m := st.Style().Mark; seen[m] {
			t.Errorf("state %d has the mark of another", st)
		} else {
			seen[m] = true
		}
	}
}
