package blinds

import (
	"os"
	"path/filepath"
	"testing"
)

// Whatever a file holds, it is read into something that can be played, or
// refused.
func FuzzImportGivesWhatCanBePlayedOrAnError(f *testing.F) {
	files, _ := filepath.Glob(sheets + "/*.json")
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		all, err := ImportAll(data)
		if err != nil {
			return
		}
		for _, sheet := range all {
			if _, err := sheet.Structure.Validate(); err != nil {
				t.Errorf("%q was read and cannot be played: %v", sheet.Name, err)
			}
		}
	})
}
