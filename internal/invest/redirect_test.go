package invest

import "testing"

func TestAnAddressOfTheProgramsOwnIsNoOldAddress(t *testing.T) {
	for from, free := range map[string]bool{
		"/": false, "/en": false, "/en/": false, "/admin": false, "/admin/login": false, "/admin/": false, "/en/admin/people?x=1": false,
		"/preview/x": false, "/stage/x": false, "/static/css/base.css": false, "/healthz": false, "/api/v1/projects": false, "/media/1.jpg": false,
		"/projects": false, "/en/projects/": false, "/projects/12": false, "/projects?q=1": false, "/news/feed.atom": false, "/data/projects.csv": false,
		"/?p=12": true, "/index.html": true, "/news/20231116.html": true, "/en/index.html": true, "/administration": true, "/col/col123/index.html": true,
		"/show.aspx?id=1": true, "/projects/old.html": true,
	} {
		rs := Redirects{{From: from, To: "/somewhere"}}
		if got := len(rs.Validate()) == 0; got != free {
			t.Errorf("%s may be an old address: %v", from, got)
		}
	}
}
