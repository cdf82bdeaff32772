package blinds

import (
	"encoding/json"
	"errors"
	"fmt"
)

// Sheet is one structure of a published file.
type Sheet struct {
	Name      string // the file's event, or the variant's name
	Structure Structure
	Warnings  []Warning // of Import and of Validate, in the order of the lines
}

// ErrNoSheet says that a file holds no structure.
var ErrNoSheet = errors.New("the file holds no structure")

// Import reads a published sheet: JSON with a "structure" of levels and breaks
// as in testdata/structures. Numbers are taken as printed, misprints included;
// every contradiction is a warning. Of a file with several structures it reads
// the first and says so.
func Import(data []byte) (Structure, []Warning, error) {
	sheets, err := ImportAll(data)
	if err != nil {
		return Structure{}, nil, err
	}
	first := sheets[0]
	if len(sheets) > 1 {
		first.Warnings = append([]Warning{warn(MoreVariants, WholeSheet, 0,
			"The file holds %d structures; this is %q.", len(sheets), first.Name)}, first.Warnings...)
	}
	return first.Structure, first.Warnings, nil
}

// ImportAll reads every structure of the file.
func ImportAll(data []byte) ([]Sheet, error) {
	var file sheetFile
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("read the sheet: %w", err)
	}
	variants := file.Variants
	if len(file.Structure) > 0 {
		variants = append([]sheetVariant{file.sheetVariant}, variants...)
	}
	var sheets []Sheet
	for _, v := range variants {
		if v.AnteType == "" {
			v.AnteType = file.AnteType
		}
		if v.Name == "" {
			v.Name = file.Event
		}
		if v.LateRegistration == "" {
			v.LateRegistration = file.LateRegistration
		}
		sheet, err := v.read(file.chips())
		if err != nil {
			return nil, err
		}
		sheets = append(sheets, sheet)
	}
	if len(file.Segments) > 0 {
		sheet, err := file.rotation()
		if err != nil {
			return nil, err
		}
		sheets = append(sheets, sheet)
	}
	if len(sheets) == 0 {
		return nil, ErrNoSheet
	}
	return sheets, nil
}

// sheetFile is the part of a published file that says something about levels.
type sheetFile struct {
	sheetVariant
	Event    string         `json:"event"`
	Variants []sheetVariant `json:"variants"`
	Chips    []struct {
		Value int64 `json:"value"`
	} `json:"chips"`
	sheetRotation
}

func (f sheetFile) chips() []int64 {
	var values []int64
	for _, c := range f.Chips {
		values = append(values, c.Value)
	}
	return values
}

type sheetVariant struct {
	Name             string            `json:"name"`
	AnteType         string            `json:"ante_type"`
	LateRegistration string            `json:"late_registration"`
	Partial          string            `json:"partial"`
	Structure        []json.RawMessage `json:"structure"`
}
