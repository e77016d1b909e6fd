package admin

import (
	"fmt"
	"strings"

	"github.com/skip2/go-qrcode"

	view "wellspring/templates/admin"
)

// qr draws an address for a camera, as one path of squares.
func qr(address string) (view.QR, error) {
	code, err := qrcode.New(address, qrcode.Medium)
	if err != nil {
		return view.QR{}, err
	}
	bits := code.Bitmap()
	var path strings.Builder
	for y, row := range bits {
		for x, dark := range row {
			if dark {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x, y)
			}
		}
	}
	return view.QR{Size: fmt.Sprintf("0 0 %d %d", len(bits), len(bits)), Path: path.String()}, nil
}
