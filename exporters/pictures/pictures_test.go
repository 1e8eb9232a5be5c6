package pictures_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/png"
	"testing"

	"muster/assessment/analysis"
	"muster/assessment/engagement/engagementtest"
	"muster/assessment/model"
	"muster/assessment/question"
	"muster/exporters/look"
	"muster/exporters/pictures"
	"muster/exporters/report"
)

func build(t *testing.T, name string) *report.Report {
	t.Helper()
	set, registry, doc := question.Default(), model.Default(), engagementtest.Sample(t, name)
	a, err := analysis.Full(context.Background(), set, registry, doc, nil)
	if err != nil {
		t.Fatal(err)
	}
	return report.Build(set, registry, doc, a)
}

func figures(rep *report.Report) (list []report.Figure) {
	for _, c := range rep.Chapters {
		for _, b := range c.Blocks {
			if f, ok := b.(report.Figure); ok {
				list = append(list, f)
			}
		}
	}
	return list
}

func TestRender(t *testing.T) {
	for _, name := range []string{"saas", "bank", "hospital"} {
		t.Run(name, func(t *testing.T) {
			rep := build(t, name)
			data, err := pictures.Render(context.Background(), rep, func(int, int) {})
			if err != nil {
				t.Fatal(err)
			}
			if again, _ := pictures.Render(context.Background(), rep, func(int, int) {}); !bytes.Equal(data, again) {
				t.Error("other bytes the second time")
			}
			z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
			if err != nil {
				t.Fatal(err)
			}
			want := figures(rep)
			if len(z.File) != len(want) || len(want) < 6 {
				t.Fatalf("%d pictures, the report has %d", len(z.File), len(want))
			}
			for i, f := range z.File {
				r, err := f.Open()
				if err != nil {
					t.Fatal(err)
				}
				img, err := png.Decode(r)
				if err != nil {
					t.Fatalf("%s: %v", f.Name, err)
				}
				if w := img.Bounds().Dx(); w < int(want[i].Scene.Width)*2 {
					t.Errorf("%s is %d pixels wide", f.Name, w)
				}
				edges(t, f.Name, img)
			}
		})
	}
}

// edges finds ink in the white around a picture: something that was cut off would
// reach into it.
func edges(t *testing.T, name string, img image.Image) {
	t.Helper()
	b := img.Bounds()
	white := color.NRGBAModel.Convert(color.White)
	for x := b.Min.X; x < b.Max.X; x++ {
		for _, y := range []int{0, 10, b.Max.Y - 11, b.Max.Y - 1} {
			if color.NRGBAModel.Convert(img.At(x, y)) != white {
				t.Fatalf("%s: ink at the edge, (%d, %d)", name, x, y)
			}
		}
	}
}

// A print in black and white loses nothing: what differs in colour differs in
// lightness, or carries a shape or a word.
func TestGreyscale(t *testing.T) {
	grey := func(c color.NRGBA) int { return int(color.GrayModel.Convert(c).(color.Gray).Y) }
	p := look.Light
	for _, pair := range [][2]look.Token{{look.Accent, look.Track}, {look.Text, look.Surface}, {look.Muted, look.Surface}, {look.Bad, look.Track}, {look.Good, look.Track}, {look.Watch, look.Track}, {look.Poor, look.Track}} {
		if d := grey(p[pair[0]]) - grey(p[pair[1]]); d > -60 && d < 60 {
			t.Errorf("tokens %v differ by %d of 255 in grey", pair, d)
		}
	}
}

func TestNone(t *testing.T) {
	if _, err := pictures.Render(context.Background(), &report.Report{}, func(int, int) {}); !errors.Is(err, pictures.ErrNone) {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := pictures.Render(ctx, build(t, "saas"), func(int, int) {}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
