package media

import (
	"bytes"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"testing"
)

// BenchmarkPrepareImage is a photo of 24 megapixels as a camera sends it.
func BenchmarkPrepareImage(b *testing.B) {
	m := image.NewRGBA(image.Rect(0, 0, 6000, 4000))
	r := rand.New(rand.NewPCG(1, 2))
	for i := range m.Pix {
		m.Pix[i] = uint8(i/4%255)/2 + uint8(r.IntN(60))
	}
	var data bytes.Buffer
	if err := jpeg.Encode(&data, m, &jpeg.Options{Quality: 90}); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(data.Len())/1e6, "MB")
	for b.Loop() {
		if _, err := PrepareImage("image/jpeg", data.Bytes()); err != nil {
			b.Fatal(err)
		}
	}
}
