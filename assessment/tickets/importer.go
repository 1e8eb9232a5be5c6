// Package tickets reads ticket exports, CSV or XLSX, and works out what they say
// about demand: tickets a week by severity, handle times, when they arrive, how
// much they cluster, how long they wait. It streams: its memory does not grow
// with the number of rows, nor with the number of tickets.
package tickets

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"hash/maphash"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// Options say how to import.
type Options struct {
	// Mapping is what the user says about the columns and words.
	Mapping Mapping
	// Location is the zone of times without one, and of the hours of the week.
	// Nil: the zone of the mapping.
	Location *time.Location
	// Cover are the hours of cover; the zero value is DefaultWindow.
	Cover Window
	// Targets are the hours to a pick-up by severity; where zero, DefaultTargets.
	Targets [4]float64
	// Progress, if set, is told now and then how many bytes of how many are done.
	Progress func(done, total int64)
	// Unused, if set, is told every row that is not used with the reason, the
	// header of a plain file being row 1. Of a ticket of several rows without an
	// opening or a usable severity it is told the first.
	Unused func(row int64, reason string)
}

// DefaultTargets are the hours to a pick-up that hold without others.
var DefaultTargets = [4]float64{0.5, 2, 8, 24}

// sequenceBits is how many bits of a stamp the number of the change has.
const sequenceBits = 21

// limits bound memory; tests lower them.
type limits struct {
	tickets int // in the table before they are spilled
	values  int // of a stream, see exactValues
}

var defaultLimits = limits{tickets: 80_000, values: exactValues}

// Import reads the export at path, twice where day and month can only be told
// apart by reading it whole. It returns *AmbiguousDates where not even that
// helps, *NoColumns where it finds no header, and ctx's error when cancelled. No
// temporary file stays.
func Import(ctx context.Context, path string, o Options) (*History, error) {
	return importFile(ctx, path, o, defaultLimits)
}

func importFile(ctx context.Context, path string, o Options, lim limits) (*History, error) {
	src, err := openFile(path)
	if err != nil {
		return nil, err
	}
	return importSource(ctx, src, o, lim)
}

// source is an export that can be read more than once.
type source struct {
	name string
	size int64
	kind string // csv or xlsx
	path string // of a workbook
	open func() (io.ReadCloser, error)
}

// openFile looks at what a file is.
func openFile(path string) (*source, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, fmt.Errorf("cannot read %s: there is no such file; check the name", path)
	case err != nil:
		return nil, fmt.Errorf("cannot read %s: %w", path, err)
	case info.IsDir():
		return nil, fmt.Errorf("cannot read %s: it is a folder; name a file in it", path)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("cannot read %s: it is no plain file; save the export as a file first", path)
	}
	src := &source{name: filepath.Base(path), size: info.Size(), path: path, open: func() (io.ReadCloser, error) { return os.Open(path) }}
	f, err := src.open()
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", path, err)
	}
	defer f.Close()
	head := make([]byte, 4096)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, fmt.Errorf("cannot read %s: %w", path, err)
	}
	src.kind, err = kindOf(head[:n])
	if err != nil {
		return nil, fmt.Errorf("%s: %w", src.name, err)
	}
	return src, nil
}

// rows gives the records of an export one by one, io.EOF after the last.
type rows interface {
	next() (record, error)
}

// layout is how an export is laid out: found out, or told by the mapping.
type layout struct {
	format, encoding, sheet string
	delimiter               byte
	header                  []string
	columns                 [fieldCount]int // number of the column, or -1
	clock                   int             // column of the time of day of the opening, or -1
	unit                    Unit
	serial1904              bool
	sample                  [][][]byte // rows below the header
	skip                    int        // records before the first row of data
	newline                 byte
}

// column is the header of a field's column, empty without one.
func (l *layout) column(field int) string {
	if i := l.columns[field]; i >= 0 {
		return l.header[i]
	}
	return ""
}

// importer reads one export in one order of day and month.
type importer struct {
	ctx   context.Context
	pass  *pass
	o     *Options
	lim   limits
	lay   *layout
	order Order
	zone  *zone
	sev   *severities

	words  *wordList
	tally  *tally
	table  *table
	spill  *spill
	gather *gatherer
	seeds  [2]maphash.Seed
	own    map[string]bool // closing codes that needed no action
	states map[string]stateMeaning
	codes  map[string]uint8

	rows, used  int64
	seen        [fieldCount]evidence
	unreadable  [fieldCount]int64
	noUnit      int64
	zeroScale   bool // a severity of number 0 with letters: P0, Sev 0
	beyondScale bool // a bare number no level has
	reopenWord  bool
	badState    int64
	asOf        int64
	last        [fieldCount]lastDate
	scratch     partial // of the row being read
}

// stateMeaning is what a word of state means.
type stateMeaning struct {
	state    uint8
	reopened bool
}

