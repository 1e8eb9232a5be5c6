package spreadsheet

import "fmt"

// Limits bound what a workbook may hold. A field that is zero allows nothing of
// its kind, but for those that say otherwise.
type Limits struct {
	File       int64  // bytes as packed; zero: any number
	Entries    int    // parts of the archive
	Unpacked   uint64 // bytes of all parts together
	SmallParts uint64 // bytes of all parts that are held in memory
	Part       uint64 // bytes of a part that is no sheet and no list of texts
	Ratio      uint64 // times a part of RatioFrom bytes or more may be packed
	RatioFrom  uint64 // bytes
	Sheets     int
	Rows       int    // of a sheet; also the highest number of a row
	Columns    int    // also the highest number of a column
	Cells      int    // of all sheets together; zero: any number
	Content    int64  // bytes in the cells that are read, shared texts counted each time; zero: any number
	Texts      int    // in the list of texts
	Tags       int    // elements of a part that is no sheet and no list of texts
	Markup     int    // bytes between two tags, and of a tag
	Cell       int    // bytes of a cell that are kept
	Memory     uint64 // bytes of a sheet or of the list of texts from which on they count as large
}

// Words are what messages say to do; each stands for itself after a semicolon.
type Words struct {
	Again string // when it is damaged: "save it again as XLSX"
	Alone string // when it holds too much: "save the tickets alone in a new workbook"
	Other string // when it is no workbook: "unpack it, or save the tickets as XLSX"
	Kind  string // "table of tickets"
}

// Spill keeps what does not fit into memory. Close forgets it.
type Spill interface {
	Write(p []byte) (n int, err error)
	ReadAt(p []byte, off int64) (n int, err error)
	Close() error
}

// Rules are how to read a workbook.
type Rules struct {
	Limits Limits
	Words  Words
	// Spill makes room for a list of texts larger than Limits.Memory; nil keeps
	// it in memory.
	Spill func() (Spill, error)
}

// A Refusal is the error of a workbook that goes beyond the limits or is made to
// do harm.
type Refusal struct{ Because, Advice string }

func (r *Refusal) Error() string {
	return fmt.Sprintf("this workbook is not read, because %s; %s", r.Because, r.Advice)
}

func (r *Rules) refusal(format string, args ...any) error {
	return &Refusal{fmt.Sprintf(format, args...), r.Words.Alone}
}

// damaged is the error of a workbook that cannot be read.
func (r *Rules) damaged(format string, args ...any) error {
	why := ""
	if format != "" {
		why = " (" + fmt.Sprintf(format, args...) + ")"
	}
	return fmt.Errorf("this workbook cannot be read%s; %s", why, r.Words.Again)
}

func shortName(name string) string {
	if r := []rune(name); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return name
}
