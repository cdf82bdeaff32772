package store

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
)

// scanWAL looks for acknowledged transactions that SQLite would drop in
// silence. SQLite reads the log up to the first frame whose checksum fails and
// takes it for the end: right after a power cut, wrong when an old frame was
// damaged. As every commit is flushed before the next begins, only the last
// transaction can be torn; a bad frame with two commits behind it was flushed
// once, and what it held was acknowledged.
//
// The format is https://sqlite.org/fileformat2.html#the_write_ahead_log.
func scanWAL(path string) error {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	} else if err != nil {
		return explainFile(err)
	}
	defer f.Close()
	r := bufio.NewReaderSize(f, 1<<18)

	var header [32]byte
	if _, err := io.ReadFull(r, header[:]); err != nil {
		return nil // shorter than a header: nothing was ever committed to it
	}
	var order binary.ByteOrder = binary.LittleEndian
	switch binary.BigEndian.Uint32(header[0:]) {
	case 0x377f0682:
	case 0x377f0683:
		order = binary.BigEndian
	default:
		return scanLost(r, nil, 4096)
	}
	size := binary.BigEndian.Uint32(header[8:])
	if size < 512 || size > 65536 || size&(size-1) != 0 {
		return scanLost(r, nil, 4096)
	}
	s1, s2 := walSum(order, 0, 0, header[:24])
	if s1 != binary.BigEndian.Uint32(header[24:]) || s2 != binary.BigEndian.Uint32(header[28:]) {
		return scanLost(r, nil, int(size))
	}
	salts := header[16:24]
	frame := make([]byte, 24+size)
	for n := 1; ; n++ {
		if _, err := io.ReadFull(r, frame); err != nil {
			return nil
		}
		if string(frame[8:16]) != string(salts) {
			return scanLost(r, salts, int(size))
		}
		s1, s2 = walSum(order, s1, s2, frame[:8])
		s1, s2 = walSum(order, s1, s2, frame[24:])
		if s1 != binary.BigEndian.Uint32(frame[16:]) || s2 != binary.BigEndian.Uint32(frame[20:]) {
			if lost := scanLostFrom(r, frame, salts); lost > 1 {
				return &DamagedError{Detail: fmt.Sprintf("its write-ahead log is broken at frame %d, with %d commits behind it", n, lost)}
			}
			return nil
		}
	}
}

// scanLost counts the commits from here on that carry the salts, where the
// frame just read is not of this log. With no salts the header itself is bad,
// and any two commits of one log are a loss.
func scanLost(r io.Reader, salts []byte, size int) error {
	frame := make([]byte, 24+size)
	if _, err := io.ReadFull(r, frame); err != nil {
		return nil
	}
	if salts == nil {
		salts = append([]byte(nil), frame[8:16]...)
	}
	if lost := scanLostFrom(r, frame, salts); lost > 1 {
		return &DamagedError{Detail: fmt.Sprintf("its write-ahead log is broken, with %d commits behind the break", lost)}
	}
	return nil
}

func scanLostFrom(r io.Reader, frame, salts []byte) (commits int) {
	for {
		if string(frame[8:16]) == string(salts) && binary.BigEndian.Uint32(frame[4:]) != 0 {
			commits++
		}
		if _, err := io.ReadFull(r, frame); err != nil {
			return commits
		}
	}
}

// walSum is the running checksum of the log over a multiple of 8 bytes.
func walSum(order binary.ByteOrder, s1, s2 uint32, b []byte) (uint32, uint32) {
	for ; len(b) >= 8; b = b[8:] {
		s1 += order.Uint32(b) + s2
		s2 += order.Uint32(b[4:]) + s1
	}
	return s1, s2
}