// eachRecord hands over the rows of data.
func (im *importer) eachRecord(use func(*record) error) error {
	return im.pass.each(im.lay, use)
}

// lastDate remembers a cell and its date: the rows of a ticket repeat theirs.
type lastDate struct {
	text []byte
	date date // as a clock time where it has no zone
}

func importSource(ctx context.Context, src *source, o Options, lim limits) (*History, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := o.Mapping.Check(); err != nil {
		return nil, fmt.Errorf("the mapping cannot be used: %w", err)
	}
	if o.Location == nil {
		loc, err := o.Mapping.location()
		if err != nil {
			return nil, err
		}
		o.Location = loc
	}
	if o.Cover == (Window{}) {
		o.Cover = DefaultWindow()
	}
	if err := o.Cover.Check(); err != nil {
		return nil, err
	}
	for i, t := range o.Targets {
		if !(t > 0) {
			o.Targets[i] = DefaultTargets[i]
		}
	}
	p := &pass{ctx: ctx, src: src, progress: o.Progress}
	defer p.close()
	lay, err := p.layout(o.Mapping)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", src.name, err)
	}
	h, err := importLaidOut(p, lay, &o, lim)
	if err != nil && ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return h, err
}

// importLaidOut settles the order of day and month and reads the rows with it.
func importLaidOut(p *pass, lay *layout, o *Options, lim limits) (*History, error) {
	order, settled := o.Mapping.DateOrder, true
	if order == "" || order == ISO {
		var sure bool
		order, sure = sampleOrder(lay)
		settled = false
		if !sure || o.Unused != nil {
			// Rows must not be reported unused under an order that does not hold.
			p.planned = 2
			im := newImporter(p, lay, o, lim, DMY)
			if err := im.scanDates(); err != nil {
				return nil, err
			}
			var err error
			if order, err = im.decide(); err != nil {
				return nil, fmt.Errorf("%s: %w", p.src.name, err)
			}
			settled = true
		}
	}
	for {
		im := newImporter(p, lay, o, lim, order)
		h, err := im.run()
		if err != nil {
			return nil, err
		}
		if settled {
			return h, nil
		}
		decided, err := im.decide()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.src.name, err)
		}
		if decided == order || decided == ISO {
			return h, nil
		}
		order, settled = decided, true
	}
}

// sampleOrder decides from the rows at the start; sure is false when they do not
// settle it.
func sampleOrder(lay *layout) (order Order, sure bool) {
	var opened, others evidence
	for _, row := range lay.sample {
		for _, f := range dateFields {
			i := lay.columns[f]
			if i < 0 || i >= len(row) {
				continue
			}
			cell := trim(row[i])
			d := parseDate(cell, DMY, lay.serial1904)
			if f == fOpened {
				opened.note(d, cell)
			} else {
				others.note(d, cell)
			}
		}
	}
	order, err := decideOrder(opened, others, "")
	if err != nil {
		return DMY, false
	}
	return order, true
}

func newImporter(p *pass, lay *layout, o *Options, lim limits, order Order) *importer {
	im := &importer{ctx: p.ctx, pass: p, o: o, lim: lim, lay: lay, order: order, zone: newZone(o.Location), sev: newSeverities(o.Mapping),
		words: newWordList(), tally: newTally(), seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}, own: map[string]bool{},
		states: map[string]stateMeaning{}, codes: map[string]uint8{}, asOf: none}
	for _, c := range o.Mapping.NotActionable {
		im.own[lowerTrim(c)] = true
	}
	return im
}

// date reads the date of a field, and notes what it says about the order.
func (im *importer) date(field int, cells [][]byte) date {
	i := im.lay.columns[field]
	if i < 0 {
		return date{status: dateMissing}
	}
	last := &im.last[field]
	cell := cells[i]
	if string(cell) != string(last.text) || last.text == nil {
		last.text = append(last.text[:0], cell...)
		if last.text == nil {
			last.text = []byte{}
		}
		d := parseDate(trim(cell), im.order, im.lay.serial1904)
		if d.status == dateRead && !d.zoned && !(field == fOpened && im.lay.clock >= 0) {
			d.ms = im.zone.moment(d.ms)
		}
		last.date = d
	}
	if field == fOpened && im.lay.clock >= 0 {
		return im.withClock(last.date, cells)
	}
	if last.date.class != plainDate {
		im.seen[field].note(last.date, trim(cell))
	}
	return last.date
}

// withClock adds the time of day that stands in a column of its own.
func (im *importer) withClock(d date, cells [][]byte) date {
	if d.class != plainDate {
		im.seen[fOpened].note(d, trim(cells[im.lay.columns[fOpened]]))
	}
	if d.status != dateRead || d.zoned {
		return d
	}
	if im.lay.clock < len(cells) {
		if ms, ok := timeOfDay(trim(cells[im.lay.clock])); ok {
			d.ms += ms
		}
	}
	d.ms = im.zone.moment(d.ms)
	return d
}

