package invest

// Kind is a kind of content: one that has drafts, public numbers and reviews.
type Kind string

const (
	KindProject  Kind = "project"  // 招商项目
	KindCeremony Kind = "ceremony" // 签约活动
	KindPark     Kind = "park"     // 产业园区
	KindArticle  Kind = "article"  // 新闻动态
	KindPolicy   Kind = "policy"   // 政策
	KindUpdate   Kind = "update"   // 进展
	KindRelease  Kind = "release"  // 数据发布
)

// Kinds lists every kind, in the order the site names them.
var Kinds = []Kind{KindProject, KindCeremony, KindPark, KindArticle, KindPolicy, KindUpdate, KindRelease}

// Content is the text of a draft: one of the kinds above, always by pointer.
type Content interface {
	Kind() Kind
	// Heading is what lists call it.
	Heading() Text
	// Citation is where it comes from.
	Citation() Source
	// Validate reports every error in it, by field name.
	Validate() FieldErrors
	// Public is a copy without internal fields: all that may leave the Desk.
	Public() Content
	// RichTexts points at each field that holds markup, for sanitising.
	RichTexts() []*Text
}

// NewContent is an empty value of a kind, nil for a kind that does not exist.
func NewContent(k Kind) Content {
	switch k {
	case KindProject:
		return new(Project)
	case KindCeremony:
		return new(Ceremony)
	case KindPark:
		return new(Park)
	case KindArticle:
		return new(Article)
	case KindPolicy:
		return new(Policy)
	case KindUpdate:
		return new(Update)
	case KindRelease:
		return new(Release)
	}
	return nil
}
