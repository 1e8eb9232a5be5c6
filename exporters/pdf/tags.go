// Tags: the logical structure of a document, so that a reader can be read aloud
// and copied in order: chapters, headings, paragraphs, lists, tables, figures with
// what they show. Running heads, rules and tints are marked as artifacts.

package pdf

import (
	"fmt"
	"strings"
)

// artifact and nothing stand for an element where content belongs to none.
const (
	artifact = -1
	nothing  = -2 // no marked content is open
)

// element is a node of the structure: its kids are elements and marked content.
type element struct {
	role   string
	alt    string // what a figure shows
	parent int    // -1 under the root
	kids   []kid
}

// kid is an element, or marked content mcid on a page when element is negative.
type kid struct {
	element    int
	page, mcid int
}

// structure grows while pages are drawn.
type structure struct {
	elements []element
	marks    [][]int // by page from 0: the element of each mcid
	current  int     // the element that is being drawn, or artifact
	open     int     // what marked content is open on the page
}

func newStructure() *structure { return &structure{current: artifact, open: nothing} }

// in draws inside a new element of the role.
func (c *canvas) in(role string, draw func()) { c.inAlt(role, "", draw) }

func (c *canvas) inAlt(role, alt string, draw func()) {
	if c.silent() {
		draw()
		return
	}
	s := c.tags
	before := s.current
	s.elements = append(s.elements, element{role: role, alt: alt, parent: before})
	e := len(s.elements) - 1
	if before >= 0 {
		s.elements[before].kids = append(s.elements[before].kids, kid{element: e})
	}
	s.current = e
	draw()
	s.current = before
}

// aside draws what belongs to no element.
func (c *canvas) aside(draw func()) {
	before := c.tags.current
	c.tags.current = artifact
	draw()
	c.tags.current = before
}

// mark makes what is drawn next part of the current element, or of none.
func (c *canvas) mark(decoration bool) {
	if c.silent() {
		return
	}
	s := c.tags
	want := s.current
	if decoration {
		want = artifact
	}
	if s.open == want {
		return
	}
	c.unmark()
	s.open = want
	if want == artifact {
		c.pdf.RawWriteStr("/Artifact BMC")
		return
	}
	page := c.pdf.PageNo() - 1
	for len(s.marks) <= page {
		s.marks = append(s.marks, nil)
	}
	mcid := len(s.marks[page])
	s.marks[page] = append(s.marks[page], want)
	e := &s.elements[want]
	e.kids = append(e.kids, kid{-1, page, mcid})
	c.pdf.RawWriteStr(fmt.Sprintf("/%s <</MCID %d>> BDC", e.role, mcid))
}

// unmark ends the marked content that is open on the page.
func (c *canvas) unmark() {
	if c.tags.open != nothing {
		c.pdf.RawWriteStr("EMC")
		c.tags.open = nothing
	}
}

// objects are the PDF objects of the structure, numbered from first: the root, the
// tree from marked content to its element, the document, and what it holds. Pages are
// the numbers of the page objects.
func (s *structure) objects(first int, pages []int) []string {
	number := make([]int, len(s.elements)) // of the object; 0: holds nothing
	document, next := first+2, first+3
	for i := range s.elements {
		if s.holds(i) {
			number[i] = next
			next++
		}
	}
	out := make([]string, 3, next-first)
	var top strings.Builder
	for i, e := range s.elements {
		if number[i] == 0 {
			continue
		}
		parent := document
		if e.parent >= 0 {
			parent = number[e.parent]
		} else {
			fmt.Fprintf(&top, "%d 0 R ", number[i])
		}
		out = append(out, s.object(i, parent, number, pages))
	}
	out[0] = fmt.Sprintf("<</Type /StructTreeRoot /K [%d 0 R] /ParentTree %d 0 R /ParentTreeNextKey %d>>", document, first+1, len(s.marks))
	out[2] = fmt.Sprintf("<</S /Document /P %d 0 R /K [%s]>>", first, top.String())
	var nums strings.Builder
	for page, marks := range s.marks {
		fmt.Fprintf(&nums, "%d [", page)
		for _, e := range marks {
			fmt.Fprintf(&nums, "%d 0 R ", number[e])
		}
		nums.WriteString("] ")
	}
	out[1] = fmt.Sprintf("<</Nums [%s]>>", nums.String())
	return out
}

// holds reports whether an element has content at any depth.
func (s *structure) holds(i int) bool {
	for _, k := range s.elements[i].kids {
		if k.element < 0 || s.holds(k.element) {
			return true
		}
	}
	return false
}

func (s *structure) object(i, parent int, number, pages []int) string {
	e := s.elements[i]
	var b strings.Builder
	fmt.Fprintf(&b, "<</S /%s /P %d 0 R", e.role, parent)
	page := -1
	for _, k := range e.kids {
		if k.element < 0 {
			page = k.page
			fmt.Fprintf(&b, " /Pg %d 0 R", pages[page])
			break
		}
	}
	switch e.role {
	case "TH":
		b.WriteString(" /A <</O /Table /Scope /Column>>")
	case "Figure":
		fmt.Fprintf(&b, " /Alt %s", utf16String(e.alt))
	}
	b.WriteString(" /K [")
	for _, k := range e.kids {
		switch {
		case k.element >= 0 && number[k.element] > 0:
			fmt.Fprintf(&b, "%d 0 R ", number[k.element])
		case k.element >= 0:
		case k.page == page:
			fmt.Fprintf(&b, "%d ", k.mcid)
		default:
			fmt.Fprintf(&b, "<</Type /MCR /Pg %d 0 R /MCID %d>> ", pages[k.page], k.mcid)
		}
	}
	b.WriteString("]>>")
	return b.String()
}
