package web

import (
	"context"
	"strings"
	"time"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/templates/component"
)

// What a page says of itself to machines (schema.org). Only what is on the
// page, and nothing that is unknown.

type object map[string]any

func schema(kind string, of object) object {
	of["@context"], of["@type"] = "https://schema.org", kind
	for k, v := range of {
		if v == "" {
			delete(of, k)
		}
	}
	return of
}

func (s *Server) absolute(ctx context.Context, path string) string {
	return s.config.Origin + i18n.Path(ctx, path)
}

func (s *Server) siteData(ctx context.Context, set *site) any {
	return schema("WebSite", object{
		"name": i18n.Pick(ctx, set.Site.Name).S, "url": s.absolute(ctx, "/"), "inLanguage": string(i18n.From(ctx).Lang),
		"potentialAction": object{
			"@type": "SearchAction", "target": s.absolute(ctx, "/search") + "?q={search_term_string}",
			"query-input": "required name=search_term_string",
		},
	})
}

func (s *Server) crumbData(crumbs []component.Link) any {
	var items []object
	for i, c := range crumbs {
		item := object{"@type": "ListItem", "position": i + 1, "name": c.Text.S}
		if c.Href != "" {
			item["item"] = s.config.Origin + c.Href
		}
		items = append(items, item)
	}
	return schema("BreadcrumbList", object{"itemListElement": items})
}

func (s *Server) projectData(ctx context.Context, n int64, p *invest.Project) any {
	return schema("Project", object{
		"name": i18n.Pick(ctx, p.Title).S, "description": i18n.Pick(ctx, p.Summary).S, "identifier": p.Code,
		"url": s.absolute(ctx, projectPath(n)),
	})
}

func (s *Server) ceremonyData(ctx context.Context, n int64, c *invest.Ceremony) any {
	e := object{
		"name": i18n.Pick(ctx, c.Title).S, "description": i18n.Pick(ctx, c.Summary).S, "url": s.absolute(ctx, ceremonyPath(n)),
	}
	if c.Start.Precision == invest.Day {
		e["startDate"] = c.Start.Key()
	}
	place := i18n.Pick(ctx, c.Venue).S
	if place == "" {
		place = i18n.Pick(ctx, c.City).S
	}
	if place != "" {
		e["location"] = object{"@type": "Place", "name": place, "address": i18n.Pick(ctx, c.City).S}
	}
	return schema("Event", e)
}

func (s *Server) parkData(ctx context.Context, n int64, p *invest.Park) any {
	return schema("Place", object{
		"name": i18n.Pick(ctx, p.Name).S, "description": i18n.Pick(ctx, p.Summary).S, "url": s.absolute(ctx, parkPath(n)),
	})
}

func (s *Server) articleData(ctx context.Context, n int64, a *invest.Article, pub invest.Publication) any {
	e := object{
		"headline": i18n.Pick(ctx, a.Title).S, "description": i18n.Pick(ctx, a.Summary).S, "url": s.absolute(ctx, articlePath(n)),
		"datePublished": pub.PubDate.Format(time.RFC3339), "dateModified": pub.Updated.Format(time.RFC3339),
		"publisher": object{"@type": "Organization", "name": i18n.Pick(ctx, a.Source.Name).S},
	}
	if image := s.imageOf(a); image != "" {
		e["image"] = image
	}
	if author := i18n.Pick(ctx, a.Author).S; author != "" {
		e["author"] = object{"@type": "Organization", "name": author}
	}
	return schema("NewsArticle", e)
}

func joined(words []i18n.Words) string {
	var out []string
	for _, w := range words {
		out = append(out, w.S)
	}
	return strings.Join(out, ",")
}
