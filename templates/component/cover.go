package component

import (
	"fmt"
	"math"
	"strings"
)

// Cover is the picture of a record: its photo, or where it has none bands of interference as
// on anodised titanium, under the sign of its sector. The same number always
// draws the same one.
type Cover struct {
	Number int64
	Glyph  string // a name in glyphs; an unknown one draws none
	Photo  *Picture
}

const coverWidth, coverHeight = 320.0, 180.0

// random gives numbers in [0,1) from a seed (splitmix64): covers must not
// change with the version of Go.
type random uint64

func (r *random) next() float64 {
	*r += 0x9e3779b97f4a7c15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return float64((z^z>>31)>>11) / (1 << 53)
}

func (r *random) between(low, high float64) float64 { return low + (high-low)*r.next() }

// wave is a sine across the cover, with a slope.
type wave struct{ base, height, length, shift, tilt float64 }

func (w wave) at(x float64) float64 {
	return w.base + w.tilt*x + w.height*math.Sin(2*math.Pi*(x/w.length+w.shift))
}

func (w wave) slope(x float64) float64 {
	return w.tilt + w.height*2*math.Pi/w.length*math.Cos(2*math.Pi*(x/w.length+w.shift))
}

// curve writes the wave from one x to another as cubics with the true slope at
// each knot (Hermite), which follows a sine closely with few points.
func (w wave) curve(b *strings.Builder, from, to float64, steps int) {
	h := (to - from) / float64(steps)
	for i := range steps {
		x0 := from + h*float64(i)
		x1 := x0 + h
		fmt.Fprintf(b, "C%.0f %.1f %.0f %.1f %.0f %.1f",
			x0+h/3, w.at(x0)+w.slope(x0)*h/3, x1-h/3, w.at(x1)-w.slope(x1)*h/3, x1, w.at(x1))
	}
}

// ribbons gives the outlines of the bands, from back to front.
func (c Cover) ribbons() []string {
	r := random(uint64(c.Number)*0x2545f4914f6cdd1d + uint64(len(c.Glyph)))
	length, tilt := r.between(300, 560), r.between(-0.16, 0.16)
	shift := r.next()
	var out []string
	for i := range 4 {
		upper := wave{
			base: coverHeight*(0.20+0.19*float64(i)) - tilt*coverWidth/2, height: r.between(12, 30),
			length: length * r.between(0.85, 1.15), shift: shift + 0.07*float64(i), tilt: tilt,
		}
		lower := upper
		lower.base += r.between(26, 44)
		lower.height *= r.between(0.6, 1.3)
		lower.shift += r.between(-0.08, 0.08)
		var b strings.Builder
		fmt.Fprintf(&b, "M0 %.1f", upper.at(0))
		upper.curve(&b, 0, coverWidth, 4)
		fmt.Fprintf(&b, "L%.0f %.1f", coverWidth, lower.at(coverWidth))
		lower.curve(&b, coverWidth, 0, 4)
		b.WriteString("Z")
		out = append(out, b.String())
	}
	return out
}

// glyphs are the signs of sectors as strokes on a 48 by 48 ground.
var glyphs = map[string]string{
	"sensor":   "M24 30a6 6 0 1 0 0-12 6 6 0 0 0 0 12ZM13 35a16 16 0 0 1 0-22M35 13a16 16 0 0 1 0 22M7 41a24 24 0 0 1 0-34M41 7a24 24 0 0 1 0 34",
	"chip":     "M14 14h20v20H14ZM20 20h8v8h-8ZM19 14V6M29 14V6M19 42v-8M29 42v-8M14 19H6M14 29H6M42 19h-8M42 29h-8",
	"robot":    "M8 42h16M16 42V32M16 32l-6-12M10 20l16-10M26 10l12 6M38 16v6M34 26v-4h8v4M16 32m-4 0a4 4 0 1 0 8 0 4 4 0 1 0-8 0M10 20m-3 0a3 3 0 1 0 6 0 3 3 0 1 0-6 0M26 10m-3 0a3 3 0 1 0 6 0 3 3 0 1 0-6 0",
	"rail":     "M14 6h20a4 4 0 0 1 4 4v18a6 6 0 0 1-6 6H16a6 6 0 0 1-6-6V10a4 4 0 0 1 4-4ZM10 20h28M24 6v14M17 28h2M29 28h2M16 34l-6 8M32 34l6 8M13 39h22",
	"oil":      "M8 42h32M20 42l4-26 4 26M22 32h5M12 20l26-10M10 24l5-10M36 8l5 6c2 4-3 7-5 4M38 18v24",
	"power":    "M26 4 10 27h12l-2 17 17-25H25Z",
	"aero":     "M24 4c3 3 4 8 4 13l14 9v5l-14-5v9l5 4v4l-9-3-9 3v-4l5-4v-9L6 31v-5l14-9c0-5 1-10 4-13Z",
	"titanium": "M24 4 41 14v20L24 44 7 34V14ZM24 4v18M24 22 7 14M24 22l17-8M24 22v22",
	"energy":   "M8 34h32l-5-16H13ZM13 26h22M21 18l-2 16M27 18l2 16M24 34v8M16 42h16M24 4v6M10 8l4 5M38 8l-4 5",
	"data":     "M8 12c0-8 32-8 32 0s-32 8-32 0ZM8 12v12c0 8 32 8 32 0V12M8 24v12c0 8 32 8 32 0V24",
	"commerce": "M8 20v22h32V20M5 20l5-13h28l5 13c0 6-8 6-9.500 0-1.500 6-8 6-9.500 0-1.500 6-8 6-9.500 0C13 26 5 26 5 20ZM19 42V31h10v11",
	"culture":  "M6 42h36M9 36h30M12 36V20M20 36V20M28 36V20M36 36V20M7 20h34L24 7Z",
	"city":     "M6 42h36M10 42V16h12v26M22 42V6h16v36M14 22h4M14 29h4M14 36h4M27 13h6M27 20h6M27 27h6M27 34h6",
	"civic":    "M4 20 24 10l20 10-20 10ZM12 24v12c6 5 18 5 24 0V24M44 20v12",
	"service":  "M24 24a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM8 42c1-9 7-14 16-14s15 5 16 14ZM18 34l4 4 8-8",
	"farm":     "M24 44V22M24 28c-9 0-14-5-14-13 9 0 14 5 14 13ZM24 22c0-9 4-14 14-15 0 9-5 15-14 15ZM8 44h32",
}

// GlyphNames lists the signs a sector can carry.
func GlyphNames() []string {
	names := make([]string, 0, len(glyphs))
	for n := range glyphs {
		names = append(names, n)
	}
	return names
}
