package media

import (
	"bytes"
	"encoding/binary"
)

// segments are what the parts of a JPEG before its pixels say.
type segments struct {
	orientation int // 1 to 8, as EXIF counts; 1 is upright
	progressive bool
}

// segmentsOf reads the parts of a JPEG up to its pixels. What is broken says nothing.
func segmentsOf(content []byte) segments {
	out := segments{orientation: 1}
	for at := 2; at+4 <= len(content) && content[at] == 0xff; {
		marker := content[at+1]
		if marker == 0xff { // padding
			at++
			continue
		}
		size := int(binary.BigEndian.Uint16(content[at+2:]))
		end := at + 2 + size
		if marker == 0xda || size < 2 || end > len(content) {
			return out
		}
		body := content[at+4 : end]
		switch {
		case marker == 0xc2:
			out.progressive = true
		case marker == 0xe1 && bytes.HasPrefix(body, []byte("Exif\x00\x00")):
			out.orientation = orientationOf(body[6:])
		}
		at = end
	}
	return out
}

// orientationTag is the number of what EXIF says about how the camera was held.
const orientationTag = 0x0112

// orientationOf reads how the camera was held from a block of EXIF, 1 where that cannot
// be told.
func orientationOf(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.LittleEndian
	if tiff[0] == 'M' {
		order = binary.BigEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 1
	}
	n := int64(order.Uint16(tiff[at:]))
	for i := range n {
		entry := at + 2 + 12*i
		if entry+12 > int64(len(tiff)) {
			return 1
		}
		if order.Uint16(tiff[entry:]) != orientationTag {
			continue
		}
		if o := int(order.Uint16(tiff[entry+8:])); o >= 1 && o <= 8 {
			return o
		}
		return 1
	}
	return 1
}
