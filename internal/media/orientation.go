package media

import (
	"encoding/binary"
	"image"
	"iter"
)

// Which way up a camera was held stands in the EXIF part of a JPEG, which is not
// kept: the pixels are turned instead. The tag is read where the format says it
// is (EXIF 2.32, 4.6.4: 0x0112) and nothing else of that part.

// orientation gives it as 1 to 8; 1, upright, where none is given.
func orientation(jpeg []byte) int {
	const exifHeader = "Exif\x00\x00"
	for marker, part := range segments(jpeg) {
		if marker == 0xe1 && len(part) > len(exifHeader) && string(part[:len(exifHeader)]) == exifHeader {
			return tiffOrientation(part[len(exifHeader):])
		}
	}
	return 1
}

// segments are what stands in a JPEG before its pixels, by its marker. They end
// at the first that is not written as the format wants it.
func segments(jpeg []byte) iter.Seq2[byte, []byte] {
	return func(yield func(byte, []byte) bool) {
		for at := 2; at+4 <= len(jpeg) && jpeg[at] == 0xff; {
			marker, size := jpeg[at+1], int(binary.BigEndian.Uint16(jpeg[at+2:]))
			// Those from 0xd0 on have no size; 0xda are the pixels; 0xff is none yet.
			if marker < 0xc0 || marker >= 0xd0 && marker <= 0xda || marker == 0xff || size < 2 || at+2+size > len(jpeg) {
				return
			}
			if !yield(marker, jpeg[at+4:at+2+size]) {
				return
			}
			at += 2 + size
		}
	}
}

// progressive reports whether a JPEG comes in several scans of the whole picture,
// each of which adds to it. One that cannot be told counts as such.
func progressive(jpeg []byte) bool {
	for marker := range segments(jpeg) {
		if marker == 0xc0 || marker == 0xc1 { // baseline, and sequential with more bits
			return false
		}
	}
	return true
}

// tiffOrientation reads it from the first directory of a TIFF header.
func tiffOrientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if string(tiff[:2]) == "II" {
		order = binary.LittleEndian
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return 1
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < 12 {
			return 1
		}
		if order.Uint16(entries) == 0x0112 {
			if turn := int(order.Uint16(entries[8:])); turn >= 1 && turn <= 8 {
				return turn
			}
			return 1
		}
		entries = entries[12:]
	}
	return 1
}

// upright turns a picture the way its orientation says.
func upright(src *image.RGBA, turn int) *image.RGBA {
	if turn == 1 {
		return src
	}
	w, h := src.Bounds().Dx(), src.Bounds().Dy()
	size := image.Pt(w, h)
	if turn >= 5 { // lying on a side
		size = image.Pt(h, w)
	}
	out := image.NewRGBA(image.Rectangle{Max: size})
	for y := range h {
		for x := range w {
			to := image.Pt(x, y)
			switch turn {
			case 2:
				to = image.Pt(w-1-x, y)
			case 3:
				to = image.Pt(w-1-x, h-1-y)
			case 4:
				to = image.Pt(x, h-1-y)
			case 5:
				to = image.Pt(y, x)
			case 6:
				to = image.Pt(h-1-y, x)
			case 7:
				to = image.Pt(h-1-y, w-1-x)
			case 8:
				to = image.Pt(y, w-1-x)
			}
			copy(out.Pix[out.PixOffset(to.X, to.Y):][:4], src.Pix[src.PixOffset(x, y):][:4])
		}
	}
	return out
}