// moment is the date of a field other than the opening, or none. What cannot be
// read counts as missing, and is said in a remark.
func (im *importer) moment(field int, cells [][]byte) int64 {
	d := im.date(field, cells)
	switch d.status {
	case dateRead:
		im.asOf = max(im.asOf, d.ms)
		return d.ms
	case dateMissing:
	default:
		im.unreadable[field]++
	}
	return none
}

// shape checks that a row has the columns it needs.
func (im *importer) shape(rec *record) reason {
	if rec.fault != noReason {
		return rec.fault
	}
	if len(rec.cells) > len(im.lay.header) {
		for _, c := range rec.cells[len(im.lay.header):] {
			if len(trim(c)) > 0 {
				return reasonManyColumns
			}
		}
	}
	if len(rec.cells) < len(im.lay.header) {
		for _, c := range im.lay.columns {
			if c >= len(rec.cells) {
				return reasonFewColumns
			}
		}
	}
	return noReason
}

// scanDates reads the file for what its dates say about their order.
func (im *importer) scanDates() error {
	return im.eachRecord(func(rec *record) error {
		if im.shape(rec) == noReason {
			for _, f := range dateFields {
				im.date(f, rec.cells)
			}
		}
		return nil
	})
}

// decide gives the order of day and month by what was read.
func (im *importer) decide() (Order, error) {
	var others evidence
	for _, f := range dateFields[1:] {
		others.add(im.seen[f])
	}
	return decideOrder(im.seen[fOpened], others, im.lay.column(fOpened))
}

// run reads all rows.
func (im *importer) run() (*History, error) {
	defer func() { im.spill.close() }()
	g := newGatherer(im.zone, im.o.Targets)
	g.words, g.tally, g.unused = im.words, im.tally, im.o.Unused
	g.hasOrder = im.lay.columns[fUpdated] >= 0 || im.lay.columns[fSequence] >= 0
	g.hasUpdate, g.hasResolved = im.lay.columns[fUpdated] >= 0, im.lay.columns[fResolved] >= 0
	for _, streams := range []*[4]stream{&g.handle, &g.elapsed, &g.acknowledge} {
		for i := range streams {
			streams[i].limit = im.lim.values
		}
	}
	im.gather = g
	im.table = newTable()
	if err := im.eachRecord(im.row); err != nil {
		return nil, err
	}
	if im.rows == 0 {
		return nil, fmt.Errorf("%s has a header but no rows below it; export the tickets again", im.pass.src.name)
	}
	g.bareScale = !im.beyondScale
	if err := im.putTogether(); err != nil {
		return nil, err
	}
	return im.history(), nil
}

// putTogether hands the tickets over to be summed up.
func (im *importer) putTogether() error {
	if im.spill == nil {
		for i := range im.table.count {
			im.gather.add(im.table.at(i))
		}
		return im.ctx.Err()
	}
	if err := im.spill.write(im.table); err != nil {
		return err
	}
	im.table = nil // a part needs a fraction of its memory
	return im.spill.each(im.ctx, im.words, im.gather.add)
}

// leaveOut counts a row that is not used.
func (im *importer) leaveOut(line int64, r reason) {
	im.tally.plain[r]++
	if im.o.Unused != nil {
		im.o.Unused(line, r.text(im.order))
	}
}

// row takes one row of the export.
func (im *importer) row(rec *record) error {
	im.rows++
	if r := im.shape(rec); r != noReason {
		im.leaveOut(rec.line, r)
		return nil
	}
	p := &im.scratch
	*p = partial{row: rec.line, rows: 1, acked: none, resolved: none, closed: none, worked: none}
	opened := im.date(fOpened, rec.cells)
	switch opened.status {
	case dateRead:
		p.opened = opened.ms
	case dateMissing:
		// Another row of the ticket may have it.
		if i := im.lay.columns[fID]; i < 0 || missing(trim(rec.cells[i])) {
			im.leaveOut(rec.line, reasonNoOpening)
			return nil
		}
		p.opened = none
	case dateOutside:
		im.leaveOut(rec.line, reasonOpeningOutside)
		return nil
	case dateMisfit:
		im.leaveOut(rec.line, reasonOpeningMisfit)
		return nil
	default:
		im.leaveOut(rec.line, reasonOpeningUnreadable)
		return nil
	}
	if i := im.lay.columns[fID]; i >= 0 {
		id := trim(rec.cells[i])
		if missing(id) {
			im.leaveOut(rec.line, reasonNoID)
			return nil
		}
		p.key = [2]uint64{maphash.Bytes(im.seeds[0], id), maphash.Bytes(im.seeds[1], id)}
	} else {
		n := uint64(rec.line)
		p.key = [2]uint64{n * 0x9e3779b97f4a7c15, n} // its own ticket
	}
	im.used++
	im.asOf = max(im.asOf, p.opened)
	im.fill(p, rec)
	im.table.add(p, im.words)
	if im.table.count < im.lim.tickets {
		return nil
	}
	if im.spill == nil {
		s, err := newSpill()
		if err != nil {
			return err
		}
		im.spill = s
	}
	return im.spill.write(im.table)
}

