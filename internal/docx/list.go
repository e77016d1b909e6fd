package docx

// nest is the lists that are open, from the outside in.
type nest []openList

type openList struct {
	item
	last int // the number of its last item
}

// place finds where an item goes: how many lists close before it, and whether a
// new one opens for it. It then stands in the innermost one.
func (n *nest) place(it item) (closed int, opens bool) {
	for len(*n) > 0 {
		top := &(*n)[len(*n)-1]
		if top.level < it.level {
			break
		}
		goesOn := top.bullet && it.bullet || !top.bullet && !it.bullet && top.list == it.list && it.value == top.last+1
		if top.level == it.level && goesOn {
			top.last = it.value
			return closed, false
		}
		*n = (*n)[:len(*n)-1]
		closed++
	}
	*n = append(*n, openList{it, it.value})
	return closed, true
}

// findWritten finds the lists that the markup cannot number: its lists count
// from 1, one by one, in digits. Where a paragraph stands between two items, or
// the number is a word, all numbers of that list are written as text.
func (w *writer) findWritten(blocks []block) {
	var n nest
	for _, b := range blocks {
		if b.item == nil {
			n = nil
			continue
		}
		_, opens := n.place(*b.item)
		if !b.item.bullet && (b.item.written || opens && b.item.value != 1) {
			w.written[b.item.list] = true
		}
	}
}

// listed reports whether a block is written as an item of a list.
func (w *writer) listed(b block) bool {
	return b.item != nil && (b.item.bullet || !w.written[b.item.list])
}

// list writes items that follow each other.
func (w *writer) list(items []block) {
	var n nest
	end := func(o openList) {
		w.WriteString("</li></" + o.tag() + ">")
	}
	for _, b := range items {
		before := append(nest{}, n...)
		closed, opens := n.place(*b.item)
		for i := range closed {
			end(before[len(before)-1-i])
		}
		if opens {
			w.WriteString("<" + b.item.tag() + ">")
		} else {
			w.WriteString("</li>")
		}
		w.WriteString("<li>")
		b.line.write(&w.Builder, false)
	}
	for i := len(n) - 1; i >= 0; i-- {
		end(n[i])
	}
}

func (it item) tag() string {
	if it.bullet {
		return "ul"
	}
	return "ol"
}
