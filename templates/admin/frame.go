// Package admin is the pages of the editors' side.
package admin

import (
	"context"

	"wellspring/internal/i18n"
	"wellspring/templates/component"
	"wellspring/templates/layout"
)

// Frame is what surrounds every page of the desk.
type Frame struct {
	Lang     string
	Title    string
	SiteName i18n.Words
	Notice   string // of the site, such as that it is a demonstration
	Large    bool
	Scheme   string
	Here     string
	Other    layout.Alternate
	Sheets   []string
	Icon     string
	Scripts  []string

	Nav     []NavGroup // empty before sign-in
	Me      string     // who is signed in
	Crumb   []component.Link
	Done    string // what has just been done
	NotDone bool   // it says that something was not
}

// NavGroup is a part of the desk's navigation.
type NavGroup struct {
	Label string
	Links []NavLink
}

// NavLink is one entry of it.
type NavLink struct {
	Label   string
	Href    string
	Current bool
	N       string // how much waits there
}

type tokenKey struct{}

// WithToken gives a context whose forms carry the login session's form token.
func WithToken(ctx context.Context, token string) context.Context {
	return context.WithValue(ctx, tokenKey{}, token)
}

func token(ctx context.Context) string {
	t, _ := ctx.Value(tokenKey{}).(string)
	return t
}

// State is where a text stands, in words.
type State struct {
	Work   component.Badge
	Public component.Badge
	More   []component.Badge // what else is to be known: sent back, English older
}