// fill reads the other cells of a row.
func (im *importer) fill(p *partial, rec *record) {
	cells, columns := rec.cells, &im.lay.columns
	stamp := im.stamp(rec)
	p.acked = im.moment(fAcknowledged, cells)
	if p.resolved = im.moment(fResolved, cells); p.resolved != none {
		p.resolvedAt = stamp
	}
	if p.closed = im.moment(fClosed, cells); p.closed != none {
		p.closedAt = stamp
	}
	im.severity(p, cells, stamp)
	if i := columns[fWorked]; i >= 0 {
		ms, status := parseWorked(trim(cells[i]), im.lay.unit)
		switch status {
		case workedRead:
			p.worked, p.workedAt = ms, stamp
		case workedNoUnit:
			im.noUnit++
		case workedUnreadable:
			im.unreadable[fWorked]++
		}
	}
	if i := columns[fState]; i >= 0 {
		if cell := trim(cells[i]); !missing(cell) {
			m, ok := im.states[string(cell)]
			if !ok {
				m.state, m.reopened = parseState(decode(cell))
				if len(im.states) < maxMemo {
					im.states[string(cell)] = m
				}
			}
			if m.state != stateUnknown {
				p.state, p.stateAt = m.state, stamp
			} else {
				im.badState++
			}
			if m.reopened {
				p.reopened, im.reopenWord = true, true
			}
		}
	}
	if i := columns[fCloseCode]; i >= 0 {
		if cell := trim(cells[i]); !missing(cell) {
			c, ok := im.codes[string(cell)]
			if !ok {
				c = parseCode(decode(cell), im.own)
				if len(im.codes) < maxMemo {
					im.codes[string(cell)] = c
				}
			}
			p.code, p.codeAt = c, stamp
		}
	}
	if i := columns[fReopened]; i >= 0 {
		if cell := trim(cells[i]); !missing(cell) {
			reopened, known := parseReopened(string(cell))
			if !known {
				im.unreadable[fReopened]++
			}
			p.reopened = p.reopened || reopened
		}
	}
}

// severity reads the severity of a row.
func (im *importer) severity(p *partial, cells [][]byte, stamp uint64) {
	var cell []byte
	if i := im.lay.columns[fSeverity]; i >= 0 {
		cell = trim(cells[i])
	}
	if missing(cell) {
		p.severity = im.sev.any
		return
	}
	p.severity, p.severityAt = im.sev.find(cell), stamp
	if p.severity == critical && !im.zeroScale && len(im.o.Mapping.Severities) == 0 {
		im.zeroScale = endsInZero(cell)
	}
	switch {
	case p.severity == noLevel:
		p.word = im.words.number(cell)
		if n, err := strconv.ParseFloat(string(cell), 64); err == nil && (n < 1 || n > float64(maxBare)) {
			im.beyondScale = true
		}
	case p.severity >= ignored:
		p.word = im.words.number(cell)
	}
}

// stamp says how late a row is among those of its ticket: by the time it was
// written and the number of the change, or else by its place in the file.
func (im *importer) stamp(rec *record) uint64 {
	columns := &im.lay.columns
	if columns[fUpdated] < 0 && columns[fSequence] < 0 {
		return uint64(rec.line)
	}
	var stamp uint64
	if columns[fUpdated] >= 0 {
		if ms := im.moment(fUpdated, rec.cells); ms != none {
			stamp = uint64(ms-base) << sequenceBits
		}
	}
	if i := columns[fSequence]; i >= 0 {
		if n, err := strconv.ParseUint(string(trim(rec.cells[i])), 10, 63); err == nil {
			stamp |= min(n, 1<<sequenceBits-1)
		}
	}
	return stamp
}

// hashing gives the SHA-256 of what is read through it.
type hashing struct {
	r    io.Reader
	hash hash.Hash
	done int64
	tell func(done int64)
}

func newHashing(r io.Reader, tell func(done int64)) *hashing {
	return &hashing{r: r, hash: sha256.New(), tell: tell}
}

func (h *hashing) Read(b []byte) (int, error) {
	n, err := h.r.Read(b)
	h.hash.Write(b[:n])
	h.done += int64(n)
	if h.tell != nil {
		h.tell(h.done)
	}
	return n, err
}

func (h *hashing) sum() string { return hex.EncodeToString(h.hash.Sum(nil)) }
