package desk

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"time"

	"wellspring/internal/invest"
)

// longestPreview is how long a preview link can be good for.
const longestPreview = 30 * 24 * time.Hour

// SharePreview makes a link that shows a draft's latest text, in its public
// form, to whoever has the token, for as long as ttl. The token is given once and
// kept nowhere. It takes who sees the draft and has a part in it.
//
// Invalid for a ttl that is none, or too long; Conflict if the draft is in the
// bin; Forbidden, NotFound.
func (d *Desk) SharePreview(ctx context.Context, who Actor, k invest.Kind, number int64, ttl time.Duration) (token string, err error) {
	secret := make([]byte, 32)
	if _, err := rand.Read(secret); err != nil {
		return "", err
	}
	token = base64.RawURLEncoding.EncodeToString(secret)
	err = d.act(ctx, who, "preview-link", k, func(ctx context.Context, s step) (int64, string, error) {
		if _, err := s.worksOn(ctx, k, number); err != nil {
			return number, "", err
		}
		link := invest.PreviewLink{
			Kind: k, Number: number, Editor: who.Editor.ID, Made: s.at, Expires: s.at.Add(ttl).Truncate(time.Second),
		}
		if err := previewTime(s.at, link.Expires).Err(); err != nil {
			return number, "", err
		}
		return number, "until " + link.Expires.Format(time.RFC3339), s.tx.AddPreview(ctx, &link, tokenHash(token))
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

func previewTime(from, until time.Time) invest.FieldErrors {
	switch {
	case !until.After(from):
		return invest.FieldErrors{{Field: "ttl", Key: "error.time_past"}}
	case until.After(from.Add(longestPreview)):
		return invest.FieldErrors{{Field: "ttl", Key: "error.preview_long", Args: []any{int(longestPreview.Hours() / 24)}}}
	}
	return nil
}

// tokenHash is what is kept of a token.
func tokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// PreviewLinks lists the links to a draft, newest first, used up ones too.
// Forbidden, NotFound.
func (d *Desk) PreviewLinks(ctx context.Context, who Actor, k invest.Kind, number int64) ([]invest.PreviewLink, error) {
	if _, err := seen(ctx, d.store, who.Editor, k, number); err != nil {
		return nil, err
	}
	return d.store.PreviewLinks(ctx, k, number)
}

// RevokePreview closes a link; it may be closed already. Forbidden, NotFound.
func (d *Desk) RevokePreview(ctx context.Context, who Actor, id int64) error {
	link, err := d.store.PreviewLink(ctx, id)
	if err != nil {
		return err
	}
	return d.act(ctx, who, "preview-revoke", link.Kind, func(ctx context.Context, s step) (int64, string, error) {
		_, err := s.worksOn(ctx, link.Kind, link.Number)
		// A draft in the bin shows to nobody; its links can still be closed.
		if err != nil && invest.CodeOf(err) != invest.Conflict {
			return link.Number, "", err
		}
		return link.Number, "until " + link.Expires.Format(time.RFC3339), s.tx.RevokePreview(ctx, id, s.at)
	})
}

// Preview gives the draft of a token with its latest text in the public form,
// and nothing else of it that is the editors' own. It asks for no editor.
//
// NotFound for a token that there is not; Gone when the link has expired or was
// revoked, when whoever made it is disabled or does not see the draft any more,
// and while the draft is in the bin.
func (d *Desk) Preview(ctx context.Context, token string) (invest.Draft, error) {
	link, err := d.store.PreviewByHash(ctx, tokenHash(token))
	if err != nil {
		return invest.Draft{}, err
	}
	maker, err := d.store.Editor(ctx, link.Editor)
	if err != nil {
		return invest.Draft{}, err
	}
	draft, err := seen(ctx, d.store, maker, link.Kind, link.Number)
	if invest.CodeOf(err) == invest.Forbidden {
		err = &invest.Error{Code: invest.Gone, Err: err}
	}
	if err != nil {
		return invest.Draft{}, err
	}
	if !link.Open(d.moment()) || !draft.Binned.IsZero() {
		return invest.Draft{}, invest.Errorf(invest.Gone, "preview link %d", link.ID)
	}
	return invest.Draft{
		Kind: draft.Kind, Number: draft.Number, Revision: draft.Revision, Public: draft.Public,
		PubDate: draft.PubDate, ShownAt: draft.ShownAt, Updated: draft.Updated, Body: draft.Body.Public(),
	}, nil
}
