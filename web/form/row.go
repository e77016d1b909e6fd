package form

import (
	"net/url"
	"strconv"
	"strings"
)

// Change does to the rows of a form what its buttons say: "add:groups.0.signings",
// "remove:phases.2", "up:phases.2", "down:phases.2". It gives the name of the row
// to show next, and false for anything else.
func Change(values url.Values, do string) (row string, ok bool) {
	verb, at, found := strings.Cut(do, ":")
	if !found {
		return "", false
	}
	if verb == "add" {
		n, ok := rowCount(values, at)
		if !ok || n >= MaxRows {
			return "", false
		}
		values.Set(at+".#", strconv.Itoa(n+1))
		return open(values, at, n), true
	}
	cut := strings.LastIndexByte(at, '.')
	if cut < 0 {
		return "", false
	}
	list := at[:cut]
	i, err := strconv.Atoi(at[cut+1:])
	n, ok := rowCount(values, list)
	if err != nil || !ok || i < 0 || i >= n {
		return "", false
	}
	switch verb {
	case "remove":
		for j := i; j < n-1; j++ {
			swapRows(values, list, j, j+1)
		}
		dropRow(values, list, n-1)
		values.Set(list+".#", strconv.Itoa(n-1))
		return open(values, list, max(0, min(i, n-2))), true
	case "up", "down":
		j := i - 1
		if verb == "down" {
			j = i + 1
		}
		if j < 0 || j >= n {
			return "", false
		}
		swapRows(values, list, i, j)
		return open(values, list, j), true
	}
	return "", false
}

func open(values url.Values, list string, i int) string {
	row := list + "." + strconv.Itoa(i)
	values.Set("open", row)
	return row
}

// rowCount is how many rows a list has; false where there is no such list.
func rowCount(values url.Values, list string) (int, bool) {
	n, err := strconv.Atoi(values.Get(list + ".#"))
	return n, err == nil && n >= 0
}

// swapRows exchanges two rows with all that is in them.
func swapRows(values url.Values, list string, i, j int) {
	a, b := rowPrefix(list, i), rowPrefix(list, j)
	moved := url.Values{}
	for name, vs := range values {
		if rest, ok := strings.CutPrefix(name, a); ok {
			moved[b+rest] = vs
			delete(values, name)
		} else if rest, ok := strings.CutPrefix(name, b); ok {
			moved[a+rest] = vs
			delete(values, name)
		}
	}
	for name, vs := range moved {
		values[name] = vs
	}
}

func dropRow(values url.Values, list string, i int) {
	for name := range values {
		if strings.HasPrefix(name, rowPrefix(list, i)) {
			delete(values, name)
		}
	}
}

func rowPrefix(list string, i int) string { return list + "." + strconv.Itoa(i) + "." }
