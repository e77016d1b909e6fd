package invest

import (
	"encoding/json"
	"fmt"
	"slices"
)

// StaleEnglish gives the fields of a text of which the English is older than the
// Chinese, after it was changed from before to after: those where the Chinese
// changed and the English did not, and those of before that still wait for their
// translation. Without a text before, or an English wording, nothing is stale.
//
// Rows are compared by their place in a list: a row that moved may show as
// stale, and one look at it settles that.
func StaleEnglish(before, after Content, stale []string) ([]string, error) {
	if before == nil {
		return nil, nil
	}
	was, err := wordings(before)
	if err != nil {
		return nil, err
	}
	is, err := wordings(after)
	if err != nil {
		return nil, err
	}
	var out []string
	for path, now := range is {
		old, known := was[path]
		if !known || now.En == "" || now.En != old.En {
			continue
		}
		if now.Zh != old.Zh || slices.Contains(stale, path) {
			out = append(out, path)
		}
	}
	slices.Sort(out)
	return out, nil
}

// wordings gives every bilingual text of a content by its field, as it is
// stored: an object of zh and en alone.
func wordings(c Content) (map[string]Text, error) {
	body, _, err := EncodeContent(c)
	if err != nil {
		return nil, err
	}
	var tree any
	if err := json.Unmarshal(body, &tree); err != nil {
		return nil, fmt.Errorf("stored %s: %w", c.Kind(), err)
	}
	found := map[string]Text{}
	findWordings(tree, "", found)
	return found, nil
}

func findWordings(v any, path string, found map[string]Text) {
	switch v := v.(type) {
	case map[string]any:
		if t, ok := asText(v); ok {
			found[path] = t
			return
		}
		for name, part := range v {
			findWordings(part, under(path, name), found)
		}
	case []any:
		for i, row := range v {
			findWordings(row, under(path, fmt.Sprint(i)), found)
		}
	}
}

func under(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func asText(object map[string]any) (t Text, ok bool) {
	zh, hasZh := object["zh"].(string)
	en, hasEn := object["en"].(string)
	if !hasZh || len(object) == 2 && !hasEn || len(object) > 2 {
		return Text{}, false
	}
	return Text{Zh: zh, En: en}, true
}
