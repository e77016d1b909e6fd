// Package media turns what editors upload into files that pages may show: known
// by their content and not by their name, bounded before they are decoded, and
// made anew so that nothing of what was hidden in them is left.
package media

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"

	"github.com/gen2brain/webp"
	"golang.org/x/image/draw"
	xwebp "golang.org/x/image/webp"
)

// What is wrong with an upload that is refused.
var (
	ErrUnknownType   = errors.New("of no kind that is taken")
	ErrTooManyPixels = errors.New("more pixels than are taken")
	ErrBroken        = errors.New("cannot be read")
)

// MaxPixels is how large a picture may be. A progressive JPEG takes up to fifteen
// bytes a pixel while it is decoded (four for each of three colours, and the
// picture), so that this is 360 MB. One of four colours, or one that is not in
// YCbCr, is copied once more and takes up to 24: of those fewer are taken.
const (
	MaxPixels       = 24_000_000
	maxPixelsCopied = MaxPixels * 15 / 24
)

// maxScans is how many scans a JPEG may have: a progressive one has ten. Each
// goes over the whole picture and may be of fifty bytes, so that without a bound
// a file of 20 MB takes hours. Their marker may stand by chance in what else is in
// a file, once in 64 kB.
const maxScans = 1_000

// longSide is that of the file which is kept, in pixels: enough for print on A4
// and for any screen. Widths are the sizes made for pages.
const longSide = 2560

// Widths are those of the copies that pages choose from (srcset), largest last.
// One as wide as the picture or wider is not made.
var Widths = []int{480, 960, 1600}

// Image is a picture as it is kept.
type Image struct {
	Type          string // image/jpeg, or image/png where there is something to see through
	Width, Height int
	Whole         []byte         // at most 2560 pixels on its long side
	Copies        map[int][]byte // WebP, by width
}

// decoders are the formats that are taken, by the type of their content.
var decoders = map[string]struct {
	config func(r *bytes.Reader) (image.Config, error)
	decode func(r *bytes.Reader) (image.Image, error)
}{
	"image/jpeg": {
		func(r *bytes.Reader) (image.Config, error) { return jpeg.DecodeConfig(r) },
		func(r *bytes.Reader) (image.Image, error) { return jpeg.Decode(r) },
	},
	"image/png": {
		func(r *bytes.Reader) (image.Config, error) { return png.DecodeConfig(r) },
		func(r *bytes.Reader) (image.Image, error) { return png.Decode(r) },
	},
	"image/gif": { // of an animation the first frame: what moves by itself holds up reading
		func(r *bytes.Reader) (image.Config, error) { return gif.DecodeConfig(r) },
		func(r *bytes.Reader) (image.Image, error) { return gif.Decode(r) },
	},
	"image/webp": {
		func(r *bytes.Reader) (image.Config, error) { return xwebp.DecodeConfig(r) },
		func(r *bytes.Reader) (image.Image, error) { return xwebp.Decode(r) },
	},
}

// PrepareImage makes a picture of a type anew: upright, without anything that
// was written into the file beside its pixels, in the sizes that pages need. It
// takes up to 400 MB and some seconds: callers do one at a time.
//
// ErrUnknownType, ErrTooManyPixels, ErrBroken.
func PrepareImage(kind string, data []byte) (*Image, error) {
	format, ok := decoders[kind]
	if !ok {
		return nil, ErrUnknownType
	}
	size, err := format.config(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrBroken, err)
	}
	// Each side first: their product could be too large for its type.
	most := MaxPixels
	if kind == "image/jpeg" && progressive(data) && size.ColorModel != color.YCbCrModel && size.ColorModel != color.GrayModel {
		most = maxPixelsCopied
	}
	if size.Width <= 0 || size.Height <= 0 || size.Width > most || size.Height > most || size.Width*size.Height > most {
		return nil, ErrTooManyPixels
	}
	if kind == "image/jpeg" && bytes.Count(data, []byte{0xff, 0xda}) > maxScans {
		return nil, fmt.Errorf("%w: too many scans", ErrBroken)
	}
	decoded, err := format.decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrBroken, err)
	}
	turn := 1
	if kind == "image/jpeg" {
		turn = orientation(data)
	}
	whole := upright(scale(decoded, fit(decoded.Bounds().Size(), longSide)), turn)
	return encode(whole)
}

// fit is the size of a picture with its long side at most so long.
func fit(size image.Point, long int) image.Point {
	most := max(size.X, size.Y)
	if most <= long {
		return size
	}
	return image.Pt(max(1, size.X*long/most), max(1, size.Y*long/most))
}

// scale makes a picture smaller: by halves, each the mean of four pixels, and
// the rest of the way between pixels. The better kernels of the library keep a
// copy of thirty-two bytes a pixel while they work.
func scale(src image.Image, to image.Point) *image.RGBA {
	from := src.Bounds()
	for from.Dx()/2 >= to.X && from.Dy()/2 >= to.Y {
		half := image.NewRGBA(image.Rect(0, 0, from.Dx()/2, from.Dy()/2))
		even := image.Rectangle{Min: from.Min, Max: from.Min.Add(half.Bounds().Max.Mul(2))}
		draw.ApproxBiLinear.Scale(half, half.Bounds(), src, even, draw.Src, nil)
		src, from = half, half.Bounds()
	}
	out := image.NewRGBA(image.Rectangle{Max: to})
	draw.ApproxBiLinear.Scale(out, out.Bounds(), src, from, draw.Src, nil)
	return out
}

func encode(whole *image.RGBA) (*Image, error) {
	size := whole.Bounds().Size()
	out := &Image{Type: "image/jpeg", Width: size.X, Height: size.Y, Copies: map[int][]byte{}}
	var b bytes.Buffer
	var err error
	if whole.Opaque() {
		err = jpeg.Encode(&b, whole, &jpeg.Options{Quality: 85})
	} else {
		out.Type = "image/png"
		err = png.Encode(&b, whole)
	}
	if err != nil {
		return nil, err
	}
	out.Whole = b.Bytes()
	for _, width := range Widths {
		if width >= size.X {
			break
		}
		var copied bytes.Buffer
		smaller := scale(whole, image.Pt(width, max(1, size.Y*width/size.X)))
		if err := webp.Encode(&copied, straight(smaller), webp.Options{Quality: 78, Method: 4}); err != nil {
			return nil, fmt.Errorf("webp: %w", err)
		}
		out.Copies[width] = copied.Bytes()
	}
	return out, nil
}

// straight gives the colours of a picture without how much they cover in them,
// as the library writes them down whatever it is given.
func straight(m *image.RGBA) *image.NRGBA {
	out := image.NewNRGBA(m.Bounds())
	draw.Draw(out, out.Bounds(), m, m.Bounds().Min, draw.Src)
	return out
}
