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
// Rows are compared by their keys, and those that have none by their place in
// the list: one of these that moved may show as stale, and one look at it
// settles that.
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
	for at, now := range is {
		old, known := was[at]
		if !known || now.En == "" || now.En != old.En {
			continue
		}
		if now.Zh != old.Zh || slices.Contains(stale, old.field) {
			out = append(out, now.field)
		}
	}
	slices.Sort(out)
	return out, nil
}

// wording is a bilingual text with the field that it stands in: "groups.0.label".
type wording struct {
	Text
	field string
}

// wordings gives every bilingual text of a content, as it is stored: an object of
// zh and en alone. It goes by its field with the keys of rows in place of their
// numbers, "groups.#3.label": so it is found where a row has moved to.
func wordings(c Content) (map[string]wording, error) {
	body, _, err := EncodeContent(c)
	if err != nil {
		return nil, err
	}
	var tree any
	if err := json.Unmarshal(body, &tree); err != nil {
		return nil, fmt.Errorf("stored %s: %w", c.Kind(), err)
	}
	found := map[string]wording{}
	findWordings(tree, "", "", found)
	return found, nil
}

func findWordings(v any, at, field string, found map[string]wording) {
	switch v := v.(type) {
	case map[string]any:
		if t, ok := asText(v); ok {
			found[at] = wording{t, field}
			return
		}
		for name, part := range v {
			findWordings(part, under(at, name), under(field, name), found)
		}
	case []any:
		for i, row := range v {
			place := fmt.Sprint(i)
			name := place
			if object, ok := row.(map[string]any); ok {
				if key, ok := object["key"].(float64); ok && key != 0 {
					name = fmt.Sprint("#", key)
				}
			}
			findWordings(row, under(at, name), under(field, place), found)
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
